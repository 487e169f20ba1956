import type { Corners } from './corners.ts';
import type { Findings } from './findings.ts';
import type { PlyElement, PlyProperty } from './ply-header.ts';
import { findColour, fullColour } from './ply-vertices.ts';
import { colourWord } from './vertex-colours.ts';

/** The properties of faces that mean something. */
export interface PlyFaceRoles {
  indices: PlyProperty;
  /** u, v of each corner. */
  texcoords: PlyProperty | undefined;
  /** Number of the picture. */
  texture: PlyProperty | undefined;
  colour: PlyProperty[];
}

const INDICES: ReadonlySet<string> = new Set(['vertex_indices', 'vertex_index', 'vertex_indexes']);
const TEXCOORDS: ReadonlySet<string> = new Set(['texcoord', 'texcoords', 'texture_uv']);

export function findFaceRoles({ properties }: PlyElement): PlyFaceRoles | undefined {
  const lists = properties.filter(({ length }) => length);
  const indices = lists.find(({ name }) => INDICES.has(name));
  if (!indices) return undefined;
  return {
    indices,
    texcoords: lists.find(({ name }) => TEXCOORDS.has(name)),
    texture: properties.find(({ name, length }) => name === 'texnumber' && !length),
    colour: findColour(properties),
  };
}

/** Takes faces as rows have them, and leaves out what cannot be one. */
export class PlyFaces {
  readonly corners: Corners;
  /** Materials of the pictures, in order. At least one. */
  readonly materials: readonly number[];
  /** Values of what is no list: the picture's number, then the colour. */
  readonly values = new Float64Array(5);
  count = 0;
  /** Of the face that is taken, for messages: its line, or where its first byte is. */
  place = 0;
  readonly #unit: 'line' | 'byte';
  readonly #vertices: () => number;
  readonly #findings: Findings;

  /** `vertices`: how many are there. */
  constructor(
    corners: Corners,
    materials: readonly number[],
    vertices: () => number,
    findings: Findings,
    unit: 'line' | 'byte',
  ) {
    this.#unit = unit;
    this.corners = corners;
    this.materials = materials;
    this.#vertices = vertices;
    this.#findings = findings;
  }

  /** Puts a corner into the face, with NaN or a number out of range as what it is. */
  corner(at: number, index: number): void {
    this.corners.room(at);
    // Neither fractions nor negative numbers survive the comparison.
    this.corners.rows[at] = index >>> 0 === index ? index : 0xffffffff;
  }

  texcoord(at: number, value: number): void {
    this.corners.room(at >>> 1);
    this.corners.wedges[at] = Number.isFinite(value) ? (at % 2 === 0 ? value : 1 - value) : 0;
  }

  /** `texcoords`: how many numbers of them there were. */
  take(corners: number, texcoords: number, roles: PlyFaceRoles): void {
    this.count++;
    const { rows, wedges } = this.corners;
    const there = this.#vertices();
    for (let i = 0; i < corners; i++) {
      if (rows[i]! >= there) {
        this.#tellBroken(rows[i]!);
        return;
      }
    }
    if (corners < 3) {
      this.#tellShort();
      return;
    }
    if (roles.texcoords) for (let i = Math.min(texcoords, corners * 2); i < corners * 2; i++) wedges[i] = 0;
    if (roles.colour.length > 0) this.#colour(roles.colour);
    const texture = roles.texture ? this.values[0]! : 0;
    this.corners.add(corners, this.materials[texture] ?? this.materials[0]!);
  }

  /** Of a strip, which has no more than corners. */
  triangle(a: number, b: number, c: number): void {
    // How strips are joined.
    if (a === b || b === c || c === a) return;
    this.count++;
    this.corner(0, a);
    this.corner(1, b);
    this.corner(2, c);
    const odd = [0, 1, 2].find((corner) => this.corners.rows[corner]! >= this.#vertices());
    if (odd === undefined) this.corners.add(3, this.materials[0]!);
    else this.#tellBroken(this.corners.rows[odd]!);
  }

  /** Too large to be looked at whole. */
  tellGiant(): void {
    this.count++;
    this.#findings.add(
      'giant-faces',
      () => `A face takes more than 4 MB and is left out; the first is at ${this.#unit} ${this.place}.`,
    );
  }

  #colour([red, , , alpha]: readonly PlyProperty[]): void {
    const { values } = this;
    const full = fullColour(red!.type) ?? 1;
    this.corners.colour = colourWord(full, values[1]!, values[2]!, values[3]!, alpha ? values[4]! : undefined);
  }

  #tellBroken(index: number): void {
    this.#findings.add(
      'index-out-of-range',
      () =>
        `A face names a vertex that is not there and is left out; the first is at ${this.#unit} ${this.place}, with ${index === 0xffffffff ? 'what is no number of a vertex' : `vertex ${index} of ${this.#vertices()}`}.`,
    );
  }

  #tellShort(): void {
    this.#findings.add(
      'short-faces',
      () => `A face has fewer than three corners and is left out; the first is at ${this.#unit} ${this.place}.`,
    );
  }
}
