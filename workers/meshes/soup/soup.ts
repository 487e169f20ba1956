import { closeSync, openSync, writeSync } from 'node:fs';
import { NO_NORMAL, packNormal } from '../octahedral.ts';
import type { Finding, Material, MeshHeader, MeshSink, Triangles } from '../source.ts';
import { writeSummary } from '../stage.ts';
import { ShortEdges } from './short-edges.ts';
import { placesOf, sameLayout, SOUP_HEAD, widened } from './layout.ts';
import type { Layout, Places } from './layout.ts';
import { soupFile, soupSummaryFile } from './summary.ts';
import type { Segment, SoupSummary } from './summary.ts';

/** Bytes of one write. */
const BLOCK_BYTES = 4 << 20;
/** Triangles that may fall together on the grid; in scans none do, in drawings for machines more than this. */
const FEW = 0.01;
const NOTHING: Layout = { normals: false, colours: false, texcoords: false, materials: false };

/**
 * Takes the triangles of a scan to a scratch file, one record after the other, and measures them. When a batch brings
 * what those before it did not have, a segment of wider records begins; nothing is written twice.
 */
export class Soup implements MeshSink {
  readonly #folder: string;
  readonly #file: number;
  readonly #words = new Uint32Array(BLOCK_BYTES / 4);
  readonly #floats = new Float32Array(this.#words.buffer);
  /** Words of the block that are filled. */
  #filled = 0;
  #written = 0;
  #layout = NOTHING;
  #places: Places = placesOf(NOTHING, SOUP_HEAD);
  readonly #segments: Segment[] = [];
  #origin: [number, number, number] | undefined;
  #triangles = 0;
  #edges = 0;
  readonly #shortEdges = new ShortEdges();
  /** Relative to the origin. */
  readonly #min = [Infinity, Infinity, Infinity];
  readonly #max = [-Infinity, -Infinity, -Infinity];
  readonly #materials: Material[] = [];
  readonly #textureAreas: number[] = [];
  #cornersWithoutNormal = 0;
  readonly #findings = new Map<string, Finding>();

  /** Begins anew, whatever lies in the folder. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#file = openSync(soupFile(folder), 'w');
  }

  material(material: Material): number {
    this.#textureAreas.push(0);
    return this.#materials.push(material) - 1;
  }

  finding(finding: Finding): void {
    const known = this.#findings.get(finding.code);
    if (known === undefined) this.#findings.set(finding.code, { ...finding });
    else known.count += finding.count;
  }

  triangles(batch: Triangles): void {
    if (batch.count === 0) return;
    this.#origin ??= [batch.positions[0]!, batch.positions[1]!, batch.positions[2]!];
    this.#widen(batch);
    const atOnce = Math.floor(this.#words.length / this.#places.words);
    for (let from = 0; from < batch.count;) {
      const room = atOnce - this.#filled / this.#places.words;
      if (room === 0) {
        this.#flush();
        continue;
      }
      const to = Math.min(batch.count, from + room);
      this.#append(batch, from, to);
      from = to;
    }
  }

  /** All have been told. */
  finish(header: MeshHeader): SoupSummary {
    this.#flush();
    closeSync(this.#file);
    const origin = this.#origin ?? [0, 0, 0];
    const summary: SoupSummary = {
      header,
      triangles: this.#triangles,
      origin,
      box:
        this.#triangles === 0
          ? { min: [0, 0, 0], max: [0, 0, 0] }
          : { min: moved(this.#min, origin), max: moved(this.#max, origin) },
      meanEdge: this.#triangles === 0 ? 0 : this.#edges / (3 * this.#triangles),
      shortEdge: this.#shortEdges.exceeded(1 - FEW),
      layout: this.#layout,
      segments: this.#segments,
      materials: this.#materials,
      textureAreas: this.#textureAreas,
      cornersWithoutNormal: this.#cornersWithoutNormal,
      findings: [...this.#findings.values()],
    };
    writeSummary(soupSummaryFile(this.#folder), summary);
    return summary;
  }

  /** Closes the file of a scan that could not be read to its end. */
  abandon(): void {
    closeSync(this.#file);
  }

  #widen({ normals, colours, texcoords, material }: Triangles): void {
    const layout = widened(this.#layout, {
      normals: normals !== undefined,
      colours: colours !== undefined,
      texcoords: texcoords !== undefined,
      materials: material !== 0,
    });
    if (this.#segments.length > 0 && sameLayout(layout, this.#layout)) return;
    this.#flush();
    this.#layout = layout;
    this.#places = placesOf(layout, SOUP_HEAD);
    this.#segments.push({ layout, start: this.#written, triangles: 0 });
  }

  /** Triangles of a batch for which the block has room. */
  #append(batch: Triangles, from: number, to: number): void {
    const { positions } = batch;
    const [originX, originY, originZ] = this.#origin!;
    const floats = this.#floats;
    const { words } = this.#places;
    let [minX, minY, minZ] = this.#min as [number, number, number];
    let [maxX, maxY, maxZ] = this.#max as [number, number, number];
    let edges = 0;
    let at = this.#filled;
    let degenerate = 0;
    let unbounded = 0;
    for (let triangle = from; triangle < to; triangle++) {
      const p = triangle * 9;
      const ax = Math.fround(positions[p]! - originX);
      const ay = Math.fround(positions[p + 1]! - originY);
      const az = Math.fround(positions[p + 2]! - originZ);
      const bx = Math.fround(positions[p + 3]! - originX);
      const by = Math.fround(positions[p + 4]! - originY);
      const bz = Math.fround(positions[p + 5]! - originZ);
      const cx = Math.fround(positions[p + 6]! - originX);
      const cy = Math.fround(positions[p + 7]! - originY);
      const cz = Math.fround(positions[p + 8]! - originZ);
      const ab = (bx - ax) * (bx - ax) + (by - ay) * (by - ay) + (bz - az) * (bz - az);
      const bc = (cx - bx) * (cx - bx) + (cy - by) * (cy - by) + (cz - bz) * (cz - bz);
      const ca = (ax - cx) * (ax - cx) + (ay - cy) * (ay - cy) + (az - cz) * (az - cz);
      if (ab === 0 || bc === 0 || ca === 0) {
        degenerate++;
        continue;
      }
      if (!(ab + bc + ca < Infinity)) {
        unbounded++;
        continue;
      }
      this.#shortEdges.add(Math.min(ab, bc, ca));
      edges += Math.sqrt(ab) + Math.sqrt(bc) + Math.sqrt(ca);
      minX = Math.min(minX, ax, bx, cx);
      minY = Math.min(minY, ay, by, cy);
      minZ = Math.min(minZ, az, bz, cz);
      maxX = Math.max(maxX, ax, bx, cx);
      maxY = Math.max(maxY, ay, by, cy);
      maxZ = Math.max(maxZ, az, bz, cz);
      floats[at] = ax;
      floats[at + 1] = ay;
      floats[at + 2] = az;
      floats[at + 3] = bx;
      floats[at + 4] = by;
      floats[at + 5] = bz;
      floats[at + 6] = cx;
      floats[at + 7] = cy;
      floats[at + 8] = cz;
      if (words > SOUP_HEAD) this.#attributes(batch, triangle, at);
      at += words;
    }
    const appended = (at - this.#filled) / words;
    this.#min.splice(0, 3, minX, minY, minZ);
    this.#max.splice(0, 3, maxX, maxY, maxZ);
    this.#edges += edges;
    this.#filled = at;
    this.#triangles += appended;
    this.#segments.at(-1)!.triangles += appended;
    if (batch.normals === undefined) this.#cornersWithoutNormal += appended * 3;
    if (degenerate > 0) this.finding(degenerateFaces(degenerate));
    if (unbounded > 0) this.finding(unboundedFaces(unbounded));
  }

  #attributes(batch: Triangles, triangle: number, record: number): void {
    const { normals, colours, texcoords, material } = this.#places;
    const words = this.#words;
    const floats = this.#floats;
    const layout = this.#layout;
    for (let corner = 0; corner < 3; corner++) {
      const number = triangle * 3 + corner;
      if (batch.normals !== undefined) {
        const n = number * 3;
        const packed = packNormal(batch.normals[n]!, batch.normals[n + 1]!, batch.normals[n + 2]!);
        if (packed === NO_NORMAL) this.#cornersWithoutNormal++;
        words[record + normals + corner] = packed;
      } else if (layout.normals) words[record + normals + corner] = NO_NORMAL;
      if (batch.colours !== undefined) {
        const { colours: bytes } = batch;
        const c = number * 4;
        words[record + colours + corner] =
          bytes[c]! | (bytes[c + 1]! << 8) | (bytes[c + 2]! << 16) | (bytes[c + 3]! << 24);
      } else if (layout.colours) words[record + colours + corner] = WHITE;
      if (layout.texcoords) {
        const at = record + texcoords + corner * 2;
        // Adding 0 makes −0 to 0: equal numbers are equal words.
        floats[at] = batch.texcoords === undefined ? 0 : batch.texcoords[number * 2]! + 0;
        floats[at + 1] = batch.texcoords === undefined ? 0 : batch.texcoords[number * 2 + 1]! + 0;
      }
    }
    if (layout.materials) words[record + material] = batch.material;
    if (batch.texcoords !== undefined)
      this.#textureAreas[batch.material]! += textureArea(batch.texcoords, triangle * 6);
  }

  #flush(): void {
    const bytes = new Uint8Array(this.#words.buffer, 0, this.#filled * 4);
    for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
    this.#written += bytes.length;
    this.#filled = 0;
  }
}

const WHITE = 0xffff_ffff;

const moved = (place: readonly number[], [x, y, z]: readonly [number, number, number]): [number, number, number] => [
  place[0]! + x,
  place[1]! + y,
  place[2]! + z,
];

function textureArea(texcoords: Float32Array, at: number): number {
  const u = texcoords[at]!;
  const v = texcoords[at + 1]!;
  const area =
    (texcoords[at + 2]! - u) * (texcoords[at + 5]! - v) - (texcoords[at + 4]! - u) * (texcoords[at + 3]! - v);
  return Math.abs(area) / 2;
}

const degenerateFaces = (count: number): Finding => ({
  code: 'degenerate-faces',
  count,
  message: 'Triangles with two corners in one place were left out: they have no area.',
});

const unboundedFaces = (count: number): Finding => ({
  code: 'unbounded-faces',
  count,
  message: 'Triangles whose coordinates differ from the first by more than numbers of 32 bits can tell were left out.',
});
