import type { TileMesh } from '../tilemesh.ts';
import type { Camera } from './camera.ts';

/** Which triangle each pixel shows, and where on it. */
export interface Visible {
  /** Numbers of triangles, NOTHING where there is none. */
  triangles: Uint32Array;
  /** Distance along the view, in steps of the grid; Infinity where there is nothing. */
  depths: Float32Array;
  /** Weights of a triangle's first two corners; the third has what is left. */
  weights: Float32Array;
}

export const NOTHING = 0xffff_ffff;
/** Nearer things are not drawn: the camera stands outside of the mesh, so that there are none. */
const NEAREST = 1e-6;

/** Whether a triangle has a hole where these weights are: alpha masks. */
export type IsHole = (triangle: number, first: number, second: number) => boolean;

/**
 * The visible triangle of each pixel, by a depth buffer (Pineda, "A parallel algorithm for polygon rasterization", 1988;
 * weights are divided by the depth, so that they are right in perspective). Both sides of a triangle are seen: scans have
 * faces that are turned around.
 */
export function findVisible({ positions, indices }: TileMesh, camera: Camera, isHole?: IsHole): Visible {
  const { width, height } = camera;
  const seen: Visible = {
    triangles: new Uint32Array(width * height).fill(NOTHING),
    depths: new Float32Array(width * height).fill(Infinity),
    weights: new Float32Array(width * height * 2),
  };
  const projected = project(positions, camera);
  for (let triangle = 0; triangle < indices.length / 3; triangle++)
    draw(seen, width, height, projected, indices, triangle, isHole);
  return seen;
}

/** x, y in pixels and the distance for each vertex. */
function project(positions: Int32Array, { eye, right, up, back, focal, width, height }: Camera): Float64Array {
  const projected = new Float64Array(positions.length);
  for (let at = 0; at < positions.length; at += 3) {
    const x = positions[at]! - eye[0];
    const y = positions[at + 1]! - eye[1];
    const z = positions[at + 2]! - eye[2];
    const depth = -(x * back[0] + y * back[1] + z * back[2]);
    projected[at] = width / 2 + (focal * (x * right[0] + y * right[1] + z * right[2])) / depth;
    projected[at + 1] = height / 2 - (focal * (x * up[0] + y * up[1] + z * up[2])) / depth;
    projected[at + 2] = depth;
  }
  return projected;
}

function draw(
  { triangles, depths, weights }: Visible,
  width: number,
  height: number,
  projected: Float64Array,
  indices: Uint32Array,
  triangle: number,
  isHole: IsHole | undefined,
): void {
  const a = indices[triangle * 3]! * 3;
  const b = indices[triangle * 3 + 1]! * 3;
  const c = indices[triangle * 3 + 2]! * 3;
  const [ax, ay, az] = [projected[a]!, projected[a + 1]!, projected[a + 2]!];
  const [bx, by, bz] = [projected[b]!, projected[b + 1]!, projected[b + 2]!];
  const [cx, cy, cz] = [projected[c]!, projected[c + 1]!, projected[c + 2]!];
  if (!(az > NEAREST && bz > NEAREST && cz > NEAREST)) return;
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (area === 0) return;
  const share = 1 / area;
  const [nearA, nearB, nearC] = [1 / az, 1 / bz, 1 / cz];
  const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
  const right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
  const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
  const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
  for (let row = top; row <= bottom; row++) {
    const y = row + 0.5;
    let entered = false;
    for (let column = left; column <= right; column++) {
      const x = column + 0.5;
      const wa = ((bx - x) * (cy - y) - (cx - x) * (by - y)) * share;
      const wb = ((cx - x) * (ay - y) - (ax - x) * (cy - y)) * share;
      const wc = 1 - wa - wb;
      if (wa < 0 || wb < 0 || wc < 0) {
        if (entered) break;
        continue;
      }
      entered = true;
      const depth = 1 / (wa * nearA + wb * nearB + wc * nearC);
      const pixel = row * width + column;
      if (depth >= depths[pixel]!) continue;
      const first = wa * nearA * depth;
      const second = wb * nearB * depth;
      if (isHole?.(triangle, first, second)) continue;
      depths[pixel] = depth;
      triangles[pixel] = triangle;
      weights[pixel * 2] = first;
      weights[pixel * 2 + 1] = second;
    }
  }
}
