import test from 'ava';
import { fc } from '../../../properties.ts';
import { TriangleScan } from '../../../../workers/meshes/textures/scan.ts';

const place = fc.tuple(fc.double({ min: -5, max: 25, noNaN: true }), fc.double({ min: -5, max: 25, noNaN: true }));

test('exactly the texels are found whose centres lie in the triangle and the picture', (t) => {
  const scan = new TriangleScan();
  fc.assert(
    fc.property(place, place, place, ([x0, y0], [x1, y1], [x2, y2]) => {
      const found = new Set<string>();
      if (scan.set(new Float64Array([x0, y0, 0, x1, y1, 0, x2, y2, 0]), 0, 20, 18))
        for (let y = scan.top; y <= scan.bottom; y++)
          if (scan.row(y)) for (let x = scan.from; x <= scan.to; x++) found.add(`${x} ${y}`);
      for (let y = 0; y < 18; y++)
        for (let x = 0; x < 20; x++) {
          const side = (ax: number, ay: number, bx: number, by: number) =>
            (bx - ax) * (y + 0.5 - ay) - (by - ay) * (x + 0.5 - ax);
          const sides = [side(x0, y0, x1, y1), side(x1, y1, x2, y2), side(x2, y2, x0, y0)];
          // Centres on an edge may belong to either side.
          if (sides.some((value) => Math.abs(value) < 1e-6)) continue;
          if (sides.every((value) => value > 0) !== found.delete(`${x} ${y}`)) return false;
        }
      return true;
    }),
  );
  t.pass();
});
