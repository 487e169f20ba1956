import test from 'ava';
import { highKey, lowKey } from '../../../../workers/meshes/key.ts';
import { NO_NORMAL } from '../../../../workers/meshes/octahedral.ts';
import { EdgeList } from '../../../../workers/meshes/borders/edge-list.ts';
import { loopsOf } from '../../../../workers/meshes/borders/loops.ts';

/** Edges along ways of places, each from one to the next. */
function edgesOf(...ways: [number, number][][]): Uint32Array {
  const list = new EdgeList(1e6);
  for (const way of ways) {
    for (const [index, [x, y]] of way.entries()) {
      const [toX, toY] = way[index + 1] ?? [x, y];
      if (index < way.length - 1) list.push(lowKey(x, y), highKey(y, 0), lowKey(toX, toY), highKey(toY, 0), NO_NORMAL);
    }
  }
  return list.words();
}

const square = (x: number, y: number, side: number): [number, number][] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];

test('each hole is a loop, the longest first, wherever its edges stand in the list', (t) => {
  const edges = edgesOf(square(10, 10, 2), square(50, 50, 7), square(90, 10, 4));
  const words = 5;
  const mixed = Uint32Array.from(
    [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11].flatMap((edge) => Array.from(edges.slice(edge * words, (edge + 1) * words))),
  );
  for (const given of [edges, mixed]) {
    const { loops, count } = loopsOf(given, 10);
    t.is(count, 3);
    t.deepEqual(
      loops.map(({ length, closed }) => [length, closed]),
      [
        [28, true],
        [16, true],
        [8, true],
      ],
    );
    t.deepEqual(loops[0]?.places, [
      [50, 50, 0],
      [57, 50, 0],
      [57, 57, 0],
      [50, 57, 0],
    ]);
  }
});

test('holes that touch in a corner are two', (t) => {
  const { loops, count } = loopsOf(edgesOf(square(10, 10, 2), square(12, 12, 3)), 10);
  t.is(count, 2);
  t.deepEqual(
    loops.map(({ length }) => length),
    [12, 8],
  );
});

test('a line that ends is told from its beginning, and is no loop', (t) => {
  const { loops } = loopsOf(
    edgesOf(
      [
        [5, 5],
        [9, 5],
        [9, 8],
      ],
      [
        [1, 5],
        [5, 5],
      ],
    ),
    10,
  );
  t.like(loops, [
    {
      closed: false,
      length: 11,
      edges: 3,
      places: [
        [1, 5, 0],
        [5, 5, 0],
        [9, 5, 0],
        [9, 8, 0],
      ],
    },
  ]);
});

test('only the longest are told, with some of their places, and all are counted', (t) => {
  const holes = Array.from({ length: 30 }, (_, at) => square(at * 100, 10, at + 1));
  const round = Array.from({ length: 1000 }, (_, at): [number, number] => [9000 + at, 500]);
  const { loops, count } = loopsOf(edgesOf(...holes, [...round, [9000, 501], [9000, 500]]), 3);
  t.is(count, 31);
  t.deepEqual(
    loops.map(({ edges }) => edges),
    [1001, 4, 4],
  );
  t.is(loops[0]?.places.length, 64);
  t.deepEqual(
    loops.slice(1).map(({ length }) => length),
    [120, 116],
  );
});

test('of no edges there are no loops', (t) => {
  t.deepEqual(loopsOf(new Uint32Array(), 5), { loops: [], count: 0 });
});
