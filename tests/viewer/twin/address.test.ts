import test from 'ava';
import { fc } from '../../properties.ts';
import { OPENING, formatTwinView, parseTwinView, type TwinView } from '../../../viewer/twin/address.ts';
import { closeTo } from './close.ts';

test('every view of a model of any size survives being written and read', (t) => {
  const number = fc.double({ min: -1, max: 1, noNaN: true });
  const vector = fc.tuple(number, number, number);
  fc.assert(
    fc.property(
      fc.integer({ min: -3, max: 4 }),
      vector,
      vector,
      number,
      number,
      fc.boolean(),
      (power, a, b, c, d, flag) => {
        const size = 10 ** power;
        const [x, y, z] = a.map((value) => value * size) as [number, number, number];
        const view: TwinView = {
          camera: { target: [x, y, z], azimuth: c * 179, elevation: d * 90, roll: flag ? 0 : c * 170, distance: size },
          light: { x: c * 0.7, y: d * 0.7 },
          texture: flag,
          wireframe: !flag,
          section: { axis: 'y', position: Math.abs(c), flipped: flag },
          measures: [
            [
              [x, y, z],
              [x + size, y, z + b[0] * size],
            ],
          ],
        };
        const read = parseTwinView(formatTwinView(view));
        closeTo(t, read.camera?.target ?? [], [x, y, z], size / 2000);
        closeTo(t, [read.camera?.distance ?? 0], [size], 1e-3);
        closeTo(t, [read.camera?.azimuth ?? 0, read.camera?.elevation ?? 0], [c * 179, d * 90], 0.06);
        closeTo(t, [read.light.x, read.light.y], [view.light.x, view.light.y], 0.006);
        closeTo(t, read.measures.flat(2), view.measures.flat(2), size / 2000);
        t.is(read.section?.flipped, flag);
        t.is(read.texture, flag);
        t.is(read.wireframe, !flag);
      },
    ),
  );
});

test('the opening view needs no words', (t) => {
  t.is(formatTwinView(OPENING), '');
  t.deepEqual(parseTwinView(''), OPENING);
});

test('an address is short and can be read', (t) => {
  const text = formatTwinView({
    ...OPENING,
    camera: { target: [0.01234567, 1, -0.5], azimuth: 400, elevation: 12.34, roll: 0, distance: 2.5 },
    section: { axis: 'z', position: 0.5, flipped: true },
  });
  t.is(text, 'camera=40,12.3,2.5,0.0123,1,-0.5&section=z,0.5,-');
});

test('what makes no sense asks for nothing', (t) => {
  for (const text of [
    'camera=1,2',
    'camera=1,2,-3,0,0,0',
    'camera=1,95,3,0,0,0',
    'camera=a,b,c,d,e,f',
    'section=q,1',
    'measure=1,2,3,,5,6',
    'light=1',
  ]) {
    t.deepEqual(parseTwinView(text), OPENING, text);
  }
});
