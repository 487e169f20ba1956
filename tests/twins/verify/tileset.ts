/** A tile of any 3D Tiles 1.1 tileset, external tilesets taken in: what the checks go by. */
export interface Tile {
  /** Of its content, below the tileset's own; undefined where it has none. */
  uri: string | undefined;
  level: number;
  geometricError: number;
  /** Twelve numbers: centre, then three half axes (3D Tiles 1.1, "Bounding volumes"). */
  box: readonly number[];
  /** Column-major, of this tile and those between it and the root, without the root's. */
  transform: readonly number[];
  children: Tile[];
}

export interface Tileset {
  /** Of showing nothing. */
  geometricError: number;
  /** The root's, which all share. */
  transform: readonly number[];
  root: Tile;
  problems: string[];
}

/** Reads what the tileset names: its path relative to the tileset.json. */
export type Read = (uri: string) => Promise<Buffer>;

type Json = Record<string, unknown>;

export const IDENTITY: readonly number[] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const MAX_TILES = 1_000_000;

/** Loads a tileset with those that it refers to. What the specification forbids is told in `problems`. */
export async function loadTileset(read: Read): Promise<Tileset> {
  const problems: string[] = [];
  let tiles = 0;

  async function document(uri: string): Promise<Json> {
    const json = JSON.parse((await read(uri)).toString()) as Json;
    const asset = json['asset'] as Json | undefined;
    if (asset?.['version'] !== '1.1') problems.push(`${uri}: asset.version is not "1.1"`);
    if (!isError(json['geometricError'])) problems.push(`${uri}: geometricError is not a number of at least 0`);
    for (const key of Object.keys(json))
      if (!TILESET_KEYS.has(key)) problems.push(`${uri}: tilesets have no property ${key}`);
    return json;
  }

  async function tile(
    json: Json,
    place: string,
    level: number,
    parent: readonly number[],
    base: string,
  ): Promise<Tile> {
    if (++tiles > MAX_TILES) throw new Error(`More than ${MAX_TILES} tiles`);
    for (const key of Object.keys(json))
      if (!TILE_KEYS.has(key)) problems.push(`${place}: tiles have no property ${key}`);
    const box = (json['boundingVolume'] as Json | undefined)?.['box'];
    if (!isNumbers(box, 12)) problems.push(`${place}: boundingVolume.box is not twelve numbers`);
    if (!isError(json['geometricError'])) problems.push(`${place}: geometricError is not a number of at least 0`);
    const { refine, transform, content, children } = json;
    if (level === 0 && refine === undefined) problems.push(`${place}: the root has no refine`);
    if (refine !== undefined && refine !== 'REPLACE' && refine !== 'ADD')
      problems.push(`${place}: refine is ${JSON.stringify(refine)}`);
    if (transform !== undefined && !isNumbers(transform, 16))
      problems.push(`${place}: transform is not sixteen numbers`);
    if (children !== undefined && (!Array.isArray(children) || children.length === 0))
      problems.push(`${place}: children is not a list with something in it`);
    const own = isNumbers(transform, 16) && level > 0 ? multiply(parent, transform) : parent;
    const uri = (content as Json | undefined)?.['uri'];
    const resolved = typeof uri === 'string' ? new URL(uri, new URL(base, 'x:/')).pathname.slice(1) : undefined;
    if (content !== undefined && resolved === undefined) problems.push(`${place}: content has no uri`);
    const below = await Promise.all(
      ((children as Json[] | undefined) ?? []).map((child, index) =>
        tile(child, `${place}/${index}`, level + 1, own, base),
      ),
    );
    const result: Tile = {
      uri: resolved,
      level,
      geometricError: Number(json['geometricError']),
      box: isNumbers(box, 12) ? box : [],
      transform: own,
      children: below,
    };
    if (!resolved?.endsWith('.json')) return result;
    const outer = await document(resolved);
    const inner = await tile(outer['root'] as Json, `${resolved}#root`, level, own, resolved);
    if (inner.geometricError > result.geometricError)
      problems.push(`${resolved}: its root's error is larger than that of the tile that names it`);
    return { ...result, uri: inner.uri, children: [...inner.children, ...below] };
  }

  const json = await document('tileset.json');
  const rootJson = json['root'] as Json;
  const root = await tile(rootJson, 'root', 0, IDENTITY, 'tileset.json');
  const transform = isNumbers(rootJson['transform'], 16) ? rootJson['transform'] : IDENTITY;
  return { geometricError: Number(json['geometricError']), transform, root, problems };
}

const TILESET_KEYS = new Set([
  'asset',
  'properties',
  'schema',
  'schemaUri',
  'statistics',
  'groups',
  'metadata',
  'geometricError',
  'root',
  'extensionsUsed',
  'extensionsRequired',
  'extensions',
  'extras',
]);
const TILE_KEYS = new Set([
  'boundingVolume',
  'viewerRequestVolume',
  'geometricError',
  'refine',
  'transform',
  'content',
  'contents',
  'metadata',
  'implicitTiling',
  'children',
  'extensions',
  'extras',
]);

const isError = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isNumbers = (value: unknown, length: number): value is number[] =>
  Array.isArray(value) && value.length === length && value.every((number) => Number.isFinite(number));

/** Column-major 4 × 4. */
export function multiply(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 16 }, (_, at) => {
    const [row, column] = [at % 4, at >> 2];
    return [0, 1, 2, 3].reduce((sum, k) => sum + a[k * 4 + row]! * b[column * 4 + k]!, 0);
  });
}

/** All tiles, parents before children. */
export function tilesOf(tile: Tile): Tile[] {
  return [tile, ...tile.children.flatMap(tilesOf)];
}
