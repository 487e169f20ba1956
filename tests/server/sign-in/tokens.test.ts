import test from 'ava';
import { Annotated } from '../annotations/annotated.ts';
import type { Answer } from '../annotations/annotated.ts';

let site: Annotated;
test.before(async (t) => {
  t.timeout(120_000);
  // Every request is logged, so that a token in a log would be seen.
  site = await Annotated.start({ flags: ['--log-level', 'debug'] });
});
test.after.always(() => site[Symbol.asyncDispose]());

type Who = keyof Annotated['tokens'];

const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
  site.ask(
    'POST',
    `${site.url}${path}`,
    { 'content-type': 'application/x-www-form-urlencoded', origin: site.url, ...headers },
    new URLSearchParams(fields).toString(),
  );

/** Signs a browser in and gives its cookie. */
async function signIn(token: string): Promise<{ cookie: string }> {
  const { headers, status } = await send('/sign-in', { token });
  if (status !== 303) throw new Error(`signing in gave ${status}`);
  return { cookie: headers.get('set-cookie')?.split(';')[0] ?? '' };
}

const as = (who: Who): Promise<{ cookie: string }> => signIn(site.tokens[who]);
const tokens = (headers: Record<string, string>): Promise<Answer> => site.get(`${site.url}/tokens`, headers);
const tokenIn = ({ text }: Answer): string => />(vitrine_[\w-]+)<\/textarea>/.exec(text)?.[1] ?? '';

/** The id that the page's form names to revoke somebody's token. */
async function idOf(name: string): Promise<string> {
  const { json } = await site.get(`${site.url}/api/tokens`, site.bearer('administrator'));
  const rows = json['tokens'] as { id: string; name: string; revoked: string | null }[];
  return rows.find((row) => row.name === name && row.revoked === null)?.id ?? '';
}

test.serial('the page of tokens leads who is not signed in to the page to sign in, and back', async (t) => {
  const { status, headers } = await tokens({});
  t.is(status, 303);
  t.is(headers.get('location'), `${site.url}/sign-in?next=/tokens`);
  t.is((await send('/tokens', { name: 'Nobody', role: 'editor' })).headers.get('location'), headers.get('location'));
  t.is(await idOf('Nobody'), '');
});

test.serial('who is signed in without being an administrator is told so, and can do nothing', async (t) => {
  for (const who of ['annotator', 'editor'] as const) {
    const session = await as(who);
    const page = await tokens(session);
    t.is(page.status, 403);
    t.regex(page.text, /administrators/);
    t.regex(page.text, /action="\.\/sign-out"/);
    t.false(page.text.includes('Otto'), 'nor who else there is');
    t.is((await send('/tokens', { name: 'Sneaked', role: 'administrator' }, session)).status, 403);
    t.is((await send('/tokens', { revoke: await idOf('Otto') }, session)).status, 403);
  }
  t.is(await idOf('Sneaked'), '');
  t.not(await idOf('Otto'), '');
});

test.serial('the page has nothing of a token, is kept nowhere and runs no script but its own', async (t) => {
  const { text, headers } = await tokens(await as('administrator'));
  t.is(headers.get('cache-control'), 'no-store');
  t.regex(headers.get('content-security-policy') ?? '', /default-src 'none'.*script-src 'sha256-[^']+';/);
  t.regex(headers.get('vary') ?? '', /Cookie/);
  t.false(text.includes('vitrine_'));
  t.false(text.includes('<script'));
});

test.serial('a token made on the page is shown once, signs in, and stands in no address and no log', async (t) => {
  const session = await as('administrator');
  const made = await send('/tokens', { name: ' Greta & <Co> ', role: 'editor', kind: 'software' }, session);
  t.is(made.status, 201);
  t.is(made.headers.get('location'), null);
  t.is(made.headers.get('cache-control'), 'no-store');
  t.regex(made.text, /Greta &#38; &#60;Co&#62;/);
  const token = tokenIn(made);
  const { json } = await site.get(`${site.url}/api/writer`, { authorization: `Bearer ${token}` });
  t.like(json['writer'], { name: 'Greta & <Co>', role: 'editor', kind: 'software' });
  const { text } = await tokens(session);
  t.regex(text, /Greta &#38; &#60;Co&#62;/);
  t.false(text.includes(token));
  await signIn(token);
  t.regex(site.product.log, /"url":"\/tokens"/);
  t.false(site.product.log.includes(token));
});

test.serial('what is wrong with a form is said beside it, and what was typed stays', async (t) => {
  const session = await as('administrator');
  for (const [fields, message] of [
    [{ name: '  ', role: 'editor' }, /Give a name/],
    [{ name: 'x'.repeat(201), role: 'editor' }, /Give a name/],
    [{ name: 'a\0b', role: 'editor' }, /Give a name/],
    [{ name: 'Kim', role: 'king' }, /Choose one of the roles/],
    [{ name: 'Ada', role: 'editor' }, /already/],
  ] as [Record<string, string>, RegExp][]) {
    const { status, text } = await send('/tokens', fields, session);
    t.is(status, 400);
    t.regex(text, message);
    t.regex(text, /role="alert"/);
    t.false(text.includes('vitrine_'));
  }
  const again = await send('/tokens', { name: 'Ada', role: 'editor' }, session);
  t.regex(again.text, /name="name" value="Ada"/);
  t.regex(again.text, /value="editor" required checked/);
});

test.serial('a page of another origin makes and revokes nothing, whoever is signed in', async (t) => {
  const session = await as('administrator');
  const otto = await idOf('Otto');
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[]) {
    t.is((await send('/tokens', { name: 'Forged', role: 'administrator' }, { ...session, ...headers })).status, 403);
    t.is((await send('/tokens', { revoke: otto }, { ...session, ...headers })).status, 403);
  }
  t.is(await idOf('Forged'), '');
  t.is(await idOf('Otto'), otto);
});

test.serial('a token revoked on the page ends with its sessions, and is shown among those that were', async (t) => {
  const session = await as('administrator');
  const token = tokenIn(await send('/tokens', { name: 'Leaving', role: 'annotator' }, session));
  const theirs = await signIn(token);
  const id = await idOf('Leaving');
  const done = await send('/tokens', { revoke: id }, session);
  t.is(done.status, 303);
  t.is(done.headers.get('location'), `${site.url}/tokens?revoked=${id}`);
  const page = await site.get(done.headers.get('location') ?? '', session);
  t.regex(page.text, /role="status">The token of Leaving is revoked/);
  t.false(page.text.includes(`value="${id}"`));
  t.is((await send('/sign-in', { token })).status, 403);
  await until(async () => (await tokens(theirs)).status === 303);
  t.is((await tokens(theirs)).status, 303);
  t.is((await send('/tokens', { revoke: id }, session)).status, 303, 'twice is once');
});

test.serial('the page is in the language of who asks', async (t) => {
  const session = await as('administrator');
  for (const [language, words, role] of [
    ['de-CH', 'Zugangsschlüssel', 'Verwaltung'],
    ['es', 'Claves de acceso', 'Administración'],
    ['fr', 'Clés d’accès', 'Administration'],
    ['it', 'Chiavi di accesso', 'Amministrazione'],
    ['nl', 'New token', 'Administrator'],
  ] as const) {
    const { text } = await tokens({ ...session, 'accept-language': language });
    t.true(text.includes(words), language);
    t.regex(text, new RegExp(`\\badministrator \\(${role}\\)`), 'who is signed in, and as what');
  }
});

test.serial('the last administrator is revoked on the command line alone', async (t) => {
  const session = await as('administrator');
  const last = await idOf('administrator');
  const refused = await send('/tokens', { revoke: last }, session);
  t.is(refused.status, 409);
  t.regex(refused.text, /role="alert">administrator is the last administrator. Make another administrator first/);
  const api = await site.ask('DELETE', `${site.url}/api/tokens/administrator`, site.bearer('administrator'));
  t.is(api.status, 409);
  t.like(api.json['error'], { code: 'conflict' });

  // Two who revoke each other at once cannot both have their way.
  const second = tokenIn(await send('/tokens', { name: 'Second', role: 'administrator' }, session));
  const [other, secondId] = [await signIn(second), await idOf('Second')];
  const outcomes = await Promise.all([
    send('/tokens', { revoke: secondId }, session),
    send('/tokens', { revoke: last }, other),
  ]);
  const left = (await site.product.run('token', 'list')).stdout
    .split('\n')
    .filter((line) => / administrator {2}/.test(line));
  t.is(left.filter((line) => !line.includes('revoked')).length, 1, outcomes.map(({ status }) => status).join());

  const survivor = left.find((line) => !line.includes('revoked'))?.split('  ')[0] ?? '';
  t.is((await site.product.run('token', 'revoke', survivor)).code, 0);
});

test.serial('who revokes their own token is signed out', async (t) => {
  const token = (await site.product.run('token', 'add', 'Own', '--role', 'administrator')).stdout.trim();
  await site.product.run('token', 'add', 'Stays', '--role', 'administrator');
  const session = await signIn(token);
  const id = /name="revoke" value="([^"]+)">Revoke the token of Own/.exec((await tokens(session)).text)?.[1] ?? '';
  const { status, headers } = await send('/tokens', { revoke: id }, session);
  t.is(status, 303);
  t.is(headers.get('location'), `${site.url}/sign-in?next=/tokens`);
  t.regex(headers.get('set-cookie') ?? '', /vitrine_session=;/);
  await until(async () => (await tokens(session)).status === 303);
  t.is((await tokens(session)).status, 303);
});

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 5000 && !(await done()); waited += 50)
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
}
