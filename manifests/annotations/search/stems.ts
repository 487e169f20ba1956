import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Db, Tx } from '../../catalogue/open.ts';
import { stemMark } from './marks.ts';

/** A word, and the dictionary of PostgreSQL that is to stem it. */
export interface Inflected {
  dictionary: string;
  word: string;
}

/** Few texts have more words. A stem never changes, so that PostgreSQL is asked for each once. */
const known = new LRUCache<string, readonly string[]>({ max: 100_000 });

/** Marks of the stems of words, for those that were asked for; none where a dictionary has none or is not there. */
export async function stemsOf(
  db: Db | Tx,
  wanted: readonly Inflected[],
): Promise<(one: Inflected) => readonly string[]> {
  const found = new Map<string, string[] | readonly string[]>();
  const asked: string[] = [];
  for (const { dictionary, word } of wanted) {
    const key = stemMark(dictionary, word);
    if (found.has(key)) continue;
    const stems = known.get(key);
    found.set(key, stems ?? []);
    if (!stems) asked.push(key);
  }
  if (asked.length > 0) {
    const { rows } = await sql<{ key: string; dictionary: string; stems: string[] }>`
      select a.key, split_part(a.key, '~', 1) as dictionary, ts_lexize(d.oid::regdictionary, split_part(a.key, '~', 2)) as stems
      from unnest(${asked}::text[]) as a(key)
      join pg_ts_dict d on d.dictname = split_part(a.key, '~', 1) || '_stem' and d.dictnamespace = 'pg_catalog'::regnamespace`.execute(
      db,
    );
    for (const { key, dictionary, stems } of rows)
      found.set(
        key,
        stems.map((stem) => stemMark(dictionary, stem)),
      );
    for (const key of asked) known.set(key, found.get(key) ?? []);
  }
  return ({ dictionary, word }) => found.get(stemMark(dictionary, word)) ?? [];
}

/** From now on, searches look for stems of these, too. */
export async function useDictionaries(db: Db | Tx, dictionaries: ReadonlySet<string>): Promise<void> {
  if (dictionaries.size === 0) return;
  await sql`insert into annotation_dictionary select name from unnest(${[...dictionaries].toSorted()}::text[]) as name
    where not exists (select from annotation_dictionary d where d.name = name.name) on conflict do nothing`.execute(db);
}

export async function usedDictionaries(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('annotationDictionary').select('name').execute();
  return rows.map(({ name }) => name);
}
