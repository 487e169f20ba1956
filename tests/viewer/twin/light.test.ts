import test from 'ava';
import { LIGHT, ambience, lightAt, lightDirection, lightMoved } from '../../../viewer/twin/light.ts';
import { length } from '../../../viewer/twin/vector.ts';
import { closeTo } from './close.ts';

test('in the middle the lamp shines from the visitor, at the rim it grazes the picture', (t) => {
  closeTo(t, lightDirection(lightAt(0, 0)), [0, 0, 1]);
  const [x, y, z] = lightDirection(lightAt(-30, 0));
  t.true(x < -0.98 && y === 0 && z > 0 && z < 0.2);
  closeTo(t, [length(lightDirection(LIGHT))], [1]);
});

test('a grazing lamp is nearly alone', (t) => {
  t.is(ambience(lightAt(0, 0)), 1);
  t.true(ambience(lightAt(1, 1)) < 0.4);
});

test('arrow keys move the lamp, never off the disc, and Home puts it back', (t) => {
  const right = lightMoved(LIGHT, 'ArrowRight');
  t.true((right?.x ?? 0) > LIGHT.x);
  let light = LIGHT;
  for (let step = 0; step < 30; step++) light = lightMoved(light, 'ArrowUp') ?? light;
  t.true(Math.hypot(light.x, light.y) <= 1);
  t.deepEqual(lightMoved(light, 'Home'), LIGHT);
  t.is(lightMoved(light, 'a'), null);
});
