import { fc } from '../../../properties.ts';
import test from 'ava';
import { PART, TIERS, placeOf, tierOf } from '../../../../manifests/annotations/store/place.ts';

const numbers = (place: string): number[] => [...place.matchAll(/-?\d[\d.]*(?:e[+-]?\d+)?/g)].map(Number);

test('no view and no tier reaches into the part of another, however large the bounds', (t) => {
  const anyCoordinate = fc.double({ min: -1e12, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(fc.nat(2 ** 26), fc.nat(TIERS), anyCoordinate, anyCoordinate, (slot, tier, x, y) => {
      const place = numbers(
        placeOf(slot, tier, { x0: Math.min(x, y), y0: Math.min(x, y), x1: Math.max(x, y), y1: Math.max(x, y) }),
      );
      for (const [index, coordinate] of place.entries())
        t.is(Math.round(coordinate / PART) + 0, index % 2 === 0 ? slot : tier);
    }),
  );
});

const side = (width: number): number => tierOf('n1', { x0: 0, y0: 0, x1: width, y1: 10 });

test('a large annotation is drawn from further away than a small one', (t) => {
  t.is(side(32 * 2 ** 6), 6);
  t.is(side(32 * 2 ** 40), TIERS);
  t.true(side(10) <= side(32 * 2 ** 6));
});

test('of small annotations a quarter is left on each coarser level, always the same', (t) => {
  const tiers = Array.from({ length: 20_000 }, (_, index) => tierOf(`n${index}`, undefined));
  for (const level of [1, 2, 3]) {
    const share = tiers.filter((tier) => tier >= level).length / tiers.length;
    t.true(Math.abs(share * 4 ** level - 1) < 0.15, `level ${level}: ${share}`);
  }
  t.is(tierOf('n7', undefined), tiers[7] ?? -1);
});
