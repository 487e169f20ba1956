/** Polygons of more corners are cut as fans: clipping ears takes the square of their number, at the worst the cube. */
export const MAX_CLIPPED = 256;

/**
 * Cuts a polygon into `corners` − 2 triangles of its winding by clipping ears (Meisters 1975), in the plane of its
 * Newell normal. `points` has x, y, z of its corners in order, `out` gets three numbers of corners per triangle.
 * False where a fan from the first corner is right, or nothing better is known; `out` is then left alone.
 */
export function cutConcave(points: Float32Array, corners: number, out: Uint32Array): boolean {
  if (corners < 4 || corners > MAX_CLIPPED || !findNormal(points, corners) || isConvex(points, corners)) return false;
  clipEars(points, corners, out);
  return true;
}

/** Of the polygon that is looked at: not an array per face, of which there are millions. */
const normal = new Float64Array(3);

/** Newell's: the sum of the areas seen along each axis, whatever is not flat. False where there is no area. */
function findNormal(points: Float32Array, corners: number): boolean {
  let x = 0;
  let y = 0;
  let z = 0;
  for (let a = (corners - 1) * 3, b = 0; b < corners * 3; a = b, b += 3) {
    const dx = points[a]! - points[b]!;
    const dy = points[a + 1]! - points[b + 1]!;
    const dz = points[a + 2]! - points[b + 2]!;
    x += dy * (points[a + 2]! + points[b + 2]!);
    y += dz * (points[a]! + points[b]!);
    z += dx * (points[a + 1]! + points[b + 1]!);
  }
  normal[0] = x;
  normal[1] = y;
  normal[2] = z;
  const size = x * x + y * y + z * z;
  return size > 0 && size < Infinity;
}

function isConvex(points: Float32Array, corners: number): boolean {
  const nx = normal[0]!;
  const ny = normal[1]!;
  const nz = normal[2]!;
  const last = (corners - 1) * 3;
  for (let a = last - 3, b = last, c = 0; c <= last; a = b, b = c, c += 3) {
    const ux = points[b]! - points[a]!;
    const uy = points[b + 1]! - points[a + 1]!;
    const uz = points[b + 2]! - points[a + 2]!;
    const vx = points[c]! - points[b]!;
    const vy = points[c + 1]! - points[b + 1]!;
    const vz = points[c + 2]! - points[b + 2]!;
    if ((uy * vz - uz * vy) * nx + (uz * vx - ux * vz) * ny + (ux * vy - uy * vx) * nz < 0) return false;
  }
  return true;
}

function clipEars(points: Float32Array, corners: number, out: Uint32Array): void {
  const sizes = [...normal].map(Math.abs);
  const main = sizes.indexOf(Math.max(...sizes));
  const [across, upwards] = [(main + 1) % 3, (main + 2) % 3];
  const flip = normal[main]! < 0 ? -1 : 1;
  const x = (corner: number): number => points[corner * 3 + across]!;
  const y = (corner: number): number => points[corner * 3 + upwards]! * flip;
  /** Twice the area, positive where a, b, c turn left. */
  const turn = (a: number, b: number, c: number): number =>
    (x(b) - x(a)) * (y(c) - y(a)) - (y(b) - y(a)) * (x(c) - x(a));
  const same = (a: number, b: number): boolean => x(a) === x(b) && y(a) === y(b);
  /** Corners that lie on one of the triangle's own do not block it: outlines with holes touch themselves there. */
  const blocks = (p: number, a: number, b: number, c: number): boolean =>
    turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0 && !same(p, a) && !same(p, b) && !same(p, c);

  const left = Array.from({ length: corners }, (_, corner) => corner);
  const before = (i: number): number => left[(i + left.length - 1) % left.length]!;
  const after = (i: number): number => left[(i + 1) % left.length]!;
  const isEar = (corner: number, i: number): boolean => {
    const [a, c] = [before(i), after(i)];
    if (turn(a, corner, c) <= 0) return false;
    return left.every((p) => p === a || p === corner || p === c || !blocks(p, a, corner, c));
  };
  let written = 0;
  while (left.length > 3) {
    // Outlines that cross themselves run out of ears: any corner is then as good.
    const ear = Math.max(0, left.findIndex(isEar));
    out[written++] = before(ear);
    out[written++] = left[ear]!;
    out[written++] = after(ear);
    left.splice(ear, 1);
  }
  for (const corner of left) out[written++] = corner;
}
