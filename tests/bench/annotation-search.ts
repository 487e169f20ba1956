import { join } from 'node:path';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
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
const SECONDS = 3;
const SIDE = 8000;
const BASE = 'http://bench.example';
const LINES_OF_VIEW = 1000;
const VOCABULARY = 50_000;

/**
 * A million lines of text on a thousand pages of fifty objects, of which the first has a half, and the second is Chinese. The words
 * are made of syllables, in numbers by Zipf's law as those of a language, with the endings of English, so that stemming has
 * something to do; the characters follow the same law.
 */
export async function benchAnnotationSearch(folder: string): Promise<unknown> {
  const data = join(folder, 'data');
  await using database = await openEmbedded(data);
  const views = Math.max(2 * WRITTEN, Math.round(1000 * SCALE));
  const db = await openCatalogue(database.url);
  const words = vocabulary();
  const perSecond = await seedTexts(db, views, words);
  const { rows } = await sql<{ table: number; index: number }>`select pg_table_size('annotation_text') as table,
    pg_relation_size('annotation_text_terms') as index`.execute(db);
  await db.destroy();
  await using _server = await serveVitrine(data, PORT);
  return { stored: { lines: views * LINES_OF_VIEW, perSecond, bytes: rows[0] }, ...(await benchSearches(words)) };
}

/** What is asked for, of the object with half of the lines, of all objects, and of the Chinese one. */
export async function benchSearches(words: readonly string[]): Promise<Record<string, unknown>> {
  const random = seeded(7);
  const word = (from: number, to: number): string => words[Math.floor(from + random() * (to - from))] ?? '';
  const kinds: Record<string, string[]> = {
    // About 1 in 300 lines, 1 in 10,000, and 1 in 10.
    'a frequent word': many(200, () => word(100, 500)),
    'a rare word': many(500, () => word(5000, 40_000)),
    'the ten most frequent words': many(10, () => word(0, 10)),
    'two words': many(500, () => `${word(20, 1000)} ${word(20, 1000)}`),
    'a phrase': many(500, () => `"${word(0, 200)} ${word(0, 200)}"`),
    'a beginning': many(200, () => `${word(1000, 40_000).slice(0, 5)}*`),
    'no word that is there': many(200, () => `x${word(0, 1000)}`),
  };
  const results: Record<string, unknown> = {};
  for (const [kind, all] of Object.entries(kinds))
    results[kind] = {
      object: await measure('manifests/bench-1', all),
      collection: await measure('collections/top', all),
    };
  const begun = many(200, () => word(100, 40_000).slice(0, 3));
  const chinese = many(200, () => Array.from({ length: 2 }, () => characterOf(random)).join(''));
  return {
    ...results,
    'the last page of a frequent word': await measure(
      'manifests/bench-1',
      kinds['the ten most frequent words'] ?? [],
      '&page=20',
    ),
    autocomplete: {
      object: await measure('manifests/bench-1/autocomplete', begun),
      collection: await measure('collections/top/autocomplete', begun),
    },
    'two Chinese characters': await measure('manifests/bench-2', chinese),
  };
}

const many = (count: number, q: () => string): string[] => Array.from({ length: count }, q);

async function measure(scope: string, all: readonly string[], more = ''): Promise<unknown> {
  const paths = all.map((q) => `/iiif/search/2/${scope}?${new URLSearchParams({ q }).toString()}${more}`);
  const ask = (connections: number) => load({ port: PORT, connections, seconds: SECONDS, accept: '*/*', paths });
  // A server that has answered for a while: what it runs is compiled.
  await ask(8);
  return { one: rounded(await ask(1)), eight: rounded(await ask(8)) };
}

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo za bre cla dro sti tre'.split(' ');
const ENDINGS = ['', '', 's', 'ed', 'ing', 'ly', 'ness'];

function vocabulary(): string[] {
  const random = seeded(3);
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const words = new Set<string>();
  while (words.size < VOCABULARY) {
    const length = 1 + Math.floor(random() * 3) + (words.size > 100 ? 1 : 0);
    words.add(Array.from({ length }, () => one(SYLLABLES)).join('') + one(ENDINGS));
  }
  return [...words];
}

/** Of the 3,000 most frequent, so to speak. */
const characterOf = (random: () => number): string => String.fromCodePoint(0x4e00 + Math.floor(3000 ** random()) - 1);

/** Written line by line as clients do, and how many of those a second; the other views repeat theirs, as that would take a quarter of an hour. */
export async function seedTexts(db: Db, views: number, words: readonly string[]): Promise<number> {
  const { writer } = await addWriter(db, { name: 'bench', role: 'editor', kind: 'software' });
  for (let object = 1; object <= 50; object++) {
    const key = `obench${object}`;
    await sql`insert into object (key, id, label) values (${key}, ${`bench-${object}`}, '{"none": ["Bench"]}')`.execute(
      db,
    );
    await sql`insert into collection_member (collection, position, object) values ('top', ${object}, ${key})`.execute(
      db,
    );
  }
  const random = seeded(1);
  // Zipf's law with the exponent 1: the rank is the vocabulary's size to the power of chance.
  const word = (): string => words[Math.floor(VOCABULARY ** random()) - 1] ?? '';
  const line = (isChinese: boolean): string =>
    Array.from({ length: isChinese ? 20 : 10 }, isChinese ? () => characterOf(random) : word).join(
      isChinese ? '' : ' ',
    );
  let [written, milliseconds] = [0, 0];
  for (let number = 1; number <= views; number++) {
    const view = `vbench${number}`;
    const object = number <= views / 2 ? 1 : 2 + (number % 49);
    await sql`insert into view (id, object, position, kind, width, height)
      values (${view}, ${`obench${object}`}, ${number}, 'canvas', ${SIDE}, ${SIDE})`.execute(db);
    const isChinese = object === 2;
    if (number > WRITTEN && !isChinese) {
      await repeat(db, { from: `vbench${1 + (number % WRITTEN)}`, view, object: `obench${object}` });
      continue;
    }
    const lines = Array.from({ length: LINES_OF_VIEW }, (_, at) =>
      lineOf(view, writer, at, line(isChinese), isChinese),
    );
    const started = performance.now();
    await createAnnotations(db, { id: view, view }, lines);
    milliseconds += performance.now() - started;
    written += lines.length;
  }
  await sql`vacuum analyze`.execute(db);
  return Math.round((1000 * written) / milliseconds);
}

/** Views of which each line is written. */
const WRITTEN = 100;

async function repeat(db: Db, { from, view, object }: { from: string; view: string; object: string }): Promise<void> {
  const moved = (text: RawBuilder<string>) => sql`replace(${text}, ${`/${from}#`}, ${`/${view}#`})`;
  await sql`insert into annotation_container (id, view, last, revision) values (${view}, ${view}, ${LINES_OF_VIEW}, 1)`.execute(
    db,
  );
  await sql`insert into annotation (container, id, position, body, viewer, writer, actor, motivations, view, x0, y0, x1, y1, tier, place,
      created, modified)
    select ${view}, id, position, ${moved(sql`body::text`)}::json, ${moved(sql`viewer`)}, writer, actor, motivations, ${view}, x0, y0, x1, y1, tier,
      annotation_place(${view}, tier, x0, y0, x1, y1), created, modified from annotation where container = ${from}`.execute(
    db,
  );
  await sql`insert into annotation_text (container, annotation, view, position, created, texts, terms)
    select ${view}, annotation, ${view}, position, created, texts,
      ts_delete(terms, '@object obench1') || ${`'@object ${object}'`}::tsvector from annotation_text where container = ${from}`.execute(
    db,
  );
}

function lineOf(view: string, writer: Writer, line: number, value: string, isChinese: boolean) {
  const at = new Date(1_700_000_000_000 + line);
  const annotation = {
    type: 'Annotation',
    motivation: 'supplementing',
    body: { type: 'TextualBody', value, format: 'text/plain', language: isChinese ? 'lzh' : 'en' },
    target: `${BASE}/iiif/canvas/${view}#xywh=100,${line * 8},5000,7`,
  };
  const ground = { view, width: SIDE, height: SIDE };
  return { ...contentOf(receive(annotation, BASE), ground, { writer, at }), writer: writer.id, at };
}
