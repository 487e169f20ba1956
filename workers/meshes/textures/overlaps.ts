import type { Frames } from './frames.ts';
import { TriangleScan } from './scan.ts';

/** Cells of the board on which a chart is laid out to be looked at. */
const CELLS = 2 ** 20;
/** Texels per cell. */
const COARSER = 2;

/**
 * Triangles that lie behind others of their chart as its frame sees them, for charts from `first` on: of two, the one
 * with the higher number. Half as fine as the texture, as a fold of less than two texels does not show.
 */
export function findOverlaps(
  positions: Int32Array,
  indices: Uint32Array,
  of: Int32Array,
  { count, us, vs, normals, corners, sizes }: Frames,
  density: number,
  first: number,
): Set<number> {
  const lists = listByChart(of, count);
  const [depths, owners] = [new Float32Array(CELLS), new Int32Array(CELLS).fill(-1)];
  const scan = new TriangleScan();
  const hidden = new Set<number>();
  const xs = new Float64Array(9);
  for (let chart = first; chart < count; chart++) {
    const [wide, high] = [sizes[chart * 2]!, sizes[chart * 2 + 1]!];
    const scale = Math.min(
      density / COARSER,
      Math.sqrt(CELLS / 4 / Math.max(1, wide * high)),
      1000 / Math.max(wide, high),
    );
    const [width, height] = [Math.ceil(wide * scale) + 1, Math.ceil(high * scale) + 1];
    owners.fill(-1, 0, width * height);
    const near = COARSER / scale;
    const a = chart * 3;
    for (let list = lists.starts[chart]!; list < lists.starts[chart + 1]!; list++) {
      const triangle = lists.triangles[list]!;
      for (let k = 0; k < 3; k++) {
        const p = indices[triangle * 3 + k]! * 3;
        const [x, y, z] = [positions[p]!, positions[p + 1]!, positions[p + 2]!];
        xs[k * 3] = (us[a]! * x + us[a + 1]! * y + us[a + 2]! * z - corners[chart * 2]!) * scale;
        xs[k * 3 + 1] = (vs[a]! * x + vs[a + 1]! * y + vs[a + 2]! * z - corners[chart * 2 + 1]!) * scale;
        xs[k * 3 + 2] = normals[a]! * x + normals[a + 1]! * y + normals[a + 2]! * z;
      }
      if (!scan.set(xs, 0, width, height)) continue;
      const [dz1, dz2] = [xs[5]! - xs[2]!, xs[8]! - xs[2]!];
      const dx = (dz1 * (xs[7]! - xs[1]!) - dz2 * (xs[4]! - xs[1]!)) / scan.area;
      const dy = (dz2 * (xs[3]! - xs[0]!) - dz1 * (xs[6]! - xs[0]!)) / scan.area;
      for (let y = scan.top; y <= scan.bottom; y++) {
        if (!scan.row(y)) continue;
        for (let x = scan.from; x <= scan.to; x++) {
          const cell = y * width + x;
          const depth = xs[2]! + dx * (x + 0.5 - xs[0]!) + dy * (y + 0.5 - xs[1]!);
          if (owners[cell] === -1) {
            owners[cell] = triangle;
            depths[cell] = depth;
          } else if (Math.abs(depths[cell]! - depth) > near) hidden.add(triangle);
        }
      }
    }
  }
  return hidden;
}

/** The triangles of each chart one after the other, in their order. */
function listByChart(of: Int32Array, count: number): { starts: Uint32Array; triangles: Uint32Array } {
  const starts = new Uint32Array(count + 1);
  for (const chart of of) if (chart >= 0) starts[chart + 1]!++;
  for (let i = 0; i < count; i++) starts[i + 1]! += starts[i]!;
  const [next, triangles] = [starts.slice(), new Uint32Array(of.length)];
  for (const [triangle, chart] of of.entries()) if (chart >= 0) triangles[next[chart]!++] = triangle;
  return { starts, triangles };
}
