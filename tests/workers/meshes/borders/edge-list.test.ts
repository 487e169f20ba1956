import test from 'ava';
import { EdgeList } from '../../../../workers/meshes/borders/edge-list.ts';

test('no more edges are kept than are meant to be, and it is told that some were left out', (t) => {
  const list = new EdgeList(300);
  for (let edge = 0; edge < 300; edge++) list.push(edge, 0, edge + 1, 0, 7);
  t.false(list.overflown);
  t.deepEqual(Array.from(list.words().slice(-5)), [299, 0, 300, 0, 7]);
  const other = new EdgeList(299);
  other.append(list.words());
  t.true(other.overflown);
  t.is(other.words().length, 299 * 5);
});
