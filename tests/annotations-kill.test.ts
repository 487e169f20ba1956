import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { seeded } from './random.ts';
import { Annotated } from './server/annotations/annotated.ts';
import type { Json } from './server/annotations/annotated.ts';

/** Addresses in documents must not depend on the port, which is another one after each start. */
const PUBLIC_URL = 'http://museum.example';
const CLIENTS = 4;
const EACH = 60;
const KILLS = 3;

interface Acknowledged {
  url: string;
  etag: string;
  value: string;
}

/** The server is down or was cut off in the middle: nothing is known of what was asked. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await sleep(20);
    }
  }
}

/** Path, as the server has another port after each start. */
const pathOf = (url: string): string => new URL(url).pathname;

/**
 * Writes annotations one after the other, each until it is acknowledged, and replaces every third. What is not answered is
 * sent again under the same name, as a client does that wants it once.
 */
async function write(site: Annotated, client: number, acknowledged: Acknowledged[]): Promise<void> {
  for (let index = 0; index < EACH; index++) {
    const target = `${PUBLIC_URL}/iiif/canvas/${site.view}#xywh=10,20,30,40`;
    const said = (value: string) => site.annotation({ target, body: { type: 'TextualBody', value } });
    const slug = `c${client}-${index}`;
    const made = await untilAnswered(() =>
      site.ask('POST', site.container, { ...site.bearer('annotator'), slug }, said(slug)),
    );
    if (made.status !== 201) throw new Error(`${slug}: ${made.status} ${made.text}`);
    const path = pathOf(made.headers.get('location') ?? '');
    let one = { url: path, etag: made.headers.get('etag') ?? '', value: slug };
    if (index % 3 === 0) {
      const value = `${slug} again`;
      const headers = { ...site.bearer('annotator'), 'if-match': one.etag };
      const put = await untilAnswered(() => site.ask('PUT', `${site.url}${path}`, headers, said(value)));
      // 412: it was replaced, and the answer was lost.
      const now = put.status === 412 ? await untilAnswered(() => site.get(`${site.url}${path}`)) : put;
      if (now.status !== 200) throw new Error(`${slug}: ${put.status} ${put.text}`);
      one = { url: path, etag: now.headers.get('etag') ?? '', value };
    }
    acknowledged.push(one);
  }
}

test('while four clients write and the server is killed again and again, nothing acknowledged is lost or doubled, and no ETag lies', async (t) => {
  t.timeout(240_000);
  await using site = await Annotated.start({ env: { VITRINE_PUBLIC_URL: PUBLIC_URL } });
  const { product } = site;
  const random = seeded(5);
  const acknowledged: Acknowledged[] = [];
  const writing = Promise.all(Array.from({ length: CLIENTS }, (_, client) => write(site, client, acknowledged)));
  for (let kill = 0; kill < KILLS; kill++) {
    const wanted = Math.floor(((kill + 0.5 + random() / 2) / (KILLS + 1)) * CLIENTS * EACH);
    for (let waited = 0; acknowledged.length < wanted && waited < 30_000; waited += 5) await sleep(5);
    t.true(acknowledged.length < CLIENTS * EACH, 'the kill comes in the middle');
    await Promise.all([product.kill(), kill === 1 ? product.killDatabase() : undefined]);
    await product.start();
  }
  await writing;

  t.is(acknowledged.length, CLIENTS * EACH);
  const held: Json[] = [];
  for (let page = `${site.container}?page=0`; page !== '';) {
    const { json } = await site.get(`${site.url}${page.slice(page.indexOf('/annotations/'))}`);
    held.push(...(json['items'] as Json[]));
    page = typeof json['next'] === 'string' ? json['next'] : '';
  }
  t.deepEqual(
    held.map(({ id }) => pathOf(String(id))).toSorted(),
    acknowledged.map(({ url }) => url).toSorted(),
    'each is there once, and nothing else is',
  );
  const { json } = await site.get(site.container);
  t.is(json['total'], CLIENTS * EACH);
  for (const { url, etag, value } of acknowledged) {
    const read = await site.get(`${site.url}${url}`);
    t.is((read.json['body'] as Json)['value'], value);
    t.is(read.headers.get('etag'), etag, 'an ETag that was given is that of what is there');
  }
});
