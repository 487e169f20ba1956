import test from 'ava';
import { Motion } from '../../../viewer/twin/motion.ts';
import type { Pose } from '../../../viewer/twin/pose.ts';

const start: Pose = { target: [0, 0, 0], azimuth: 0, elevation: 0, roll: 0, distance: 1 };
const goal: Pose = { ...start, azimuth: 90, distance: 3 };

test('a movement slows down, arrives and ends, however long its frames are', (t) => {
  for (const frame of [4, 16, 200]) {
    const motion = new Motion(start, () => false);
    motion.go(goal);
    let last = Infinity;
    for (let steps = 0; motion.moving && steps < 1000; steps++) {
      const before = motion.at.azimuth;
      motion.step(frame);
      // The last step is the little that nobody sees.
      t.true(motion.at.azimuth - before <= last + 0.06);
      last = motion.at.azimuth - before || last;
    }
    t.deepEqual(motion.at, goal);
  }
});

test('who wants no movement is there at once', (t) => {
  const motion = new Motion(start, () => true);
  motion.go(goal);
  t.false(motion.moving);
  t.is(motion.at, goal);
});

test('a change on the way keeps the way', (t) => {
  const motion = new Motion(start, () => false);
  motion.go(goal);
  motion.step(30);
  motion.shift((pose) => ({ ...pose, distance: pose.distance + 1 }));
  t.true(motion.moving);
  t.is(motion.goal.distance, 4);
});
