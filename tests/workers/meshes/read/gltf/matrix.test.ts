import test from 'ava';
import { compose, identity, multiply, normalMatrix } from '../../../../../workers/meshes/read/gltf/matrix.ts';

test('a rotation by a quarter about z takes x to y, after the scale and before the translation', (t) => {
  const half = Math.SQRT1_2;
  const matrix = compose([10, 20, 30], [0, 0, half, half], [2, 3, 4]);
  const moved = multiply(matrix, compose([1, 0, 0], [0, 0, 0, 1], [1, 1, 1])).subarray(12, 15);
  t.deepEqual(
    [...moved].map((value) => Math.round(value * 1e9) / 1e9),
    [10, 22, 30],
  );
  t.deepEqual([...multiply(matrix, identity())], [...matrix]);
});

function apply(m: ArrayLike<number>, [x = 0, y = 0, z = 0]: number[], [a = 0, b = 0, c = 0]: number[]): number {
  return (m[a] ?? 0) * x + (m[b] ?? 0) * y + (m[c] ?? 0) * z;
}

test('normals stay at right angles to what they stood on, in mirrors and flat scales too', (t) => {
  const turned = compose([0, 0, 0], [0.1, 0.2, 0.3, 0.9], [1, 1, 1]);
  for (const scale of [
    [1, 5, 2],
    [-1, 5, 2],
    [1, 1, 0],
    [1e-20, 2e-20, 1e-20],
  ]) {
    const matrix = multiply(turned, compose([0, 0, 0], [0.5, 0.1, 0, 0.8], scale));
    const { rows, mirrors } = normalMatrix(matrix);
    t.is(mirrors, scale[0] === -1);
    const along = [1, 2, 0];
    const normal = [-2, 1, 0];
    const dot = [0, 1, 2].reduce(
      (sum, i) => sum + apply(matrix, along, [i, i + 4, i + 8]) * apply(rows, normal, [i * 3, i * 3 + 1, i * 3 + 2]),
      0,
    );
    t.true(Math.abs(dot) < 1e-9, `${scale.join()}: ${dot}`);
    t.true(Math.max(...rows.map(Math.abs)) > 0.99);
  }
});
