import test from 'ava';
import { fc } from '../../properties.ts';
import { formatRegion, parseFragment } from '../../../viewer/iiif/fragment.ts';

const canvas = { width: 400, height: 200 };

test('pixels and percents are both read in canvas pixels', (t) => {
  t.deepEqual(parseFragment('#xywh=1,2,3,4', canvas), { x: 1, y: 2, width: 3, height: 4 });
  t.deepEqual(parseFragment('https://a/c#xywh=pixel:1,2,3,4', canvas), { x: 1, y: 2, width: 3, height: 4 });
  t.deepEqual(parseFragment('xywh=percent:25,50,50,25', canvas), { x: 100, y: 100, width: 200, height: 50 });
});

test('a fragment without area or of another kind is none', (t) => {
  for (const text of ['#xywh=1,2,0,4', '#t=1,2', '#xywh=a,b,c,d', 'https://a/c', '#xywh=-1,0,3,4']) {
    t.is(parseFragment(text, canvas), null, text);
  }
});

test('what is written lies inside the canvas, in whole pixels, and is read back the same', (t) => {
  const far = fc.double({ min: -1000, max: 1000, noNaN: true });
  fc.assert(
    fc.property(far, far, far, far, (x, y, width, height) => {
      const text = formatRegion({ x, y, width: Math.abs(width), height: Math.abs(height) }, canvas);
      t.regex(text, /^\d+,\d+,\d+,\d+$/);
      const read = parseFragment(`xywh=${text}`, canvas);
      t.truthy(read);
      t.true(read !== null && read.x + read.width <= canvas.width && read.y + read.height <= canvas.height);
      t.is(read && formatRegion(read, canvas), text);
    }),
  );
});
