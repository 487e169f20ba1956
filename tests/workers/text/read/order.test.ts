import test from 'ava';
import type { TextItem } from '../../../../workers/text/model.ts';
import { sortByRanks } from '../../../../workers/text/read/order.ts';

const item = (id: string, parts: TextItem[] = []): TextItem => ({
  granularity: parts.length > 0 ? 'block' : 'line',
  id,
  parts,
});

test('parts are sorted on each level, by themselves or by the first of their parts, the others after them as they were', (t) => {
  const ranks: Record<string, number> = { a2: 5, a1: 4, b: 0, c1: 1 };
  const parts = [
    item('x'),
    item('a', [item('ax'), item('a2'), item('a1')]),
    item('y'),
    item('b', [item('b2'), item('b1')]),
    item('c', [item('c1')]),
  ];
  sortByRanks(parts, ({ id }) => ranks[id!]);
  const names = (items: readonly TextItem[]): string =>
    items.map(({ id, parts: of }) => id! + (of.length > 0 ? `(${names(of)})` : '')).join(' ');
  t.is(names(parts), 'b(b2 b1) c(c1) a(a1 a2 ax) x y');
});
