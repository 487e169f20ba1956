import test from 'ava';
import { wheelFactor } from '../../../viewer/twin/wheel.ts';

test('a notch of the wheel is a step, the same in every browser, and back again', (t) => {
  const pixels = wheelFactor({ deltaY: -100, deltaMode: 0, ctrlKey: false });
  const lines = wheelFactor({ deltaY: -3, deltaMode: 1, ctrlKey: false });
  t.true(pixels > 1.15 && pixels < 1.25);
  t.true(Math.abs(pixels - lines) < 0.01);
  t.true(Math.abs(pixels * wheelFactor({ deltaY: 100, deltaMode: 0, ctrlKey: false }) - 1) < 1e-9);
  t.true(wheelFactor({ deltaY: -10_000, deltaMode: 0, ctrlKey: false }) < 1.5, 'a jolt is no leap');
});

test('a pinch on a touchpad sends small steps that count for more', (t) => {
  t.true(
    wheelFactor({ deltaY: -5, deltaMode: 0, ctrlKey: true }) >
      wheelFactor({ deltaY: -5, deltaMode: 0, ctrlKey: false }),
  );
});
