import test from 'ava';
import {
  boundsOf,
  fittedTo,
  isAt,
  moved,
  rectangleBetween,
  resized,
  simplified,
  type Shape,
} from '../../../viewer/annotation/shape.ts';

const canvas = { width: 100, height: 50 };
const triangle: Shape = {
  type: 'path',
  closed: true,
  rings: [
    [
      { x: 10, y: 10 },
      { x: 30, y: 10 },
      { x: 10, y: 30 },
    ],
  ],
};

test('a place is in a shape, on its line, or not', (t) => {
  t.true(isAt(triangle, { x: 15, y: 15 }, 0));
  t.false(isAt(triangle, { x: 28, y: 28 }, 2));
  t.true(isAt(triangle, { x: 21, y: 21 }, 2), 'just beside the long side');
  t.true(isAt({ type: 'point', x: 5, y: 5 }, { x: 8, y: 9 }, 5));
  const open: Shape = { ...triangle, closed: false };
  t.false(isAt(open, { x: 15, y: 15 }, 1), 'an open line has no inside');
});

test('a hole is not in the shape', (t) => {
  const hole = [
    { x: 12, y: 12 },
    { x: 18, y: 12 },
    { x: 18, y: 18 },
    { x: 12, y: 18 },
  ];
  const square = [
    { x: 5, y: 5 },
    { x: 25, y: 5 },
    { x: 25, y: 25 },
    { x: 5, y: 25 },
  ];
  const ring: Shape = { type: 'path', closed: true, rings: [square, hole] };
  t.false(isAt(ring, { x: 15, y: 15 }, 1));
  t.true(isAt(ring, { x: 8, y: 8 }, 1));
});

test('shapes are moved and resized as far as the canvas goes', (t) => {
  const box = rectangleBetween({ x: 20.4, y: 30 }, { x: 10, y: 10.2 }, canvas);
  t.deepEqual(box, { type: 'rectangle', x: 10, y: 10, width: 10, height: 20 });
  t.deepEqual(boundsOf(moved(box, 500, -500, canvas)), { type: 'rectangle', x: 90, y: 0, width: 10, height: 20 });
  t.like(resized(box, 500, -500, canvas), { x: 10, y: 10, width: 90, height: 1 });
  t.deepEqual(boundsOf(moved(triangle, 5, 6, canvas)), { x: 15, y: 16, width: 20, height: 20 });
  t.deepEqual(boundsOf(fittedTo(triangle, { x: 0, y: 0, width: 40, height: 10 })), {
    x: 0,
    y: 0,
    width: 40,
    height: 10,
  });
});

test('a line drawn by hand keeps its corners and loses the rest', (t) => {
  const line = Array.from({ length: 101 }, (_, i) => (i <= 50 ? { x: i, y: (i % 2) * 0.2 } : { x: 50, y: i - 50 }));
  t.deepEqual(simplified(line, 1), [
    { x: 0, y: 0 },
    { x: 50, y: 0 },
    { x: 50, y: 50 },
  ]);
});
