import test from 'ava';
import { inWords } from '../../server/log.ts';

test('a line for people says when, what and to what, and nothing that steers the terminal', (t) => {
  const time = new Date(2026, 0, 2, 3, 4, 5).getTime();
  const entry = {
    level: 40,
    time,
    pid: 1,
    hostname: 'h',
    name: 'work',
    msg: 'asset failed',
    asset: 'a1',
    reason: 'empty\nfile',
  };
  t.is(inWords(entry), '03:04:05 warning: asset failed (asset a1, reason empty�file)');
  t.is(inWords({ level: 50, time, msg: 'no', err: { message: 'why' } }), '03:04:05 error: no: why');
});
