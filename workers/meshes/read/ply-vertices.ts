import type { PlyElement, PlyProperty, PlyType } from './ply-header.ts';
import { Positions } from './positions.ts';
import { VertexColours } from './vertex-colours.ts';
import type { VertexTable } from './vertex-table.ts';

const TEXCOORDS = [
  ['s', 't'],
  ['u', 'v'],
  ['texture_u', 'texture_v'],
  ['texture_s', 'texture_t'],
  ['tx', 'ty'],
] as const;
const COLOURS = [
  ['red', 'green', 'blue', 'alpha'],
  ['diffuse_red', 'diffuse_green', 'diffuse_blue', 'diffuse_alpha'],
  ['r', 'g', 'b', 'a'],
] as const;
/** Types of which a 32-bit float holds every value. */
const EXACT: ReadonlySet<PlyType> = new Set(['float32', 'int8', 'uint8', 'int16', 'uint16']);

/** The properties that mean something, in the order in which `take` has their values. */
export interface PlyColumns {
  position: PlyProperty[];
  normal: PlyProperty[];
  texcoord: PlyProperty[];
  /** Three, or four with alpha. */
  colour: PlyProperty[];
}

/** Undefined where there are no coordinates: the element is then no list of vertices. */
export function findColumns({ properties }: PlyElement): PlyColumns | undefined {
  const all = (names: readonly string[]): PlyProperty[] => {
    const found = names.map((name) => properties.find((each) => each.name === name && !each.length));
    return found.every((each) => each !== undefined) ? found : [];
  };
  const first = (groups: readonly (readonly string[])[]): PlyProperty[] =>
    groups.map(all).find((found) => found.length > 0) ?? [];
  const position = all(['x', 'y', 'z']);
  if (position.length === 0) return undefined;
  return {
    position,
    normal: all(['nx', 'ny', 'nz']),
    texcoord: first(TEXCOORDS),
    colour: findColour(properties),
  };
}

/** Red, green, blue, and alpha where there is one. */
export function findColour(properties: readonly PlyProperty[]): PlyProperty[] {
  for (const names of COLOURS) {
    const found = names.map((name) => properties.find((each) => each.name === name && !each.length));
    const [red, green, blue, alpha] = found;
    if (red && green && blue) return alpha ? [red, green, blue, alpha] : [red, green, blue];
  }
  return [];
}

/** What full intensity is; undefined where the values must tell. */
export function fullColour(type: PlyType): number | undefined {
  if (type === 'float32' || type === 'float64') return undefined;
  return type === 'uint16' ? 65_535 : 255;
}

/** Writes rows of vertices into tables. */
export class PlyVertices {
  readonly columns: readonly PlyProperty[];
  readonly positions: Positions;
  readonly normals: VertexTable | undefined;
  readonly texcoords: VertexTable | undefined;
  readonly colours: VertexColours | undefined;
  /** Values of one row. */
  readonly values: Float64Array;
  readonly #colourColumns: number;
  readonly #full: number | undefined;

  constructor(columns: PlyColumns, table: (words: 1 | 2 | 3, name: string) => VertexTable) {
    const { position, normal, texcoord, colour } = columns;
    this.columns = [...position, ...normal, ...texcoord, ...colour];
    this.values = new Float64Array(this.columns.length);
    const exact = position.every(({ type }) => EXACT.has(type));
    this.positions = new Positions(table(3, 'positions'), exact);
    this.normals = normal.length > 0 ? table(3, 'normals') : undefined;
    this.texcoords = texcoord.length > 0 ? table(2, 'texcoords') : undefined;
    this.colours = colour.length > 0 ? new VertexColours(() => table(1, 'colours')) : undefined;
    this.#colourColumns = colour.length;
    this.#full = colour.length > 0 ? fullColour(colour[0]!.type) : undefined;
  }

  /** Takes the values of `columns` from `at`; false at the first vertex that has a coordinate that is no number. */
  take(values: Float64Array, at: number): boolean {
    const { positions, normals, texcoords, colours } = this;
    const row = positions.table.count;
    const finite = positions.add(values[at]!, values[at + 1]!, values[at + 2]!);
    let next = at + 3;
    if (normals) {
      const to = normals.add();
      for (let i = 0; i < 3; i++) normals.floats[to + i] = finiteOr0(values[next++]!);
    }
    if (texcoords) {
      const to = texcoords.add();
      texcoords.floats[to] = finiteOr0(values[next++]!);
      // v grows upwards here.
      texcoords.floats[to + 1] = 1 - finiteOr0(values[next++]!);
    }
    if (colours) {
      const alpha = this.#colourColumns === 4 ? values[next + 3]! : undefined;
      if (this.#full === undefined) colours.add(row, values[next]!, values[next + 1]!, values[next + 2]!, alpha);
      else colours.addOf(this.#full, values[next]!, values[next + 1]!, values[next + 2]!, alpha);
    }
    return finite || positions.odd !== row;
  }
}

const finiteOr0 = (value: number): number => (Number.isFinite(value) ? value : 0);
