import type { Findings } from './findings.ts';
import { Lines } from './lines.ts';
import type { PlyFaceRoles, PlyFaces } from './ply-faces.ts';
import type { PlyElement, PlyProperty } from './ply-header.ts';
import type { PlyRows, PlyTask } from './ply-task.ts';
import type { PlyVertices } from './ply-vertices.ts';
import { StripReader } from './strip-reader.ts';
import type { Window } from './window.ts';

/**
 * The rows of a PLY that is a text: one line each, so that a row with a value too few or too many spoils itself and not
 * all that come after it.
 */
export class PlyAscii implements PlyRows {
  readonly #lines: Lines;
  readonly #window: Window;
  readonly #findings: Findings;
  readonly #onProgress: (fraction: number) => void;

  constructor(window: Window, headerLines: number, findings: Findings, onProgress: (fraction: number) => void) {
    this.#window = window;
    this.#lines = new Lines(window);
    this.#lines.scanner.line = headerLines + 1;
    this.#findings = findings;
    this.#onProgress = onProgress;
  }

  async read(element: PlyElement, task: PlyTask): Promise<string | undefined> {
    const { scanner } = this.#lines;
    if (element.properties.length === 0) return undefined;
    for (let row = 0; row < element.count; row++) {
      if (!(await this.#line())) return `row ${row} at line ${scanner.line}`;
      if (task.kind === 'vertices') this.#vertex(element, task.vertices, row);
      else if (task.kind !== 'skip') this.#face(element, task.kind, task.faces, task.roles);
      scanner.skipLine();
    }
    return undefined;
  }

  async left(): Promise<string | undefined> {
    let lines = 0;
    for (; await this.#line(); lines++) this.#lines.scanner.skipLine();
    return lines > 0 ? `${lines} lines` : undefined;
  }

  /** Goes to the next line with anything in it. */
  async #line(): Promise<boolean> {
    const lines = this.#lines;
    const { scanner } = lines;
    for (;;) {
      while (scanner.at < lines.limit) {
        if (scanner.word()) return true;
        scanner.skipLine();
      }
      this.#onProgress(this.#window.fraction);
      if (!(await lines.more())) return false;
    }
  }

  /** Of the property that comes; a list's values are passed over, and its length is given. */
  #value({ length }: PlyProperty): number {
    const { scanner } = this.#lines;
    if (!scanner.word()) return this.#short();
    const value = scanner.number();
    if (!length) return value;
    for (let i = 0; i < value && scanner.word(); i++) scanner.skipWord();
    return value;
  }

  #vertex({ properties }: PlyElement, vertices: PlyVertices, row: number): void {
    const { columns, values } = vertices;
    values.fill(NaN);
    for (const property of properties) {
      const value = this.#value(property);
      const column = columns.indexOf(property);
      if (column >= 0) values[column] = value;
    }
    this.#end();
    if (!vertices.take(values, 0)) vertices.positions.oddPlace = `vertex ${row} in line ${this.#lines.scanner.line}`;
  }

  #face({ properties }: PlyElement, kind: 'faces' | 'strips', faces: PlyFaces, roles: PlyFaceRoles): void {
    const { scanner } = this.#lines;
    faces.place = scanner.line;
    let corners = 0;
    let texcoords = 0;
    for (const property of properties) {
      if (property === roles.indices) {
        if (kind === 'strips') this.#strip(faces);
        else corners = this.#list((at, value) => faces.corner(at, value));
      } else if (property === roles.texcoords) {
        texcoords = this.#list((at, value) => faces.texcoord(at, value));
      } else {
        const value = this.#value(property);
        if (property === roles.texture) faces.values[0] = value;
        const channel = roles.colour.indexOf(property);
        if (channel >= 0) faces.values[channel + 1] = value;
      }
    }
    this.#end();
    if (kind === 'faces') faces.take(corners, texcoords, roles);
  }

  #strip(faces: PlyFaces): void {
    const strip = new StripReader(faces);
    this.#list((_, value) => strip.add(value));
  }

  /** Gives how many values there are, which is what the row says unless it ends before. */
  #list(take: (at: number, value: number) => void): number {
    const { scanner } = this.#lines;
    if (!scanner.word()) return Number(this.#short() > 0);
    const length = scanner.number();
    for (let i = 0; i < length; i++) {
      if (!scanner.word()) {
        this.#short();
        return i;
      }
      take(i, scanner.number());
    }
    return length > 0 ? Math.ceil(length) : 0;
  }

  #short(): number {
    const { line } = this.#lines.scanner;
    this.#findings.add(
      'short-rows',
      () => `A line has fewer values than the header says; what it lacks is left out. The first is line ${line}.`,
    );
    return NaN;
  }

  #end(): void {
    const { scanner } = this.#lines;
    if (!scanner.word()) return;
    const { line } = scanner;
    this.#findings.add(
      'long-rows',
      () => `A line has more values than the header says; those at its end are passed over. The first is line ${line}.`,
    );
  }
}
