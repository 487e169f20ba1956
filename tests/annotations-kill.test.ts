import test from 'ava';
import { PUBLIC_URL, writeUnderKills } from './annotation-kills.ts';
import { Annotated } from './server/annotations/annotated.ts';

test('while four clients write and the server and an import are killed again and again, nothing acknowledged is lost or doubled, and no ETag lies', async (t) => {
  t.timeout(240_000);
  await using site = await Annotated.start({ env: { VITRINE_PUBLIC_URL: PUBLIC_URL } });
  const { faults, created, unanswered } = await writeUnderKills(site, {
    seed: 5,
    clients: 4,
    each: 60,
    kills: 3,
    lines: 40,
  });
  t.deepEqual(faults, []);
  t.is(created, 240);
  t.true(unanswered > 0, 'clients met the kills');
});
