import test from 'ava';
import { sql } from 'kysely';
import { contentOf } from '../../../../manifests/annotations/content.ts';
import { receive } from '../../../../manifests/annotations/receive.ts';
import { PAGE_SIZE, findTexts } from '../../../../manifests/annotations/search/find.ts';
import type { Found } from '../../../../manifests/annotations/search/find.ts';
import { readQuery } from '../../../../manifests/annotations/search/query.ts';
import type { Scope } from '../../../../manifests/annotations/search/selection.ts';
import { createAnnotations } from '../../../../manifests/annotations/store/create.ts';
import { addWriter } from '../../../../manifests/annotations/writers.ts';
import type { Db } from '../../../../manifests/catalogue/open.ts';
import { testDatabase } from '../../../database.ts';
import type { TestDatabase } from '../../../database.ts';

const BASE = 'http://example.org';
/** Of each view; every hundredth has a rare word. */
const LINES = 1500;
/** The order of the collection is another than that of the ids, and the draft is in the middle. */
const OBJECTS = [
  { key: 'o3', state: 'published', views: ['v6', 'v5'] },
  { key: 'o1', state: 'draft', views: ['v1', 'v2'] },
  { key: 'o2', state: 'published', views: ['v4', 'v3'] },
] as const;

let database: TestDatabase;

test.before(async () => {
  database = await testDatabase();
  await fill(database.db);
});
test.after.always(() => database?.[Symbol.asyncDispose]());

async function fill(db: Db): Promise<void> {
  const { writer } = await addWriter(db, { name: 'Ada', role: 'editor', kind: 'software' });
  const at = new Date();
  for (const [place, { key, state, views }] of OBJECTS.entries()) {
    await sql`insert into object (key, id, label, state) values (${key}, ${`id-${key}`}, '{"none": ["Book"]}', ${state})`.execute(
      db,
    );
    await sql`insert into collection_member (collection, position, object) values ('top', ${place + 1}, ${key})`.execute(
      db,
    );
    for (const [index, view] of views.entries()) {
      await sql`insert into view (id, object, position, kind, width, height)
        values (${view}, ${key}, ${index + 1}, 'canvas', 10, 10)`.execute(db);
      const lines = Array.from({ length: LINES }, (_, n) => {
        const value = n % 100 === 0 ? 'a common comet' : 'a common line';
        const body = { type: 'TextualBody', value, language: 'la' };
        const received = receive({ type: 'Annotation', body, target: `${BASE}/iiif/canvas/${view}` }, BASE);
        const ground = { view, width: 10, height: 10 };
        return { ...contentOf(received, ground, { writer, at }), writer: writer.id, at, slug: `${view}-${n}` };
      });
      await createAnnotations(db, { id: view, view }, lines);
    }
  }
  await sql`analyze`.execute(db);
}

const find = (scope: Scope, q: string, page = 0): Promise<Found> =>
  findTexts(database.db, { scope, terms: readQuery(q), page });

const object = (key: string): Scope => ({ kind: 'object', key, visitor: 'public' });
const COLLECTION: Scope = { kind: 'collection', collections: ['top'], visitor: 'public' };

const idsOf = ({ hits }: Found): string[] => hits.map(({ id }) => id);
const first = (count: number, ids: readonly string[], from = 0): string[] => ids.slice(from, from + count);
const linesOf = (view: string, step = 1): string[] =>
  Array.from({ length: LINES / step }, (_, n) => `${view}-${n * step}`);

test('a frequent word is found in the order of the pages, and nobody counts it', async (t) => {
  const found = await find(object('o2'), 'common');
  t.deepEqual(idsOf(found), first(PAGE_SIZE, linesOf('v4')));
  t.true(found.isCut);
  t.deepEqual(idsOf(await find(object('o2'), 'common', 9)), first(PAGE_SIZE, linesOf('v4'), 9 * PAGE_SIZE));
});

test('a frequent word is found in a collection in the order of its objects, without those that the visitor may not read', async (t) => {
  t.deepEqual(idsOf(await find(COLLECTION, 'common')), first(PAGE_SIZE, linesOf('v6')));
  const all = ['v6', 'v5', 'v4', 'v3'].flatMap((view) => linesOf(view));
  for (const page of [0, 13, 19]) {
    const { hits } = await find(COLLECTION, 'common', page);
    t.deepEqual(
      hits.map(({ id }) => id),
      first(PAGE_SIZE, all, page * PAGE_SIZE),
      `page ${page}`,
    );
  }
  const { hits } = await find(COLLECTION, 'common');
  t.like(hits[0], { view: 'v6', object: { id: 'id-o3' } });
});

test('a rare word is counted, and found in the same order', async (t) => {
  const here = await find(object('o2'), 'comet');
  t.deepEqual(idsOf(here), [...linesOf('v4', 100), ...linesOf('v3', 100)]);
  t.like(here, { total: 30, isCut: false });
  const all = ['v6', 'v5', 'v4', 'v3'].flatMap((view) => linesOf(view, 100));
  const [one, two] = [await find(COLLECTION, 'comet'), await find(COLLECTION, 'comet', 1)];
  t.deepEqual([...idsOf(one), ...idsOf(two)], all);
  t.like(one, { total: 60, isCut: false });
  t.deepEqual(one.hits[0]?.matches, [{ before: 'a common ', exact: 'comet', after: '' }]);
});

test('a word that begins so is found in the same order, and what is not there is not', async (t) => {
  t.deepEqual(idsOf(await find(object('o2'), 'com*')), first(PAGE_SIZE, linesOf('v4')));
  t.deepEqual(idsOf(await find(object('o2'), 'come*')), [...linesOf('v4', 100), ...linesOf('v3', 100)]);
  t.like(await find(COLLECTION, 'star'), { total: 0, isCut: false, hits: [] });
});
