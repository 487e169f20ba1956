import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { Annotated } from './annotated.ts';
import type { Json } from './annotated.ts';

let site: Annotated;
test.before(async (t) => {
  t.timeout(120_000);
  site = await Annotated.start();
});
test.after.always(() => site[Symbol.asyncDispose]());

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Signs a browser in and gives its cookie. */
async function signIn(secret: string): Promise<string> {
  const { headers, status } = await site.ask(
    'POST',
    `${site.url}/sign-in`,
    { ...FORM, origin: site.url },
    form({ token: secret }),
  );
  if (status !== 303) throw new Error(`signing in gave ${status}`);
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

const whoIs = async (headers: Record<string, string>): Promise<Json | null> =>
  (await site.get(`${site.url}/api/writer`, headers)).json['writer'] as Json | null;

test('annotators change their own annotations, editors and administrators those of all', async (t) => {
  const { json } = await site.post({}, { who: 'annotator' });
  const url = String(json['id']);
  const put = async (who: 'annotator' | 'other' | 'editor' | 'administrator') =>
    (await site.ask('PUT', url, site.bearer(who), site.annotation({ motivation: 'editing' }))).status;
  t.is(await put('annotator'), 200);
  t.is(await put('other'), 403);
  t.is((await site.ask('DELETE', url, site.bearer('other'))).status, 403);
  t.is(await put('editor'), 200);
  t.is(await put('administrator'), 200);
  t.like((await site.get(url)).json, { creator: { name: 'Ada' } }, 'it is Ada’s all the same');
});

test('an annotation has its writer as creator, who is found at the IRI, unless an editor names another', async (t) => {
  const mine = await site.post({ creator: { id: 'http://example.org/someone-else', type: 'Person' } });
  const { id, name, type } = mine.json['creator'] as Json;
  t.is(name, 'Ada');
  t.is(type, 'Person');
  t.like((await site.get(String(id))).json, { id, type: 'Person', name: 'Ada' });
  const creator = { id: 'http://example.org/jerome', type: 'Person', name: 'Jerome' };
  const named = await site.post({ creator }, { who: 'editor' });
  t.deepEqual(named.json['creator'], creator);
  const { json } = await site.get(`${String(named.json['id'])}/versions/1`);
  t.like(json['wasAttributedTo'], { name: 'Edith' }, 'who wrote it is in its history');
});

test('what a program writes names it as its generator, or the one that it names', async (t) => {
  t.like((await site.post({}, { who: 'machine' })).json, {
    creator: { type: 'Software', name: 'reader 1.2' },
    generator: { type: 'Software', name: 'reader 1.2' },
  });
  const generator = { id: 'http://example.org/model', type: 'Software', name: 'Model', softwareVersion: '7' };
  t.deepEqual((await site.post({ generator }, { who: 'machine' })).json['generator'], generator);
});

test('the first administrator’s token is in a file for its owner alone, and is kept as a hash', async (t) => {
  const path = join(site.product.data, 'admin-token');
  t.is((await stat(path)).mode & 0o777, 0o600);
  const token = (await readFile(path, 'utf8')).trim();
  t.is((await whoIs({ authorization: `Bearer ${token}` }))?.['role'], 'administrator');
  const { stdout } = await site.product.run('token', 'list', '--json');
  t.false(stdout.includes(token));
});

test('the link of the first start signs a browser in, once, when its button is pressed', async (t) => {
  const link = /once: (\S+)/.exec(site.product.output)?.[1] ?? '';
  const page = await site.get(link);
  t.is(page.status, 200);
  const code = /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  t.is((await site.get(link)).status, 200, 'looking at it uses nothing up');
  const cookie = await signIn(code);
  t.is((await whoIs({ cookie }))?.['role'], 'administrator');
  await t.throwsAsync(signIn(code), { message: /403/ });
});

test('the page to sign in says what it is in the language of who asks, and runs no script', async (t) => {
  const page = await site.get(`${site.url}/sign-in`, { 'accept-language': 'de-CH, en;q=0.5' });
  t.regex(page.text, /<html lang="de">/);
  t.regex(page.text, /<label for="token">/);
  t.regex(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  t.false(page.text.includes('<script'));
  const wrong = await site.ask('POST', `${site.url}/sign-in`, { ...FORM, origin: site.url }, form({ token: 'no' }));
  t.is(wrong.status, 403);
  t.regex(wrong.text, /role="alert"/);
});

test('a cookie is for this site’s scripts to send and not to read, and is gone after signing out', async (t) => {
  const { headers } = await site.ask(
    'POST',
    `${site.url}/sign-in`,
    { ...FORM, origin: site.url },
    form({ token: site.tokens.annotator, next: '/objects/page' }),
  );
  t.is(headers.get('location'), `${site.url}/objects/page`);
  const set = headers.get('set-cookie') ?? '';
  t.regex(set, /httponly/i);
  t.regex(set, /samesite=lax/i);
  const cookie = set.split(';')[0] ?? '';
  t.is((await whoIs({ cookie }))?.['name'], 'Ada');
  await site.ask('POST', `${site.url}/sign-out`, { ...FORM, cookie, origin: site.url }, '');
  await until(async () => (await whoIs({ cookie })) === null);
  t.is(await whoIs({ cookie }), null);
  const elsewhere = await site.ask(
    'POST',
    `${site.url}/sign-in`,
    { ...FORM, origin: site.url },
    form({ token: site.tokens.annotator, next: '//evil.example/' }),
  );
  t.is(elsewhere.headers.get('location'), `${site.url}/sign-in`, 'nobody is sent elsewhere');
});

test('a page of another origin cannot write in the name of who is signed in', async (t) => {
  const cookie = await signIn(site.tokens.annotator);
  const post = async (headers: Record<string, string>) =>
    (await site.ask('POST', site.container, { cookie, ...headers }, site.annotation())).status;
  t.is(await post({ origin: site.url }), 201);
  t.is(await post({ 'sec-fetch-site': 'same-origin' }), 201);
  for (const headers of [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: site.url.replace('127.0.0.1', 'localhost') },
    { origin: site.url, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ] as Record<string, string>[])
    t.is(await post(headers), 403, JSON.stringify(headers));
  t.is((await site.ask('POST', `${site.url}/sign-in`, FORM, form({ token: site.tokens.annotator }))).status, 403);
});

test('a revoked token, and its sessions, end at once; what was written with it stays', async (t) => {
  const token = (await site.product.run('token', 'add', 'Leaving')).stdout.trim();
  const cookie = await signIn(token);
  const headers = { authorization: `Bearer ${token}` };
  const made = await site.ask('POST', site.container, headers, site.annotation());
  t.is(made.status, 201);
  t.is((await site.product.run('token', 'revoke', 'Leaving')).code, 0);
  await until(async () => (await whoIs({ cookie })) === null);
  const after = await site.ask('POST', site.container, headers, site.annotation());
  t.is(after.status, 401);
  t.regex(after.text, /no longer/);
  t.is((await site.get(made.headers.get('location') ?? '')).status, 200);
  t.is((await site.product.run('token', 'add', 'Leaving')).code, 0, 'the name is free again');
});

test('administrators make, list and revoke tokens over HTTP, and nobody else', async (t) => {
  const url = `${site.url}/api/tokens`;
  t.is((await site.get(url)).status, 401);
  t.is((await site.get(url, site.bearer('editor'))).status, 403);
  const admin = site.bearer('administrator');
  const made = await site.ask('POST', url, admin, { name: 'From the page', role: 'editor' });
  t.is(made.status, 201);
  t.is((await whoIs({ authorization: `Bearer ${String(made.json['token'])}` }))?.['role'], 'editor');
  const { tokens } = (await site.get(url, admin)).json as { tokens: Json[] };
  const row = tokens.find(({ name }) => name === 'From the page');
  t.is(typeof row?.['used'], 'string', 'when it was last used is noted');
  t.false(JSON.stringify(tokens).includes('Hash'));
  t.is((await site.ask('POST', url, admin, { name: 'From the page' })).status, 400);
  t.is((await site.ask('POST', url, admin, { name: 'X', role: 'king' })).status, 400);
  t.is((await site.ask('DELETE', `${url}/From%20the%20page`, admin)).status, 204);
});

test('the command line says what is wrong with a name or a role', async (t) => {
  for (const [args, message] of [
    [['add'], /Name the token/],
    [['make', 'x'], /add, list or revoke/],
    [['add', 'x', '--role', 'king'], /annotator, editor, administrator/],
    [['add', 'Ada'], /There is a token named "Ada"/],
    [['revoke', 'nobody'], /There is no token named "nobody"/],
  ] as [string[], RegExp][]) {
    const { code, stderr } = await site.product.run('token', ...args);
    t.is(code, 1);
    t.regex(stderr, message);
  }
});

test.serial(
  'annotations of a draft are as closed as the draft, in every container, but to administrators',
  async (t) => {
    const project = await site.project('drafts');
    const own = String((await site.post()).json['id']);
    const other = String((await site.post({}, { container: project })).json['id']);
    const addresses = [
      site.container,
      own,
      `${own}/versions/`,
      `${own}/versions/1`,
      other,
      `${site.url}/iiif/presentation/3/annotations/${site.view}`,
      `${site.url}/api/views/${site.view}/annotations?box=0,0,600,400`,
    ];
    for (const address of addresses) t.is((await site.get(address)).status, 200, address);
    await site.product.run('edit', 'page', '--state', 'draft');
    for (const address of addresses) {
      t.is((await site.get(address)).status, 404, address);
      t.is((await site.get(address, site.bearer('editor'))).status, 404, address);
    }
    t.false((await site.get(project)).text.includes(other));
    t.is((await site.post()).status, 404);
    t.is((await site.post({}, { container: project })).status, 400);
    t.is((await site.get(own, site.bearer('administrator'))).status, 200);
    t.regex((await site.get(own, site.bearer('administrator'))).headers.get('cache-control') ?? '', /private/);
    await site.product.run('edit', 'page', '--state', 'published');
    for (const address of addresses) t.is((await site.get(address)).status, 200, address);
  },
);

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 5000 && !(await done()); waited += 50)
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
}
