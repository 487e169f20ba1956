import test from 'ava';
import { fc } from '../../properties.ts';
import { clipped, nearestHit, type Ray } from '../../../viewer/twin/ray.ts';
import { closeTo } from './close.ts';

/** Two squares across the z axis, at 0 and at -2, from -1 to 1. */
const positions = [0, -2].flatMap((z) => [-1, -1, z, 1, -1, z, 1, 1, z, -1, 1, z]);
const index = [0, 1, 2, 0, 2, 3, 4, 6, 5, 4, 7, 6];
const ray: Ray = { origin: [0.25, 0.5, 3], direction: [0, 0, -1], near: 0, far: Infinity };

test('the nearest triangle is hit, from either side, and nothing beside it', (t) => {
  t.is(nearestHit(ray, positions, index), 3);
  t.is(nearestHit({ ...ray, origin: [0.25, 0.5, -9], direction: [0, 0, 1] }, positions, index), 7);
  t.is(nearestHit({ ...ray, origin: [1.01, 0, 3] }, positions, index), null);
  t.is(nearestHit({ ...ray, direction: [0, 0, 1] }, positions, index), null);
});

test('corners need no index', (t) => {
  const corners = index.flatMap((at) => positions.slice(at * 3, at * 3 + 3));
  t.is(nearestHit(ray, corners, null), 3);
});

test('a square is hit exactly where it is', (t) => {
  const place = fc.double({ min: -1.5, max: 1.5, noNaN: true });
  fc.assert(
    fc.property(place, place, (x, y) => {
      const inside = Math.abs(x) <= 1 && Math.abs(y) <= 1;
      t.is(nearestHit({ ...ray, origin: [x, y, 3] }, positions, index) !== null, inside);
    }),
  );
});

test('what a cut took away is not hit', (t) => {
  const behind = { normal: [0, 0, -1] as const, constant: -1 };
  closeTo(t, [nearestHit(clipped(ray, behind), positions, index) ?? 0], [5]);
  const before = { normal: [0, 0, 1] as const, constant: 1 };
  closeTo(t, [nearestHit(clipped(ray, before), positions, index) ?? 0], [3]);
  const aside = { normal: [1, 0, 0] as const, constant: -0.5 };
  t.is(nearestHit(clipped(ray, aside), positions, index), null);
  t.is(nearestHit(clipped(ray, { ...aside, constant: 0.5 }), positions, index), 3);
});
