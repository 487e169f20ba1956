import test from 'ava';
import { fc } from '../../properties.ts';
import {
  HOME,
  axes,
  between,
  eye,
  fitted,
  orbited,
  panned,
  pivoted,
  rolled,
  same,
  towards,
  zoomed,
  type Pose,
} from '../../../viewer/twin/pose.ts';
import { cornersOf, dot, length, scale, subtract, add, type Vector } from '../../../viewer/twin/vector.ts';
import { closeTo } from './close.ts';

const front: Pose = { target: [0, 0, 0], azimuth: 0, elevation: 0, roll: 0, distance: 2 };
const free = { nearest: 0, farthest: Infinity };

/** Where a place appears: the tangents of its angles to the right of and above the middle. */
function seen(pose: Pose, place: Vector): [number, number] {
  const { right, up, back } = axes(pose);
  const from = subtract(place, eye(pose));
  return [dot(from, right) / -dot(from, back), dot(from, up) / -dot(from, back)];
}

const coordinate = fc.double({ min: -5, max: 5, noNaN: true });
const pose: fc.Arbitrary<Pose> = fc.record({
  target: fc.tuple(coordinate, coordinate, coordinate),
  azimuth: fc.double({ min: -180, max: 180, noNaN: true }),
  elevation: fc.double({ min: -90, max: 90, noNaN: true }),
  roll: fc.double({ min: -180, max: 180, noNaN: true }),
  distance: fc.double({ min: 0.5, max: 20, noNaN: true }),
});

test('the camera’s directions are square to each other, whichever way it looks', (t) => {
  fc.assert(
    fc.property(pose, (any) => {
      const { right, up, back } = axes(any);
      closeTo(t, [length(right), length(up), length(back)], [1, 1, 1]);
      closeTo(t, [dot(right, up), dot(up, back), dot(back, right)], [0, 0, 0]);
    }),
  );
});

test('from the front, x is to the right and y is up', (t) => {
  closeTo(t, seen(front, [0.5, 0, 0]), [0.25, 0]);
  closeTo(t, seen(front, [0, 0.5, 0]), [0, 0.25]);
  closeTo(t, eye(front), [0, 0, 2]);
});

test('a model follows the hand: dragged to the right and down, its front moves there', (t) => {
  for (const roll of [0, 90, 200]) {
    const start = rolled(front, roll);
    const nearest = scale(axes(start).back, 0.5);
    const [right] = seen(orbited(start, 10, 0), nearest);
    const [, up] = seen(orbited(start, 0, 10), nearest);
    t.true(right > 0.05, `right with a roll of ${roll}`);
    t.true(up < -0.05, `down with a roll of ${roll}`);
  }
});

test('nothing turns over the poles', (t) => {
  t.is(orbited(front, 0, 500).elevation, 90);
  t.is(orbited(front, 0, -500).elevation, -90);
});

test('rolled by a quarter, what was above is to the right', (t) => {
  closeTo(t, seen(rolled(front, 90), [0, 0.5, 0]), [0.25, 0]);
});

test('moving beside itself moves the picture the other way', (t) => {
  closeTo(t, seen(panned(front, 0.5, 0.25), [0, 0, 0]), [-0.25, -0.125]);
});

test('what is under the cursor stays there through a zoom', (t) => {
  fc.assert(
    fc.property(
      pose,
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (from, factor, part) => {
        const { right, up } = axes(from);
        const point = add(from.target, add(scale(right, from.distance / 5), scale(up, -from.distance / 7)));
        const to = zoomed(from, point, factor, free);
        closeTo(t, seen(to, point), seen(from, point));
        closeTo(t, seen(between(from, to, part), point), seen(from, point));
        closeTo(t, [to.distance], [from.distance / factor]);
      },
    ),
  );
});

test('a zoom ends at its limits, and there moves nothing aside', (t) => {
  const limits = { nearest: 1, farthest: 4 };
  const near = zoomed(front, [1, 1, 0], 100, limits);
  t.is(near.distance, 1);
  t.deepEqual(zoomed(near, [1, 1, 0], 2, limits), near);
});

test('another point to turn around is no other view', (t) => {
  const other = pivoted({ ...front, azimuth: 40, elevation: 20 }, 0.3);
  closeTo(t, eye(other), eye({ ...front, azimuth: 40, elevation: 20 }));
  t.is(other.distance, 0.3);
});

test('a box fitted into the opening touches its edge and is nowhere cut', (t) => {
  const size = fc.double({ min: 0.1, max: 3, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(size, size, size), pose, (max, direction) => {
      const box = { min: [-0.1, -0.1, -0.1] as const, max };
      const opening = { across: 0.3, up: 0.2 };
      const places = cornersOf(box).map((corner) => seen(fitted(cornersOf(box).flat(), direction, opening), corner));
      const fill = places.map(([x, y]) => Math.max(Math.abs(x) / 0.3, Math.abs(y) / 0.2));
      closeTo(t, [Math.max(...fill)], [1]);
    }),
  );
});

test('the way home is never longer than half a turn', (t) => {
  const home = { ...front, ...HOME };
  for (const azimuth of [0, 200, 1000, -770]) {
    t.true(Math.abs(towards({ ...front, azimuth }, home).azimuth - azimuth) <= 180);
  }
});

test('poses count as the same where no eye could tell them apart', (t) => {
  t.true(same({ ...front, azimuth: 0.01 }, front));
  t.false(same({ ...front, azimuth: 0.2 }, front));
  t.false(same({ ...front, target: [0.01, 0, 0] }, front));
});
