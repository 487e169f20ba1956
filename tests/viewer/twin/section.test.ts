import test from 'ava';
import { cutOf } from '../../../viewer/twin/section.ts';
import { dot, type Vector } from '../../../viewer/twin/vector.ts';

const box = { min: [-1, 0, 10] as const, max: [1, 4, 20] as const };

function kept(axis: 'x' | 'y' | 'z', flipped: boolean, place: Vector): boolean {
  const { normal, constant } = cutOf({ axis, position: 0.25, flipped }, box);
  return dot(normal, place) + constant >= 0;
}

test('a section keeps the low side of its axis, and flipped the high one', (t) => {
  t.true(kept('y', false, [0, 0.9, 15]));
  t.false(kept('y', false, [0, 1.1, 15]));
  t.true(kept('y', true, [0, 1.1, 15]));
  t.false(kept('y', true, [0, 0.9, 15]));
  t.true(kept('z', false, [0, 0, 12.4]));
  t.false(kept('z', false, [0, 0, 12.6]));
  t.true(kept('x', false, [-0.6, 0, 15]));
  t.false(kept('x', false, [-0.4, 0, 15]));
});
