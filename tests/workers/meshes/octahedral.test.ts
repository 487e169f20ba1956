import test from 'ava';
import { NO_NORMAL, packNormal, unpackNormal } from '../../../workers/meshes/octahedral.ts';
import { seeded } from '../../random.ts';

test('a direction comes back to within 0.004 degrees', (t) => {
  const random = seeded(1);
  const found = new Float32Array(3);
  for (let i = 0; i < 10_000; i++) {
    const [x, y, z] = [random() - 0.5, random() - 0.5, random() - 0.5];
    const length = Math.hypot(x, y, z);
    unpackNormal(packNormal(x * 9, y * 9, z * 9), found, 0);
    const off = Math.hypot(found[0]! - x / length, found[1]! - y / length, found[2]! - z / length);
    t.true(off < (0.004 * Math.PI) / 180, `${x} ${y} ${z}`);
  }
});

test('what has no direction is no normal', (t) => {
  for (const [x, y, z] of [
    [0, 0, 0],
    [NaN, 0, 1],
    [Infinity, 0, 0],
  ] as const)
    t.is(packNormal(x, y, z), NO_NORMAL);
});
