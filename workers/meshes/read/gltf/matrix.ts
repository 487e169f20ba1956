import type { JsonObject } from './document.ts';

/** Column by column, as glTF has it (3.5.3). */
export type Matrix = Float64Array;

export function identity(): Matrix {
  const matrix = new Float64Array(16);
  matrix[0] = matrix[5] = matrix[10] = matrix[15] = 1;
  return matrix;
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  const product = new Float64Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let i = 0; i < 4; i++) sum += a[i * 4 + row]! * b[column * 4 + i]!;
      product[column * 4 + row] = sum;
    }
  }
  return product;
}

/** Translation, rotation (a quaternion, made one of length 1) and scale. */
export function compose(
  [x, y, z]: readonly number[],
  [qx = 0, qy = 0, qz = 0, qw = 1]: readonly number[],
  scale: readonly number[],
): Matrix {
  const length = Math.hypot(qx, qy, qz, qw) || 1;
  const [i, j, k, r] = [qx / length, qy / length, qz / length, qw / length];
  const [sx = 1, sy = 1, sz = 1] = scale;
  // prettier-ignore
  return Float64Array.of(
    (1 - 2 * (j * j + k * k)) * sx, 2 * (i * j + k * r) * sx, 2 * (i * k - j * r) * sx, 0,
    2 * (i * j - k * r) * sy, (1 - 2 * (i * i + k * k)) * sy, 2 * (j * k + i * r) * sy, 0,
    2 * (i * k + j * r) * sz, 2 * (j * k - i * r) * sz, (1 - 2 * (i * i + j * j)) * sz, 0,
    x ?? 0, y ?? 0, z ?? 0, 1,
  );
}

/** Of a node by itself. */
export function localMatrix(node: JsonObject): Matrix {
  // prettier-ignore
  if (node.has('matrix')) {
    return Float64Array.from(node.numbers('matrix', [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]));
  }
  return compose(
    node.numbers('translation', [0, 0, 0]),
    node.numbers('rotation', [0, 0, 0, 1]),
    node.numbers('scale', [1, 1, 1]),
  );
}

/**
 * What normals are multiplied by, row after row: the cofactors, which are the transposed inverse times the determinant
 * and exist for flat scales, too; its sign is taken back. Scaled so that no coefficient exceeds 1. The second value says
 * whether the matrix mirrors.
 */
export function normalMatrix(m: Matrix): { rows: Float64Array; mirrors: boolean } {
  const [a, b, c] = [m[0]!, m[4]!, m[8]!];
  const [d, e, f] = [m[1]!, m[5]!, m[9]!];
  const [g, h, i] = [m[2]!, m[6]!, m[10]!];
  // prettier-ignore
  const rows = Float64Array.of(
    e * i - f * h, f * g - d * i, d * h - e * g,
    c * h - b * i, a * i - c * g, b * g - a * h,
    b * f - c * e, c * d - a * f, a * e - b * d,
  );
  const mirrors = a * rows[0]! + b * rows[1]! + c * rows[2]! < 0;
  const largest = rows.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const factor = (mirrors ? -1 : 1) / (largest > 0 && Number.isFinite(largest) ? largest : 1);
  for (let at = 0; at < 9; at++) rows[at]! *= factor;
  return { rows, mirrors };
}
