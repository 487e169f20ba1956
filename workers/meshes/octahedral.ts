/**
 * Directions as two numbers of 16 bits, by unfolding an octahedron (Cigolle et al., "A Survey of Efficient
 * Representations for Independent Unit Vectors", 2014): at most 0.004 degrees off.
 */
const SCALE = 32_767;

/** No direction: both numbers −32768, which `packNormal` never gives. */
export const NO_NORMAL = 0x8000_8000;

/** Of a vector of any length. NO_NORMAL for one without a direction. */
export function packNormal(x: number, y: number, z: number): number {
  const sum = Math.abs(x) + Math.abs(y) + Math.abs(z);
  if (!(sum > 0 && sum < Infinity)) return NO_NORMAL;
  let u = x / sum;
  let v = y / sum;
  if (z < 0) {
    const folded = (1 - Math.abs(v)) * (u < 0 ? -1 : 1);
    v = (1 - Math.abs(u)) * (v < 0 ? -1 : 1);
    u = folded;
  }
  return ((Math.round(u * SCALE) & 0xffff) | (Math.round(v * SCALE) << 16)) >>> 0;
}

/** Writes a direction of length 1 to `normals[at]` and the two after it; 0, 0, 0 for NO_NORMAL. */
export function unpackNormal(packed: number, normals: Float32Array, at: number): void {
  if (packed === NO_NORMAL) {
    normals[at] = normals[at + 1] = normals[at + 2] = 0;
    return;
  }
  let x = ((packed << 16) >> 16) / SCALE;
  let y = (packed >> 16) / SCALE;
  const z = 1 - Math.abs(x) - Math.abs(y);
  if (z < 0) {
    const unfolded = (1 - Math.abs(y)) * (x < 0 ? -1 : 1);
    y = (1 - Math.abs(x)) * (y < 0 ? -1 : 1);
    x = unfolded;
  }
  const length = Math.sqrt(x * x + y * y + z * z);
  normals[at] = x / length;
  normals[at + 1] = y / length;
  normals[at + 2] = z / length;
}
