import test from 'ava';
import { fc } from '../../properties.ts';
import { formatAddress, parseAddress, regionOf } from '../../../viewer/deep-zoom/address.ts';

const canvas = { key: 'a b&c', width: 5000, height: 3000 };

test('every region of a canvas survives being written and read', (t) => {
  const region = fc
    .record({
      x: fc.nat(4999),
      y: fc.nat(2999),
      width: fc.integer({ min: 1, max: 5000 }),
      height: fc.integer({ min: 1, max: 3000 }),
    })
    .map(({ x, y, width, height }) => ({ x, y, width: Math.min(width, 5000 - x), height: Math.min(height, 3000 - y) }));
  fc.assert(
    fc.property(region, fc.nat(359), (wanted, rotation) => {
      const address = parseAddress(formatAddress(canvas, wanted, rotation));
      t.is(address.view, canvas.key);
      t.is(address.rotation, rotation);
      t.deepEqual(regionOf(address, canvas), wanted);
    }),
  );
});

test('all of a canvas is written without a region', (t) => {
  t.is(formatAddress({ ...canvas, key: 'v1' }, null, 0), '#view=v1');
});

test('an address of something else asks for nothing', (t) => {
  t.deepEqual(parseAddress('#top'), { view: null, xywh: null, rotation: 0, annotation: null, rest: 'top' });
  t.is(regionOf(parseAddress('#view=v1&xywh=6000,0,10,10'), canvas), null);
  t.is(parseAddress('#rotation=NaN').rotation, 0);
});

test('what stands behind the name of the view is kept as it is', (t) => {
  t.is(parseAddress('#view=v1&camera=1,2,3&light=0,0').rest, 'camera=1,2,3&light=0,0');
  t.is(parseAddress('#view=v1').rest, '');
});

test('an annotation is named by its key, or by its own address, which names the view too', (t) => {
  t.like(parseAddress('#view=v1&annotation=n1'), { view: 'v1', annotation: 'n1' });
  const address = encodeURIComponent('https://example.org/annotations/v2/n2');
  t.like(parseAddress(`#annotation=${address}`), { view: 'v2', annotation: 'n2' });
});
