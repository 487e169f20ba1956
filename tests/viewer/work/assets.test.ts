import test from 'ava';
import { summarise, type AssetEvent } from '../../../viewer/work/assets.ts';

function asset(name: string, state: AssetEvent['state'], more: Partial<AssetEvent> = {}): AssetEvent {
  return { object: 'o', label: {}, asset: name, name, state, step: null, progress: null, problem: null, ...more };
}

test('an object whose files are all ready is no longer work', (t) => {
  t.deepEqual(summarise([asset('a', 'ready'), asset('b', 'ready')]), []);
});

test('a failure stays in sight after everything else is done', (t) => {
  const [work] = summarise([asset('a', 'ready'), asset('b', 'failed')]);
  t.is(work?.current, null);
  t.deepEqual(
    work?.failed.map(({ name }) => name),
    ['b'],
  );
});

test('progress counts finished files and parts of others', (t) => {
  const [work] = summarise([asset('a', 'ready'), asset('b', 'working', { progress: 0.5 }), asset('c', 'waiting')]);
  t.is(work?.progress, 0.5);
  t.is(work?.ready, 1);
  t.is(work?.current?.name, 'b');
});

test('objects are summed up apart', (t) => {
  t.is(summarise([asset('a', 'waiting'), asset('b', 'waiting', { object: 'p' })]).length, 2);
});
