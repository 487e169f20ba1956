import test from 'ava';
import { retarget, sourceOf } from '../../../workers/text/target.ts';

const TARGETS: [unknown, string | undefined][] = [
  ['http://c#xywh=1,2,3,4', 'http://c'],
  [{ source: 'http://c', selector: {} }, 'http://c'],
  [{ source: { id: 'http://c', type: 'Canvas' } }, 'http://c'],
  [{ id: 'http://c#t=1', type: 'Video' }, 'http://c'],
  [{ type: 'Composite', items: [9, 'http://c'] }, 'http://c'],
  [[{}, 'http://c'], 'http://c'],
  ['#xywh=1,2,3,4', undefined],
  [9, undefined],
  [null, undefined],
  [undefined, undefined],
];

for (const [target, source] of TARGETS) {
  test(`${JSON.stringify(target)} is on ${source ?? 'nothing'}`, (t) => t.is(sourceOf(target), source));
}

test('targets on one source go to another, with their region, the others stay, and nothing is changed in place', (t) => {
  const target = [
    'http://c#xywh=1,2,3,4',
    { source: 'http://c', selector: { type: 'SvgSelector' } },
    { type: 'List', items: ['http://c', 'http://other'] },
    { id: 'http://c' },
    5,
  ];
  const before = structuredClone(target);
  t.deepEqual(retarget(target, 'http://c', 'v'), [
    'v#xywh=1,2,3,4',
    { source: 'v', selector: { type: 'SvgSelector' } },
    { type: 'List', items: ['v', 'http://other'] },
    { id: 'v' },
    5,
  ]);
  t.deepEqual(target, before);
});
