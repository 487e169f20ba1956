import type { MeshSink, Triangles } from '../../source.ts';
import { srgbOf } from '../../../srgb.ts';
import type { Findings } from '../findings.ts';
import { Column } from './column.ts';
import { Corners } from './corners.ts';
import type { Dressed, Mapping } from './materials.ts';
import { normalMatrix } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import type { Primitive } from './primitive.ts';

/** Triangles at a time: 1.2 MB of positions. */
const BATCH = 16_384;
/** sRGB (IEC 61966-2-1) for linear 0…65535: colours of vertices are linear in glTF (3.7.2.1). */
const SRGB = Uint8Array.from({ length: 65_536 }, (_, i) => Math.round(255 * srgbOf(i / 65_535)));

/** Hands a primitive's triangles to a sink, as often as it is placed. Its arrays are used again for the next. */
export class Delivery {
  /** Of all primitives. */
  delivered = 0;
  readonly #sink: MeshSink;
  readonly #findings: Findings;
  readonly #corners = new Uint32Array(BATCH * 3);
  readonly #positions = new Float64Array(BATCH * 9);
  readonly #normals = new Float32Array(BATCH * 9);
  readonly #texcoords = new Float32Array(BATCH * 6);
  readonly #colours = new Uint8Array(BATCH * 12);

  constructor(sink: MeshSink, findings: Findings) {
    this.#sink = sink;
    this.#findings = findings;
  }

  /** `onBatch` gets the triangles that were gone through since it was called before. */
  async deliver(
    primitive: Primitive,
    { material, mapping }: Dressed,
    matrices: Iterable<Matrix>,
    onBatch: (triangles: number) => Promise<void>,
  ): Promise<void> {
    const { indices, mode, json } = primitive;
    const texcoordElements = mapping && primitive.texcoords.get(mapping.set);
    using stack = new DisposableStack();
    const positions = stack.use(new Column(primitive.positions));
    const normals = primitive.normals && stack.use(new Column(primitive.normals));
    const texcoords = texcoordElements && stack.use(new Column(texcoordElements));
    const colours = primitive.colours && stack.use(new Column(primitive.colours, 'fractions'));
    const corners = stack.use(new Corners(mode, positions.count, indices));
    for (const matrix of matrices) {
      const { rows, mirrors } = normalMatrix(matrix);
      for (let first = 0; first < corners.triangles; first += BATCH) {
        const wanted = Math.min(BATCH, corners.triangles - first);
        corners.read(first, wanted, this.#corners);
        const present = this.#keepPresent(wanted, positions.count, json.pointer, first);
        if (mirrors) this.#turn(present);
        const count = this.#place(present, positions, matrix, json.pointer);
        if (count > 0) {
          const batch: Triangles = { count, positions: this.#positions, material };
          if (normals) batch.normals = this.#direct(count, normals, rows);
          if (texcoords) batch.texcoords = this.#map(count, texcoords, mapping.transform);
          if (colours) batch.colours = this.#paint(count, colours);
          this.#sink.triangles(batch);
          this.delivered += count;
        }
        await onBatch(wanted);
      }
    }
  }

  /** Moves triangles of vertices that are there to the front, and gives how many. */
  #keepPresent(count: number, vertices: number, pointer: string, first: number): number {
    const corners = this.#corners;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const [a, b, c] = [corners[i * 3]!, corners[i * 3 + 1]!, corners[i * 3 + 2]!];
      if (a >= vertices || b >= vertices || c >= vertices) {
        this.#findings.add(
          'index-out-of-range',
          () =>
            `${pointer}/indices: triangle ${first + i} has the vertices ${a}, ${b}, ${c}, of which there are ${vertices}; such triangles are left out.`,
        );
        continue;
      }
      corners[kept * 3] = a;
      corners[kept * 3 + 1] = b;
      corners[kept * 3 + 2] = c;
      kept++;
    }
    return kept;
  }

  /** What is seen from outside in a mirror is seen from inside (3.7.4). */
  #turn(count: number): void {
    const corners = this.#corners;
    for (let at = 0; at < count * 3; at += 3) {
      const second = corners[at + 1]!;
      corners[at + 1] = corners[at + 2]!;
      corners[at + 2] = second;
    }
  }

  /** Fills positions; triangles whose coordinates are not all finite are left out, here and of the corners. */
  #place(count: number, column: Column, matrix: Matrix, pointer: string): number {
    const corners = this.#corners;
    const out = this.#positions;
    const { values } = column;
    const [xx, xy, xz] = [matrix[0]!, matrix[1]!, matrix[2]!];
    const [yx, yy, yz] = [matrix[4]!, matrix[5]!, matrix[6]!];
    const [zx, zy, zz] = [matrix[8]!, matrix[9]!, matrix[10]!];
    const [tx, ty, tz] = [matrix[12]!, matrix[13]!, matrix[14]!];
    let kept = 0;
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let corner = 0; corner < 3; corner++) {
        const row = corners[i * 3 + corner]!;
        const at = column.seek(row);
        const x = values[at]!;
        const y = values[at + 1]!;
        const z = values[at + 2]!;
        const to = kept * 9 + corner * 3;
        const px = xx * x + yx * y + zx * z + tx;
        const py = xy * x + yy * y + zy * z + ty;
        const pz = xz * x + yz * y + zz * z + tz;
        out[to] = px;
        out[to + 1] = py;
        out[to + 2] = pz;
        sum += px + py + pz;
        corners[kept * 3 + corner] = row;
      }
      // Infinite and NaN are what is not itself less itself.
      if (sum - sum === 0) kept++;
      else {
        this.#findings.add(
          'not-a-number',
          () => `${pointer}: a triangle has a coordinate that is no finite number; such triangles are left out.`,
        );
      }
    }
    return kept;
  }

  #direct(count: number, column: Column, rows: Float64Array): Float32Array {
    const corners = this.#corners;
    const out = this.#normals;
    const { values } = column;
    for (let i = 0; i < count * 3; i++) {
      const at = column.seek(corners[i]!);
      const x = values[at]!;
      const y = values[at + 1]!;
      const z = values[at + 2]!;
      const nx = rows[0]! * x + rows[1]! * y + rows[2]! * z;
      const ny = rows[3]! * x + rows[4]! * y + rows[5]! * z;
      const nz = rows[6]! * x + rows[7]! * y + rows[8]! * z;
      const finite = Number.isFinite(nx + ny + nz);
      out[i * 3] = finite ? nx : 0;
      out[i * 3 + 1] = finite ? ny : 0;
      out[i * 3 + 2] = finite ? nz : 0;
    }
    return out;
  }

  #map(count: number, column: Column, transform: Mapping['transform']): Float32Array {
    const corners = this.#corners;
    const out = this.#texcoords;
    const { values } = column;
    const [a, b, c, d, e, f] = transform;
    for (let i = 0; i < count * 3; i++) {
      const at = column.seek(corners[i]!);
      const u = values[at]!;
      const v = values[at + 1]!;
      out[i * 2] = a * u + b * v + c;
      out[i * 2 + 1] = d * u + e * v + f;
    }
    return out;
  }

  #paint(count: number, column: Column): Uint8Array {
    const corners = this.#corners;
    const out = this.#colours;
    const { values, components } = column;
    for (let i = 0; i < count * 3; i++) {
      const at = column.seek(corners[i]!);
      for (let channel = 0; channel < 3; channel++) out[i * 4 + channel] = SRGB[within(values[at + channel]!, 65_535)]!;
      out[i * 4 + 3] = components === 4 ? within(values[at + 3]!, 255) : 255;
    }
    return out;
  }
}

/** Rounded, and 0 for what is no number. */
function within(fraction: number, whole: number): number {
  return (Math.max(0, Math.min(1, fraction)) * whole + 0.5) | 0;
}
