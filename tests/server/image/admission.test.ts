import test from 'ava';
import { OverloadError } from '../../../manifests/errors.ts';
import { Admission } from '../../../server/image/admission.ts';

/** Work that ends when it is told to. */
function gate() {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let begun = 0;
  return {
    work: () => {
      begun++;
      return promise;
    },
    begun: () => begun,
    finish: (text = '') => resolve(Buffer.from(text)),
    fail: reject,
  };
}

/** What the tests below ask for: a piece of work by its key. */
function run(admission: Admission, key: string, signal: AbortSignal, work: () => Promise<Buffer>): Promise<Buffer> {
  return admission.run({ key, large: false, work }, signal);
}

const never = new AbortController().signal;

test('no more than the limit runs at once, and what waits runs in order', async (t) => {
  const admission = new Admission({ running: 1, waiting: 5 });
  const [a, b, c] = [gate(), gate(), gate()];
  const results = [a, b, c].map((each, i) => run(admission, `${i}`, never, each.work));
  t.deepEqual([a.begun(), b.begun(), c.begun()], [1, 0, 0]);
  a.finish();
  await results[0];
  await Promise.resolve();
  t.deepEqual([a.begun(), b.begun(), c.begun()], [1, 1, 0]);
  b.finish();
  c.finish();
  await Promise.all(results);
  t.is(c.begun(), 1);
});

test('when all places are taken the next one is refused at once', async (t) => {
  const admission = new Admission({ running: 1, waiting: 1 });
  const first = gate();
  const running = run(admission, 'a', never, first.work);
  const waiting = run(admission, 'b', never, () => Promise.resolve(Buffer.of(1)));
  await t.throwsAsync(
    run(admission, 'c', never, () => Promise.resolve(Buffer.of(2))),
    { instanceOf: OverloadError },
  );
  first.finish();
  await running;
  t.deepEqual(await waiting, Buffer.of(1));
});

test('equal keys are computed once, and asked again after that', async (t) => {
  const admission = new Admission({ running: 2, waiting: 0 });
  const one = gate();
  const results = [run(admission, 'k', never, one.work), run(admission, 'k', never, one.work)];
  one.finish('x');
  t.deepEqual(await Promise.all(results), [Buffer.from('x'), Buffer.from('x')]);
  t.is(one.begun(), 1);
  await run(admission, 'k', never, one.work);
  t.is(one.begun(), 2);
});

test('waiting work that nobody wants any more is never begun, and gives its place back', async (t) => {
  const admission = new Admission({ running: 1, waiting: 1 });
  const [first, second] = [gate(), gate()];
  const running = run(admission, 'a', never, first.work);
  const [one, other] = [new AbortController(), new AbortController()];
  const left = run(admission, 'b', one.signal, second.work);
  const alsoLeft = run(admission, 'b', other.signal, second.work);
  one.abort();
  await t.throwsAsync(left, { name: 'AbortError' });
  other.abort();
  await t.throwsAsync(alsoLeft, { name: 'AbortError' });
  const third = run(admission, 'c', never, () => Promise.resolve(Buffer.of(3)));
  first.finish();
  await running;
  t.deepEqual(await third, Buffer.of(3));
  t.is(second.begun(), 0);
});

test('waiting work goes on while one of two still wants it', async (t) => {
  const admission = new Admission({ running: 1, waiting: 1 });
  const [first, second] = [gate(), gate()];
  const running = run(admission, 'a', never, first.work);
  const gone = new AbortController();
  const left = run(admission, 'b', gone.signal, second.work);
  const stays = run(admission, 'b', never, second.work);
  gone.abort();
  await t.throwsAsync(left, { name: 'AbortError' });
  first.finish();
  await running;
  second.finish('y');
  t.deepEqual(await stays, Buffer.from('y'));
});

test('failed work fails for all who asked, and frees its place', async (t) => {
  const admission = new Admission({ running: 1, waiting: 0 });
  const bad = gate();
  const results = [run(admission, 'k', never, bad.work), run(admission, 'k', never, bad.work)];
  bad.fail(new RangeError('broken'));
  for (const result of results) await t.throwsAsync(result, { message: 'broken' });
  t.deepEqual(await run(admission, 'k', never, () => Promise.resolve(Buffer.of(1))), Buffer.of(1));
});

test('large work runs one at a time, and small work passes it', async (t) => {
  const admission = new Admission({ running: 2, waiting: 2 });
  const [first, second, small] = [gate(), gate(), gate()];
  const results = [
    admission.run({ key: 'a', large: true, work: first.work }, never),
    admission.run({ key: 'b', large: true, work: second.work }, never),
    admission.run({ key: 'c', large: false, work: small.work }, never),
  ];
  t.deepEqual([first.begun(), second.begun(), small.begun()], [1, 0, 1]);
  small.finish();
  await results[2];
  t.is(second.begun(), 0);
  first.finish();
  second.finish();
  await Promise.all(results);
  t.is(second.begun(), 1);
});
