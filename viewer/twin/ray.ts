import type { Vector } from './vector.ts';

/** From `origin` along `direction`, whose length is the unit that `near` and `far` are in. */
export interface Ray {
  origin: Vector;
  direction: Vector;
  near: number;
  far: number;
}

/**
 * How far along a ray the first triangle is hit, from either side; null where none is. By Möller and Trumbore, "Fast, Minimum
 * Storage Ray/Triangle Intersection", 1997. Straight over the arrays: three's own way, through vectors and attributes, takes four times
 * as long.
 */
export function nearestHit(ray: Ray, positions: ArrayLike<number>, index: ArrayLike<number> | null): number | null {
  const [ox, oy, oz] = ray.origin;
  const [dx, dy, dz] = ray.direction;
  const corners = index === null ? positions.length / 3 : index.length;
  let nearest = ray.far;
  let found = false;
  for (let corner = 0; corner + 2 < corners; corner += 3) {
    const a = 3 * (index === null ? corner : index[corner]!);
    const b = 3 * (index === null ? corner + 1 : index[corner + 1]!);
    const c = 3 * (index === null ? corner + 2 : index[corner + 2]!);
    const ax = positions[a]!;
    const ay = positions[a + 1]!;
    const az = positions[a + 2]!;
    const ux = positions[b]! - ax;
    const uy = positions[b + 1]! - ay;
    const uz = positions[b + 2]! - az;
    const vx = positions[c]! - ax;
    const vy = positions[c + 1]! - ay;
    const vz = positions[c + 2]! - az;
    const px = dy * vz - dz * vy;
    const py = dz * vx - dx * vz;
    const pz = dx * vy - dy * vx;
    const determinant = ux * px + uy * py + uz * pz;
    if (determinant === 0) continue;
    const tx = ox - ax;
    const ty = oy - ay;
    const tz = oz - az;
    const u = (tx * px + ty * py + tz * pz) / determinant;
    if (u < 0 || u > 1) continue;
    const qx = ty * uz - tz * uy;
    const qy = tz * ux - tx * uz;
    const qz = tx * uy - ty * ux;
    const v = (dx * qx + dy * qy + dz * qz) / determinant;
    if (v < 0 || u + v > 1) continue;
    const distance = (vx * qx + vy * qy + vz * qz) / determinant;
    if (distance < ray.near || distance > nearest) continue;
    nearest = distance;
    found = true;
  }
  return found ? nearest : null;
}

/** The part of a ray that a cut leaves: where `normal · point + constant` is not negative. */
export function clipped(ray: Ray, cut: { normal: Vector; constant: number }): Ray {
  const [nx, ny, nz] = cut.normal;
  const [ox, oy, oz] = ray.origin;
  const [dx, dy, dz] = ray.direction;
  const at = nx * ox + ny * oy + nz * oz + cut.constant;
  const along = nx * dx + ny * dy + nz * dz;
  if (along === 0) return at < 0 ? { ...ray, far: ray.near - 1 } : ray;
  const crossing = -at / along;
  return along > 0 ? { ...ray, near: Math.max(ray.near, crossing) } : { ...ray, far: Math.min(ray.far, crossing) };
}
