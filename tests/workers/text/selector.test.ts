import test from 'ava';
import { fc } from '../../properties.ts';
import { selectorOf } from '../../../workers/text/selector.ts';

const frame = { scaleX: 2, scaleY: 0.5, width: 200, height: 100 };

test('a box is scaled each way and rounded at its edges', (t) => {
  t.deepEqual(selectorOf({ box: { x: 10.4, y: 21, width: 5.1, height: 9 } }, frame), { xywh: '21,11,10,4' });
});

test('whatever the box, the region is of whole pixels in the view, and not empty', (t) => {
  const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
  const size = fc.double({ min: 0, max: 1e4, noNaN: true });
  fc.assert(
    fc.property(number, number, size, size, (x, y, width, height) => {
      const selector = selectorOf({ box: { x, y, width, height } }, frame);
      if (!selector) {
        t.true(x * 2 > 200 - 1 || y / 2 > 100 - 1 || (x + width) * 2 < 0 || (y + height) / 2 < 0);
        return;
      }
      const numbers = (selector as { xywh: string }).xywh.split(',').map(Number) as [number, number, number, number];
      t.true(numbers.every(Number.isInteger));
      const [left, top, w, h] = numbers;
      t.true(left >= 0 && top >= 0 && w >= 1 && h >= 1 && left + w <= 200 && top + h <= 100);
    }),
  );
});

test('an outline that says more than its box is a path in whole pixels of the view', (t) => {
  t.deepEqual(selectorOf({ polygon: [0, 0, 50, 0, 50, 100, 50, 100.4] }, frame), {
    svg: '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0 L100,0 L100,50 Z"/></svg>',
  });
  t.deepEqual(selectorOf({ polygon: [-9, 0, 999, 0, 999, 999, -9, 0] }, frame), {
    svg: '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0 L200,0 L200,100 Z"/></svg>',
  });
});

test('one that does not, or is no area at all, is its box', (t) => {
  t.deepEqual(selectorOf({ polygon: [0, 0, 50, 0, 50, 100, 0, 100] }, frame), { xywh: '0,0,100,50' });
  t.deepEqual(
    selectorOf({ polygon: [0, 0, 50, 0, 50, 100, 0.4, 100], box: { x: 1, y: 2, width: 3, height: 4 } }, frame),
    { xywh: '2,1,6,2' },
  );
  t.deepEqual(selectorOf({ polygon: [10, 10, 20, 10, 10, 10] }, frame), { xywh: '20,5,20,1' });
});

test('what is outside is nowhere', (t) => {
  t.is(selectorOf({ box: { x: 300, y: 0, width: 5, height: 5 } }, frame), undefined);
  t.is(selectorOf({}, frame), undefined);
});
