import test from 'ava';
import { fc } from '../../../properties.ts';
import { clusterRectangles } from '../../../../workers/meshes/textures/clusters.ts';
import { seeded } from '../../../random.ts';

const rectangle = fc
  .tuple(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 80 }))
  .map(([x, y, w, h]) => [x, y, x + w, y + h] as const);

const area = (x0: number, y0: number, x1: number, y1: number) => (x1 - x0) * (y1 - y0);

test('each rectangle lies in its cluster, and the clusters are never larger than the rectangles or their frame', (t) => {
  fc.assert(
    fc.property(fc.array(rectangle, { minLength: 1, maxLength: 40 }), (rectangles) => {
      const { bounds, of } = clusterRectangles(Int32Array.from(rectangles.flat()));
      let clustered = 0;
      for (let i = 0; i < bounds.length; i += 4)
        clustered += area(bounds[i]!, bounds[i + 1]!, bounds[i + 2]!, bounds[i + 3]!);
      const sum = rectangles.reduce((total, r) => total + area(...r), 0);
      const [least, greatest] = [
        (k: 0 | 1) => Math.min(...rectangles.map((r) => r[k])),
        (k: 2 | 3) => Math.max(...rectangles.map((r) => r[k])),
      ];
      const frame = area(least(0), least(1), greatest(2), greatest(3));
      const inside = rectangles.every((r, i) => {
        const [x0, y0, x1, y1] = bounds.subarray(of[i]! * 4, of[i]! * 4 + 4) as unknown as typeof r;
        return x0 <= r[0] && y0 <= r[1] && x1 >= r[2] && y1 >= r[3];
      });
      // Rectangles with one centre cannot be told apart by splitting, so that these may cost more than one by one.
      const centres = new Set(rectangles.map((r) => `${r[0] + r[2]} ${r[1] + r[3]}`));
      return inside && clustered <= frame && (centres.size < rectangles.length || clustered <= sum * 1.3);
    }),
  );
  t.pass();
});

test('two crowds of charts become two clusters', (t) => {
  const random = seeded(3);
  const rectangles = new Int32Array(2000);
  for (let i = 0; i < 500; i++) {
    const [x, y] = [(i % 2) * 9000 + Math.floor(random() * 90), Math.floor(random() * 90)];
    rectangles.set([x, y, x + 20, y + 20], i * 4);
  }
  const { bounds } = clusterRectangles(rectangles);
  t.is(bounds.length / 4, 2);
});

test('nothing becomes nothing', (t) => {
  t.is(clusterRectangles(new Int32Array(0)).bounds.length, 0);
});
