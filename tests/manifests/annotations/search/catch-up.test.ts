import test from 'ava';
import { sql } from 'kysely';
import { contentOf } from '../../../../manifests/annotations/content.ts';
import { viewerText } from '../../../../manifests/annotations/for-viewers.ts';
import { receive } from '../../../../manifests/annotations/receive.ts';
import { catchUp } from '../../../../manifests/annotations/search/catch-up.ts';
import { findTexts } from '../../../../manifests/annotations/search/find.ts';
import { readQuery } from '../../../../manifests/annotations/search/query.ts';
import { createAnnotations } from '../../../../manifests/annotations/store/create.ts';
import { annotationsOnView } from '../../../../manifests/annotations/store/page.ts';
import type { ViewerRow } from '../../../../manifests/annotations/store/page.ts';
import { removeAnnotation } from '../../../../manifests/annotations/store/remove.ts';
import { addWriter } from '../../../../manifests/annotations/writers.ts';
import { openCatalogue } from '../../../../manifests/catalogue/open.ts';
import { Urls } from '../../../../manifests/presentation/urls.ts';
import { testDatabase } from '../../../database.ts';

const BASE = 'http://example.org';
const LINES = 250;

test('what was said before there was an index of texts gets into it, in as many goes as it takes', async (t) => {
  t.timeout(60_000);
  await using database = await testDatabase();
  const { db } = database;
  const { writer } = await addWriter(db, { name: 'Ada', role: 'editor', kind: 'person' });
  await sql`insert into object (key, id, label) values ('o1', 'book', '{"none": ["Book"]}')`.execute(db);
  await sql`insert into view (id, object, position, kind, width, height) values ('v1', 'o1', 1, 'canvas', 10, 10)`.execute(
    db,
  );
  const at = new Date();
  const made = await createAnnotations(
    db,
    { id: 'v1', view: 'v1' },
    Array.from({ length: LINES }, (_, n) => {
      const body = { type: 'TextualBody', value: `two birds ${n}`, language: 'en' };
      const received = receive({ type: 'Annotation', body, target: `${BASE}/iiif/canvas/v1` }, BASE);
      const ground = { view: 'v1', width: 10, height: 10 };
      return { ...contentOf(received, ground, { writer, at }), writer: writer.id, at };
    }),
  );
  const [gone] = made;
  await removeAnnotation(db, { container: 'v1', id: gone?.id ?? '', version: 1 }, writer.id);
  // As it was before that migration and those after it.
  for (const statement of [
    'drop function annotation_text_put, annotation_text_find, annotation_text_page',
    'drop table annotation_text, annotation_text_due, annotation_dictionary',
    'drop index collection_member_child',
    'drop table annotation_job',
    'drop function annotation_region',
    String.raw`alter table annotation alter column viewer type json using replace(viewer, '\u0001', U&'\+10FFFE')::json`,
    `delete from kysely_migration where name >= '0006'`,
  ])
    await sql.raw(statement).execute(db);

  const upgraded = await openCatalogue(database.url);
  const total = async (q: string): Promise<number> => {
    const scope = { kind: 'object', key: 'o1', visitor: 'public' } as const;
    return (await findTexts(upgraded, { scope, terms: readQuery(q), page: 0 })).total;
  };
  try {
    const kept: ViewerRow[] = [];
    for await (const rows of annotationsOnView(upgraded, 'v1')) kept.push(...rows);
    const items = JSON.parse(`[${viewerText(kept, new Urls(BASE))}]`) as { target: unknown }[];
    t.deepEqual(
      items.map(({ target }) => target),
      kept.map(() => `${BASE}/iiif/canvas/v1`),
    );
    t.is(items.length, LINES - 1);
    t.is(await total('bird'), 0);
    t.deepEqual(await catchUp(upgraded, AbortSignal.abort()), { indexed: 0, unreadable: [] }, 'it stops when told to');
    const [one, other] = await Promise.all([1, 2].map(() => catchUp(upgraded, new AbortController().signal)));
    t.is(
      (one?.indexed ?? 0) + (other?.indexed ?? 0),
      LINES - 1,
      'two at once share the work; what is deleted stays out',
    );
    t.is(await total('bird'), LINES - 1, 'with its stems');
    t.deepEqual(await catchUp(upgraded, new AbortController().signal), { indexed: 0, unreadable: [] });
  } finally {
    await upgraded.destroy();
  }
});
