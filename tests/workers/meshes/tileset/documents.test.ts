import test from 'ava';
import { fc } from '../../../properties.ts';
import { tilesetDocuments } from '../../../../workers/meshes/tileset/documents.ts';
import type { TileInfo } from '../../../../workers/meshes/tileset/documents.ts';
import { childrenOf } from '../../../../workers/meshes/tree.ts';
import { seeded } from '../../../random.ts';
import { checkErrors, checkNesting } from '../../../twins/verify/structure.ts';
import { loadTileset, tilesOf } from '../../../twins/verify/tileset.ts';

const GRID = { step: 2 ** -8, origin: [10, -20, 30] as const };

/** A tree of tiles at random places, with errors in no order, and some empty branches. */
function randomTiles(depth: number, random: () => number): TileInfo[] {
  const grow = (level: number, index: number): TileInfo[] => {
    const min = [0, 1, 2].map(() => Math.floor(random() * 1000)) as [number, number, number];
    const max = min.map((value) => value + Math.floor(random() * 50)) as [number, number, number];
    const tile = { level, index, min, max, error: random() };
    if (level === depth) return [tile];
    const children = childrenOf(tile).filter((_, child) => child === 0 || random() < 0.8);
    return [tile, ...children.flatMap((child) => grow(child.level, child.index))];
  };
  return grow(0, 0);
}

test('every tile is named once, boxes hold what is below them, errors fall, whatever the tree', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 6 }), fc.nat(), async (depth, seed) => {
      const tiles = randomTiles(depth, seeded(seed));
      const documents = tilesetDocuments(tiles, GRID);
      const tileset = await loadTileset(async (uri) => Buffer.from(JSON.stringify(documents.get(uri))));
      t.deepEqual(tileset.problems, []);
      t.deepEqual(checkErrors(tileset.root), []);
      t.deepEqual(checkNesting(tileset.root), []);
      t.true(tileset.geometricError > tileset.root.geometricError);
      const named = new Set(tilesOf(tileset.root).map(({ uri }) => uri));
      t.deepEqual(named, new Set(tiles.map(({ level, index }) => `tiles/${level}/${index}.glb`)));
      t.is(named.size, tiles.length);
    }),
    { numRuns: 30 },
  );
});

test('a deep tree is several documents, of which none has more than 341 tiles with content', (t) => {
  const documents = tilesetDocuments(
    randomTiles(6, () => 0.5),
    GRID,
  );
  t.true(documents.size > 100);
  for (const [path, document] of documents) {
    const contents = JSON.stringify(document).match(/\.glb"/g) ?? [];
    t.true(contents.length <= 341, `${path}: ${contents.length}`);
  }
});

test('the root is moved to where the scan is, with z up', (t) => {
  const [root] = tilesetDocuments(randomTiles(0, seeded(1)), GRID).values();
  const { transform } = root!['root'] as { transform: number[] };
  t.deepEqual(transform.slice(12), [10, -30, -20, 1]);
});
