import test from 'ava';
import { areaOfPolygon, boxOfEdges, boxOfPoints, unite } from '../../../workers/text/boxes.ts';

test('boxes of edges in any order, of points, of boxes', (t) => {
  t.deepEqual(boxOfEdges(5, 6, 1, 2), { x: 1, y: 2, width: 4, height: 4 });
  t.deepEqual(boxOfPoints([3, 4, -1, 8]), { x: -1, y: 4, width: 4, height: 4 });
  t.is(boxOfPoints([]), undefined);
  t.deepEqual(unite([{ x: 0, y: 0, width: 1, height: 1 }, undefined, { x: 5, y: 5, width: 1, height: 1 }]), {
    x: 0,
    y: 0,
    width: 6,
    height: 6,
  });
  t.is(unite([undefined]), undefined);
});

test('the area of a polygon does not depend on its direction', (t) => {
  t.is(areaOfPolygon([0, 0, 4, 0, 4, 2, 0, 2]), 8);
  t.is(areaOfPolygon([0, 2, 4, 2, 4, 0, 0, 0]), 8);
  t.is(areaOfPolygon([0, 0, 4, 4]), 0);
});
