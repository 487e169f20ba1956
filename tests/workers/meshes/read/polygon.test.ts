import test from 'ava';
import { fc } from '../../../properties.ts';
import { cutConcave } from '../../../../workers/meshes/read/polygon.ts';

type Corner = readonly [number, number];

/** Tilted, so that no axis is favoured. */
const points = (corners: readonly Corner[]): Float32Array =>
  Float32Array.from(corners.flatMap(([x, y]) => [x, y * 0.6, y * 0.8]));

function area([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner): number {
  return ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2;
}

function whole(corners: readonly Corner[]): number {
  return corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

function cut(corners: readonly Corner[]): number[] | undefined {
  const out = new Uint32Array((corners.length - 2) * 3);
  return cutConcave(points(corners), corners.length, out) ? [...out] : undefined;
}

test('a fan is right for a convex polygon, whichever way it runs', (t) => {
  const square: Corner[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  t.is(cut(square), undefined);
  t.is(cut(square.toReversed()), undefined);
});

test('an arrowhead is cut between its inner corner and its tip', (t) => {
  const arrow: Corner[] = [
    [-1, -1],
    [0, 0],
    [1, -1],
    [0, 2],
  ];
  const triangles = cut(arrow)!;
  for (let i = 0; i < 6; i += 3) {
    t.true(triangles.slice(i, i + 3).includes(1) && triangles.slice(i, i + 3).includes(3));
    t.true(area(arrow[triangles[i]!]!, arrow[triangles[i + 1]!]!, arrow[triangles[i + 2]!]!) > 0);
  }
});

test('triangles of a star-shaped polygon all run its way and add up to its area', (t) => {
  const radii = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 4, maxLength: 24 });
  fc.assert(
    fc.property(radii, fc.boolean(), (radius, turned) => {
      const corners = radius.map((r, i): Corner => {
        const angle = (i / radius.length) * 2 * Math.PI;
        return [r * Math.cos(angle), r * Math.sin(angle)];
      });
      if (turned) corners.reverse();
      const triangles = cut(corners);
      if (!triangles) return;
      let sum = 0;
      for (let i = 0; i < triangles.length; i += 3) {
        const size = area(corners[triangles[i]!]!, corners[triangles[i + 1]!]!, corners[triangles[i + 2]!]!);
        t.true(turned ? size < 1e-3 : size > -1e-3);
        sum += size;
      }
      t.true(Math.abs(sum - whole(corners)) < 1e-6 * Math.abs(whole(corners)) + 1e-3);
    }),
  );
});

test('an outline that crosses itself, or is no number, ends in as many triangles all the same', (t) => {
  const bow: Corner[] = [
    [0, 0],
    [2, 2],
    [2, 0],
    [0, 1],
  ];
  t.is(cut(bow)?.length, 6);
  t.is(
    cut([
      [0, 0],
      [1, NaN],
      [2, 0],
      [1, 1],
    ]),
    undefined,
  );
  t.is(
    cut([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]),
    undefined,
  );
});
