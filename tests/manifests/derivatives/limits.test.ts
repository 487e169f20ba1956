import test from 'ava';
import { fc } from '../../properties.ts';
import { LIMITS, isWithin, largestSize } from '../../../manifests/derivatives/limits.ts';

const side = fc.integer({ min: 1, max: 70_000 });
const limits = fc.record({
  maxWidth: fc.integer({ min: 512, max: 65_500 }),
  maxHeight: fc.integer({ min: 512, max: 65_500 }),
  maxArea: fc.integer({ min: 262_144, max: 40_000_000 }),
});

test('the largest size is within the limits, and its long side cannot be one longer', (t) => {
  fc.assert(
    fc.property(side, side, limits, fc.boolean(), (width, height, most, enlarge) => {
      const shape = { width, height };
      const size = largestSize(shape, most, enlarge);
      t.true(isWithin(size, most) && size.width >= 1 && size.height >= 1);
      if (!enlarge && isWithin(shape, most)) return t.deepEqual(size, shape);
      const [long, short] = width >= height ? [width, height] : [height, width];
      const more = Math.max(size.width, size.height) + 1;
      const other = Math.max(1, Math.floor((more * short) / long));
      const larger = width >= height ? { width: more, height: other } : { width: other, height: more };
      // By one of the limits, or because its short side is that of a size whose short side is too long.
      const exact = (more * short) / long;
      t.true(
        !isWithin(larger, most) ||
          exact > (width >= height ? most.maxHeight : most.maxWidth) ||
          exact * more > most.maxArea,
      );
      return undefined;
    }),
    { numRuns: 1000 },
  );
});

test('each limit alone decides where it is the tightest', (t) => {
  const shape = { width: 4000, height: 3000 };
  t.deepEqual(largestSize(shape, { ...LIMITS, maxWidth: 1000 }), { width: 1000, height: 750 });
  t.deepEqual(largestSize(shape, { ...LIMITS, maxHeight: 600 }), { width: 800, height: 600 });
  t.deepEqual(largestSize(shape, { ...LIMITS, maxArea: 1_200_000 }), { width: 1264, height: 948 });
  t.deepEqual(largestSize({ width: 3000, height: 4000 }, { ...LIMITS, maxWidth: 600 }), { width: 600, height: 800 });
});
