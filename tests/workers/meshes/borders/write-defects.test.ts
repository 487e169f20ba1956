import test from 'ava';
import { inMetres } from '../../../../workers/meshes/borders/write-defects.ts';

test('defects are told in metres, where the model has them', (t) => {
  const grid = { step: 0.5, origin: [10, -2, 0] } as const;
  const found = inMetres(
    {
      loops: { count: 7, longest: [{ closed: true, edges: 3, length: 6, places: [[0, 4, 2]], normal: [0, 0, 3] }] },
      crowds: [{ edges: 1, length: 2, place: [1, 1, 1], normal: [0, 0, 0] }],
      pieces: { count: 1, largest: [{ triangles: 9, area: 8, min: [0, 0, 0], max: [2, 2, 2], place: [2, 0, 0] }] },
    },
    grid,
  );
  t.deepEqual(found, {
    borders: { count: 7, longest: [{ closed: true, edges: 3, length: 3, places: [[10, 0, 1]], normal: [0, 0, 1] }] },
    crowds: [{ edges: 1, length: 1, place: [10.5, -1.5, 0.5] }],
    pieces: { count: 1, largest: [{ triangles: 9, area: 2, min: [10, -2, 0], max: [11, -1, 1], place: [11, -2, 0] }] },
  });
});
