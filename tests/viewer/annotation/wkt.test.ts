import test from 'ava';
import { formatWkt, parseWkt, type Figure } from '../../../viewer/annotation/wkt.ts';

test('points, lines and areas are written and read back', (t) => {
  const figures: Figure[] = [
    { type: 'point', places: [[1, -2, 0.5]] },
    {
      type: 'line',
      places: [
        [0, 0, 0],
        [0.1, 0.25, -1],
      ],
    },
    {
      type: 'area',
      places: [
        [0, 0, 0],
        [1, 0, 0],
        [1, 1, 0.5],
      ],
    },
  ];
  for (const figure of figures) t.deepEqual(parseWkt(formatWkt(figure)), figure);
  t.is(formatWkt(figures[2] as Figure), 'POLYGON Z ((0 0 0, 1 0 0, 1 1 0.5, 0 0 0))');
});

test('what has no third coordinate is no place on a twin', (t) => {
  t.is(parseWkt('POINT (1 2)'), null);
  t.is(parseWkt('LINESTRING Z (0 0 0, 1 1)'), null);
  t.is(parseWkt('GEOMETRYCOLLECTION Z (POINT Z (1 2 3))'), null);
});
