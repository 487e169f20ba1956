import test from 'ava';
import { restrictionOf } from '../../../server/cli/restriction.ts';

test('options of a restriction are read, and nothing is said where there are none', (t) => {
  t.is(restrictionOf({ label: 'Codex' }), undefined);
  t.deepEqual(restrictionOf({ unrestrict: true }), { lift: true });
  t.deepEqual(restrictionOf({ 'max-side': '2000', watermark: 'mark.png', hide: ['abc=0,0,1,1', 'abc~12=5,6,7,8'] }), {
    lift: false,
    maxSide: 2000,
    watermark: 'mark.png',
    hidden: [
      { asset: 'abc', page: 1, x: 0, y: 0, width: 1, height: 1 },
      { asset: 'abc', page: 12, x: 5, y: 6, width: 7, height: 8 },
    ],
  });
});

test('what is no size and no region is refused with what was expected', (t) => {
  for (const size of ['0', '-1', '2.5', '2000px', '', '100000001'])
    t.throws(
      () => restrictionOf({ 'max-side': size }),
      { message: /^Expected a whole number from 1 to 100000000/ },
      size,
    );
  for (const region of [
    'abc',
    'abc=1,2,3',
    'abc=1,2,0,4',
    'abc=-1,2,3,4',
    'abc~0=1,2,3,4',
    'abc=1,2,3,4,5',
    'ABC=1,2,3,4',
  ])
    t.throws(() => restrictionOf({ hide: [region] }), { message: /^Expected ASSET\[~PAGE\]=X,Y,WIDTH,HEIGHT/ }, region);
});
