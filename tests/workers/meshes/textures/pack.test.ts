import test from 'ava';
import { fc } from '../../../properties.ts';
import { pack } from '../../../../workers/meshes/textures/pack.ts';
import { seeded } from '../../../random.ts';

const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 })), { maxLength: 60 });

test('no two rectangles overlap, and all lie inside', (t) => {
  fc.assert(
    fc.property(sizes, (rectangles) => {
      const packing = pack(
        rectangles.map(([w]) => w),
        rectangles.map(([, h]) => h),
        2048,
      );
      if (!packing) return false;
      const { width, height, x, y } = packing;
      const taken = new Uint8Array(width * height);
      for (const [i, [w, h]] of rectangles.entries()) {
        if (x[i]! < 0 || y[i]! < 0 || x[i]! + w > width || y[i]! + h > height) return false;
        for (let row = y[i]!; row < y[i]! + h; row++)
          for (let at = row * width + x[i]!; at < row * width + x[i]! + w; at++) {
            if (taken[at]) return false;
            taken[at] = 1;
          }
      }
      return width % 4 === 0 && height % 4 === 0;
    }),
  );
  t.pass();
});

test('little is wasted on charts of many sizes', (t) => {
  const random = seeded(7);
  const sides = Array.from({ length: 4000 }, () => Math.ceil(4 + 60 * random() ** 3));
  const packing = pack(sides, sides.toReversed(), 4096)!;
  const area = sides.reduce((sum, side, i) => sum + side * sides.at(-1 - i)!, 0);
  t.true(packing.width * packing.height < 1.1 * area, `${(packing.width * packing.height) / area}`);
});

test('what does not fit is not packed, and what just fits is', (t) => {
  t.is(pack([65], [10], 64), undefined);
  t.is(pack([64, 64], [32, 33], 64), undefined);
  t.like(pack([64, 64], [32, 32], 64), { width: 64, height: 64 });
  t.like(pack(Array(16).fill(16), Array(16).fill(16), 64), { width: 64, height: 64 });
});
