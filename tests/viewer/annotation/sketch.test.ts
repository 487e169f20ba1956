import test from 'ava';
import { Sketch } from '../../../viewer/annotation/sketch.ts';

const canvas = { width: 1000, height: 1000 };

test('a rectangle is dragged, or clicked from corner to corner', (t) => {
  const wanted = { type: 'rectangle', x: 100, y: 100, width: 200, height: 300 };
  const dragged = new Sketch('rectangle', canvas);
  dragged.drag({ x: 100, y: 100 }, { x: 200, y: 250 }, 1);
  dragged.drag({ x: 100, y: 100 }, { x: 300, y: 400 }, 1);
  t.like(dragged.drop(1), wanted);
  const clicked = new Sketch('rectangle', canvas);
  t.is(clicked.click({ x: 300, y: 400 }, 1), null);
  t.like(clicked.click({ x: 100, y: 100 }, 1), wanted);
});

test('a drag too small to be seen draws nothing', (t) => {
  const sketch = new Sketch('rectangle', canvas);
  sketch.drag({ x: 100, y: 100 }, { x: 110, y: 110 }, 0.1);
  t.is(sketch.drop(0.1), null);
  t.is(sketch.shape, null);
});

test('a polygon is closed by its first corner, and takes corners back', (t) => {
  const sketch = new Sketch('polygon', canvas);
  for (const [x, y] of [
    [10, 10],
    [200, 10],
    [500, 500],
    [200, 200],
  ] as const)
    t.is(sketch.click({ x, y }, 1), null);
  sketch.back();
  sketch.click({ x: 10, y: 200 }, 1);
  const shape = sketch.click({ x: 14, y: 13 }, 1);
  t.deepEqual(shape?.type === 'path' && shape.rings[0]?.map(({ x, y }) => [x, y]), [
    [10, 10],
    [200, 10],
    [500, 500],
    [10, 200],
  ]);
});

test('two corners make no polygon, and nothing is drawn outside of the canvas', (t) => {
  const sketch = new Sketch('polygon', canvas);
  sketch.click({ x: -50, y: 10 }, 1);
  sketch.click({ x: 2000, y: 10 }, 1);
  t.is(sketch.finish(), null);
  t.deepEqual(
    sketch.points.map(({ x }) => x),
    [0, 1000],
  );
});
