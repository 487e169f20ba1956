import test from 'ava';
import { formatPath, parsePath } from '../../../viewer/annotation/svg-path.ts';

test('straight path data is read, absolute, relative and abbreviated', (t) => {
  const square = [
    { x: 10, y: 20 },
    { x: 40, y: 20 },
    { x: 40, y: 60 },
    { x: 10, y: 60 },
  ];
  for (const data of [
    'M10 20L40 20L40 60L10 60Z',
    'M10,20 h30 v40 h-30 z',
    'm10 20 30 0 0 40-30 0z',
    'M 10 20 40 20 40 60 10 60 Z',
  ]) {
    t.deepEqual(parsePath(data), { rings: [square], closed: true }, data);
  }
  t.deepEqual(parsePath('M1 1L2 2'), {
    rings: [
      [
        { x: 1, y: 1 },
        { x: 2, y: 2 },
      ],
    ],
    closed: false,
  });
});

test('holes are rings of their own', (t) => {
  const rings = parsePath('M0 0L9 0L9 9Z m2 2 l1 0 l0 1z')?.rings;
  t.is(rings?.length, 2);
  t.deepEqual(rings?.[1]?.[0], { x: 2, y: 2 });
});

test('curves are followed by short lines, and arcs, which the server does not write, are not read', (t) => {
  const ring = parsePath('M0 0Q10 20 20 0Z')?.rings[0] ?? [];
  t.deepEqual(ring.at(-1), { x: 20, y: 0 });
  t.true(
    ring.some(({ x, y }) => Math.abs(x - 10) < 1e-9 && Math.abs(y - 10) < 1e-9),
    'its highest point',
  );
  t.deepEqual(parsePath('M5 5c0 10 10 10 10 0')?.rings[0]?.at(-1), { x: 15, y: 5 });
  t.is(parsePath('M0 0A1 1 0 0 0 3 3'), null);
});

test('what is written is read back', (t) => {
  const path = {
    rings: [
      [
        { x: 1.5, y: 2 },
        { x: 3, y: 4 },
        { x: 5, y: 1 },
      ],
    ],
    closed: true,
  };
  t.is(formatPath(path.rings, path.closed), 'M1.5 2 L3 4 L5 1 Z');
  t.deepEqual(parsePath(formatPath(path.rings, path.closed)), path);
});
