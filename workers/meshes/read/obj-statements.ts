import type { Corners } from './corners.ts';
import type { Findings } from './findings.ts';
import type { ObjMaterials } from './obj-materials.ts';
import type { Positions } from './positions.ts';
import type { Scanner } from './scanner.ts';
import type { VertexColours } from './vertex-colours.ts';
import { NO_ROW } from './vertex-table.ts';
import type { VertexTable } from './vertex-table.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const HASH = 35;
const SLASH = 47;
const F = 102;
const N = 110;
const T = 116;
const V = 118;

export interface ObjParts {
  positions: Positions;
  texcoords: VertexTable;
  normals: VertexTable;
  colours: VertexColours;
  corners: Corners;
  materials: ObjMaterials;
  findings: Findings;
}

/** A statement that has to wait for a file. */
export interface Pending {
  kind: 'mtllib' | 'usemtl';
  names: string;
  line: number;
}

/** What is said of how free forms are drawn, of display, and of what else has no triangles. */
const PASSED_OVER: ReadonlySet<string> = new Set(
  (
    's vp cstype deg bmat step parm trim hole scrv sp end con mg bevel c_interp d_interp lod shadow_obj trace_obj ' +
    'ctech stech maplib usemap call csh'
  ).split(' '),
);
const FREE_FORMS: ReadonlySet<string> = new Set(['curv', 'curv2', 'surf']);

/**
 * The statements of an OBJ (Wavefront, Advanced Visualizer, appendix B1). Faces may name vertices that come later, which
 * nearly none do: the first pass counts those, and a second one, `late`, takes them and nothing else.
 */
export class ObjStatements {
  pending: Pending | undefined;
  material: number | undefined;
  vertices = 0;
  faces = 0;
  /** Faces that name what has not come yet. */
  late = 0;
  /** Objects, else groups, that have faces. */
  objects = 0;
  groups = 0;
  readonly #second: boolean;
  readonly #parts: ObjParts;
  readonly #scanner: Scanner;
  #texcoords = 0;
  #normals = 0;
  #newObject = false;
  #newGroup = false;
  /** The corner names something that has not come yet. */
  #isLate = false;
  /** Texture coordinates and normals that the face names and that are not there. */
  #missing = 0;

  constructor(parts: ObjParts, scanner: Scanner, pass: 'first' | 'late') {
    this.#parts = parts;
    this.#scanner = scanner;
    this.#second = pass === 'late';
  }

  /** Reads lines up to `limit`, or to one that is `pending`. */
  read(limit: number): void {
    const scanner = this.#scanner;
    while (scanner.at < limit && !this.pending) {
      const first = scanner.blanks();
      const second = scanner.bytes[scanner.at + 1]!;
      if (first === V && second <= SPACE) this.#vertex();
      else if (first === V && second === T) this.#texcoord();
      else if (first === V && second === N) this.#normal();
      else if (first === F && second <= SPACE) this.#face();
      else if (first > SPACE && first !== HASH) this.#other();
      scanner.skipLine();
    }
  }

  #number(): number {
    return this.#scanner.word() ? this.#scanner.number() : NaN;
  }

  #vertex(): void {
    const row = this.vertices++;
    if (this.#second) return;
    const scanner = this.#scanner;
    const { positions, colours } = this.#parts;
    scanner.at++;
    const x = this.#number();
    const y = this.#number();
    const z = this.#number();
    if (!positions.add(x, y, z) && positions.odd === row) {
      positions.oddPlace = `vertex ${row + 1} in line ${scanner.line}`;
    }
    if (scanner.word()) this.#extra(row);
    else if (colours.table) colours.addWhite(row);
  }

  /**
   * Behind x, y, z: a weight, which is for free forms only; or red, green, blue, which rules the weight out, and
   * maybe alpha.
   */
  #extra(row: number): void {
    const scanner = this.#scanner;
    const { colours } = this.#parts;
    const red = scanner.number();
    if (!scanner.word()) return colours.addWhite(row);
    const green = scanner.number();
    if (!scanner.word()) return colours.addWhite(row);
    const blue = scanner.number();
    colours.add(row, red, green, blue, scanner.word() ? scanner.number() : undefined);
  }

  /** v grows upwards here, and downwards in glTF. */
  #texcoord(): void {
    this.#texcoords++;
    if (this.#second) return;
    this.#scanner.at += 2;
    const u = this.#number();
    const v = this.#number();
    const { texcoords } = this.#parts;
    const at = texcoords.add();
    texcoords.floats[at] = Number.isFinite(u) ? u : 0;
    texcoords.floats[at + 1] = Number.isFinite(v) ? 1 - v : 1;
  }

  #normal(): void {
    this.#normals++;
    if (this.#second) return;
    this.#scanner.at += 2;
    const x = this.#number();
    const y = this.#number();
    const z = this.#number();
    const { normals } = this.#parts;
    const at = normals.add();
    const known = Number.isFinite(x + y + z);
    normals.floats[at] = known ? x : 0;
    normals.floats[at + 1] = known ? y : 0;
    normals.floats[at + 2] = known ? z : 0;
  }

  #face(): void {
    this.faces++;
    this.#scanner.at++;
    let count = this.#second ? 0 : this.#plainCorners();
    if (count === 0) count = this.#corners();
    if (count === 0) return;
    if (this.#newObject || this.#newGroup) this.#countPart();
    this.material ??= this.#parts.materials.plain;
    this.#parts.corners.add(count, this.material);
  }

  /**
   * What nearly all faces are: three corners or more of positive numbers that are there, with nothing else in the line.
   * 0 where there is anything else, and nothing is done then. Apart from `#corners`, as all it
   * needs are numbers in variables of its own.
   */
  #plainCorners(): number {
    const { bytes } = this.#scanner;
    const { corners } = this.#parts;
    let { at } = this.#scanner;
    let count = 0;
    let anyTexcoord = false;
    let anyNormal = false;
    for (;;) {
      while (bytes[at] === SPACE) at++;
      let byte = bytes[at]!;
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
      let position = 0;
      let texcoord = 0;
      let normal = 0;
      for (; byte >= 48 && byte <= 57; byte = bytes[++at]!) position = position * 10 + (byte - 48);
      if (byte === SLASH) {
        byte = bytes[++at]!;
        for (; byte >= 48 && byte <= 57; byte = bytes[++at]!) texcoord = texcoord * 10 + (byte - 48);
        if (byte === SLASH) {
          byte = bytes[++at]!;
          for (; byte >= 48 && byte <= 57; byte = bytes[++at]!) normal = normal * 10 + (byte - 48);
        }
      }
      if (byte !== SPACE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) return 0;
      if (position === 0 || position > this.vertices) return 0;
      if (texcoord > this.#texcoords || normal > this.#normals) return 0;
      corners.room(count);
      corners.rows[count] = position - 1;
      // 0 becomes NO_ROW.
      corners.texcoordRows[count] = texcoord - 1;
      corners.normalRows[count] = normal - 1;
      if (texcoord > 0) anyTexcoord = true;
      if (normal > 0) anyNormal = true;
      count++;
    }
    if (count < 3) return 0;
    if (anyTexcoord) corners.hasTexcoords = true;
    if (anyNormal) corners.hasNormals = true;
    this.#scanner.at = at;
    return count;
  }

  /** The face's corners, whatever they are; 0 where the face is left out, or left to the other pass. */
  #corners(): number {
    const scanner = this.#scanner;
    const { corners } = this.#parts;
    const { line } = scanner;
    let count = 0;
    let late = false;
    let broken: number | undefined;
    this.#missing = 0;
    for (; scanner.word(); count++) {
      corners.room(count);
      this.#isLate = false;
      const position = scanner.integer();
      const row = this.#row(position, this.vertices, this.#parts.positions.table);
      corners.rows[count] = row;
      corners.texcoordRows[count] = NO_ROW;
      corners.normalRows[count] = NO_ROW;
      if (scanner.take(SLASH)) {
        const texcoord = scanner.integer();
        corners.texcoordRows[count] = this.#optionalRow(texcoord, this.#texcoords, this.#parts.texcoords);
        if (scanner.take(SLASH)) {
          const normal = scanner.integer();
          corners.normalRows[count] = this.#optionalRow(normal, this.#normals, this.#parts.normals);
        }
      }
      corners.hasTexcoords ||= corners.texcoordRows[count] !== NO_ROW;
      corners.hasNormals ||= corners.normalRows[count] !== NO_ROW;
      const isWord = scanner.endsWord();
      if (!isWord) scanner.skipWord();
      if (!isWord || row === NO_ROW) broken ??= isWord ? position : NaN;
      late ||= this.#isLate;
    }
    if (late) this.late++;
    if (late !== this.#second) return 0;
    if (this.#missing > 0) this.#tellMissing(line);
    if (broken === undefined && count >= 3) return count;
    if (broken === undefined) this.#tellShort(line);
    else this.#tellBroken(broken, line);
    return 0;
  }

  #tellBroken(number: number, line: number): void {
    this.#parts.findings.add(
      'index-out-of-range',
      () =>
        `A face names a vertex that is not there and is left out; the first is in line ${line}, with ${Number.isNaN(number) ? 'a corner that is no number' : `vertex ${number}`}.`,
    );
  }

  #tellShort(line: number): void {
    this.#parts.findings.add(
      'short-faces',
      () => `A face has fewer than three corners and is left out; the first is in line ${line}.`,
    );
  }

  /** Numbers begin at 1; negative ones count back from what came last. NO_ROW where there is none of that number. */
  #row(number: number, come: number, table: VertexTable): number {
    const row = number < 0 ? come + number : number - 1;
    if (row >= 0 && row < come) return row;
    if (!(row >= come)) return NO_ROW;
    this.#isLate = true;
    return row < table.count ? row : NO_ROW;
  }

  #optionalRow(number: number, come: number, table: VertexTable): number {
    // Nothing between slashes, or nothing behind one.
    if (number === 0 || Number.isNaN(number)) return NO_ROW;
    const row = this.#row(number, come, table);
    if (row === NO_ROW) this.#missing++;
    return row;
  }

  #tellMissing(line: number): void {
    this.#parts.findings.add(
      'corner-out-of-range',
      () =>
        `A corner names texture coordinates or a normal that is not there, and goes without; the first is in line ${line}.`,
      this.#missing,
    );
  }

  #countPart(): void {
    if (this.#newObject) this.objects++;
    if (this.#newGroup) this.groups++;
    this.#newObject = false;
    this.#newGroup = false;
  }

  #other(): void {
    const scanner = this.#scanner;
    const { line } = scanner;
    const start = scanner.at;
    scanner.skipWord();
    const word = String.fromCharCode(...scanner.bytes.subarray(start, Math.min(scanner.at, start + 32)));
    const { findings, materials } = this.#parts;
    if (word === 'usemtl') {
      const names = scanner.rest();
      this.material = materials.known(names);
      if (this.material === undefined) this.pending = { kind: 'usemtl', names, line };
    } else if (this.#second) {
      // All of this was told in the first pass.
    } else if (word === 'mtllib') this.pending = { kind: 'mtllib', names: scanner.rest(), line };
    else if (word === 'o') this.#newObject = true;
    else if (word === 'g') this.#newGroup = true;
    else if (word === 'l' || word === 'p') {
      findings.add(
        'lines-and-points',
        () => `Lines and points of their own are not shown; the first is in line ${line}.`,
      );
    } else if (FREE_FORMS.has(word)) {
      findings.add(
        'free-form-surfaces',
        () => `Free-form curves and surfaces are not shown, only polygons are; the first is in line ${line}.`,
      );
    } else if (!PASSED_OVER.has(word)) {
      findings.add('unreadable-lines', () => `A line is none of an OBJ and is passed over; the first is line ${line}.`);
    }
  }
}
