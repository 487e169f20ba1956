/** What faces measure, in steps of the grid. */
export interface Measure {
  area: number;
  /** Of the space between the faces and the grid's origin, positive where it lies behind them. */
  volume: number;
  /** Faces whose corners lie in one line. */
  flat: number;
}

/** x, y, z of twice a face's area, along its normal: exact, as positions are whole numbers of 21 bits. */
function crossOf(positions: Int32Array, a: number, b: number, c: number, cross: Float64Array): void {
  const ax = positions[a * 3]!;
  const ay = positions[a * 3 + 1]!;
  const az = positions[a * 3 + 2]!;
  const ux = positions[b * 3]! - ax;
  const uy = positions[b * 3 + 1]! - ay;
  const uz = positions[b * 3 + 2]! - az;
  const vx = positions[c * 3]! - ax;
  const vy = positions[c * 3 + 1]! - ay;
  const vz = positions[c * 3 + 2]! - az;
  cross[0] = uy * vz - uz * vy;
  cross[1] = uz * vx - ux * vz;
  cross[2] = ux * vy - uy * vx;
}

export function measureFaces(positions: Int32Array, indices: Uint32Array): Measure {
  const cross = new Float64Array(3);
  let area = 0;
  let volume = 0;
  let flat = 0;
  for (let at = 0; at < indices.length; at += 3) {
    const a = indices[at]!;
    crossOf(positions, a, indices[at + 1]!, indices[at + 2]!, cross);
    const x = cross[0]!;
    const y = cross[1]!;
    const z = cross[2]!;
    const length = Math.sqrt(x * x + y * y + z * z);
    if (length === 0) flat++;
    area += length;
    volume += positions[a * 3]! * x + positions[a * 3 + 1]! * y + positions[a * 3 + 2]! * z;
  }
  return { area: area / 2, volume: volume / 6, flat };
}

/**
 * Adds to each place's sum the normals of its faces, weighted by area: sums of whole numbers below 2^53, so that their
 * order does not matter.
 */
export function sumNormals(positions: Int32Array, indices: Uint32Array, places: Uint32Array, sums: Float64Array): void {
  const cross = new Float64Array(3);
  for (let at = 0; at < indices.length; at += 3) {
    crossOf(positions, indices[at]!, indices[at + 1]!, indices[at + 2]!, cross);
    const x = cross[0]!;
    const y = cross[1]!;
    const z = cross[2]!;
    const a = places[indices[at]!]! * 3;
    const b = places[indices[at + 1]!]! * 3;
    const c = places[indices[at + 2]!]! * 3;
    sums[a]! += x;
    sums[a + 1]! += y;
    sums[a + 2]! += z;
    sums[b]! += x;
    sums[b + 1]! += y;
    sums[b + 2]! += z;
    sums[c]! += x;
    sums[c + 1]! += y;
    sums[c + 2]! += z;
  }
}
