import { join } from 'node:path';
import { sql } from 'kysely';
import { contentOf } from '../../manifests/annotations/content.ts';
import { receive } from '../../manifests/annotations/receive.ts';
import { createAnnotations } from '../../manifests/annotations/store/create.ts';
import { addWriter } from '../../manifests/annotations/writers.ts';
import type { Writer } from '../../manifests/annotations/writers.ts';
import { openCatalogue } from '../../manifests/catalogue/open.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { openEmbedded } from '../../manifests/postgres/embedded.ts';
import { seeded } from '../random.ts';
import { rounded } from './annotations.ts';
import { load } from './load.ts';
import { SCALE } from './meshes/scans.ts';
import { serveVitrine } from './program.ts';

const PORT = 8097;
const SECONDS = 5;
const SIDE = 8000;
const BASE = 'http://bench.example';
const LINES_OF_VIEW = 1000;
const VOCABULARY = 50_000;

/**
 * A million lines of text on one object of a thousand pages. The words are made of syllables, in numbers by Zipf's law as those of
 * a language, with the endings of English, so that stemming has something to do.
 */
export async function benchAnnotationSearch(folder: string): Promise<unknown> {
  const data = join(folder, 'data');
  await using database = await openEmbedded(data);
  const views = Math.max(2, Math.round(1000 * SCALE));
  const db = await openCatalogue(database.url);
  const words = vocabulary();
  const started = performance.now();
  await seed(db, views, words);
  const perSecond = Math.round((views * LINES_OF_VIEW * 1000) / (performance.now() - started));
  const { rows } = await sql<{ table: number; index: number }>`select pg_relation_size('annotation_text') as table,
    pg_relation_size('annotation_text_terms') as index`.execute(db);
  await db.destroy();
  await using _server = await serveVitrine(data, PORT);
  const random = seeded(7);
  const word = (from: number, to: number): string => words[Math.floor(from + random() * (to - from))] ?? '';
  const measure = async (all: string[]) => ({
    one: rounded(await load({ port: PORT, connections: 1, seconds: SECONDS, accept: '*/*', paths: all })),
    eight: rounded(await load({ port: PORT, connections: 8, seconds: SECONDS, accept: '*/*', paths: all })),
  });
  return {
    stored: { lines: views * LINES_OF_VIEW, perSecond, bytes: rows[0] },
    // About 1 in 300 lines, 1 in 10,000, and the most frequent of all.
    'a frequent word': await measure(paths(200, () => word(100, 500))),
    'a rare word': await measure(paths(500, () => word(5000, 40_000))),
    'the ten most frequent words': await measure(paths(10, () => word(0, 10))),
    'two words': await measure(paths(500, () => `${word(20, 1000)} ${word(20, 1000)}`)),
    'a phrase': await measure(paths(500, () => `"${word(0, 200)} ${word(0, 200)}"`)),
    'a beginning': await measure(paths(200, () => `${word(1000, 40_000).slice(0, 5)}*`)),
    autocomplete: await measure(paths(200, () => word(100, 40_000).slice(0, 3), '/autocomplete')),
  };
}

const paths = (count: number, q: () => string, service = ''): string[] =>
  Array.from(
    { length: count },
    () => `/iiif/search/2/manifests/bench${service}?${new URLSearchParams({ q: q() }).toString()}`,
  );

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo za bre cla dro sti tre'.split(' ');
const ENDINGS = ['', '', 's', 'ed', 'ing', 'ly', 'ness'];

export function vocabulary(): string[] {
  const random = seeded(3);
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const words = new Set<string>();
  while (words.size < VOCABULARY) {
    const length = 1 + Math.floor(random() * 3) + (words.size > 100 ? 1 : 0);
    words.add(Array.from({ length }, () => one(SYLLABLES)).join('') + one(ENDINGS));
  }
  return [...words];
}

export async function seed(db: Db, views: number, words: readonly string[]): Promise<void> {
  const { writer } = await addWriter(db, { name: 'bench', role: 'editor', kind: 'software' });
  await sql`insert into object (key, id, label) values ('obench', 'bench', '{"none": ["Bench"]}')`.execute(db);
  await sql`insert into view (id, object, position, kind, width, height)
    select 'vbench' || n, 'obench', n, 'canvas', ${SIDE}, ${SIDE} from generate_series(1, ${views}) n`.execute(db);
  const random = seeded(1);
  // Zipf's law with the exponent 1: the rank is the vocabulary's size to the power of chance.
  const word = (): string => words[Math.floor(VOCABULARY ** random()) - 1] ?? '';
  for (let number = 1; number <= views; number++) {
    const view = `vbench${number}`;
    const lines = Array.from({ length: LINES_OF_VIEW }, (_, line) =>
      lineOf(view, writer, line, Array.from({ length: 10 }, word).join(' ')),
    );
    await createAnnotations(db, { id: view, view }, lines);
  }
  await sql`vacuum analyze`.execute(db);
}

export function lineOf(view: string, writer: Writer, line: number, value: string) {
  const at = new Date(1_700_000_000_000 + line);
  const annotation = {
    type: 'Annotation',
    motivation: 'supplementing',
    body: { type: 'TextualBody', value, format: 'text/plain', language: 'en' },
    target: `${BASE}/iiif/canvas/${view}#xywh=100,${line * 8},5000,7`,
  };
  const ground = { view, width: SIDE, height: SIDE };
  return { ...contentOf(receive(annotation, BASE), ground, { writer, at }), writer: writer.id, at };
}
