import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Nothing here takes an extension, which the owner of a database may not be allowed to create. Words are taken out of texts and
 * folded by annotations/search; PostgreSQL stems them, and finds them.
 */
const STATEMENTS = [
  // One row for each annotation that is on a view and not deleted. `terms`: words at their positions; stems as
  // `english~bird`; marks such as `@object {key}`, so that one index answers for words and for all else together.
  // `texts`: what the positions are counted in. To take it out of a hundred annotations took 17 of the 20 ms of a page of results.
  `create table annotation_text (
    container text not null,
    annotation text not null,
    object text not null,
    view text not null references view on delete cascade,
    position integer not null,
    created timestamptz not null,
    terms tsvector not null,
    texts json not null,
    primary key (container, annotation),
    foreign key (container, annotation) references annotation on delete cascade
  )`,
  `create index annotation_text_terms on annotation_text using gin (terms)`,
  `create index annotation_text_view on annotation_text (view)`,

  // What an object's texts say, for who begins to type; and by \`@{dictionary}\` which languages they are in. Without a unique key:
  // writers would wait for each other's new words, in a circle. So a word may be there twice, or be no more in any text.
  `create table annotation_word (object text not null, word text collate "C" not null, shown text not null)`,
  `create index annotation_word_word on annotation_word (object, word)`,

  `create function annotation_stems(dictionary text, word text) returns text[] language sql stable as $$
    select ts_lexize(d.oid::regdictionary, word) from pg_ts_dict d
    where d.dictname = dictionary || '_stem' and d.dictnamespace = 'pg_catalog'::regnamespace
  $$`,

  // A connection keeps the plan that it made when the tables were empty, and that would be to read all of them for each word: 115
  // lines a second instead of 1,500 once there were 4,000. Hence an index, and `offset 0`, which keeps the question for each word apart.
  `create function annotation_text_put(into_container text, of_annotation text, given json) returns void
  language plpgsql set enable_seqscan = off as $$
  declare
    a record;
  begin
    select n.view, n.position, n.created, v.object into a from annotation n left join view v on v.id = n.view
      where n.container = into_container and n.id = of_annotation;
    if a.object is null then
      delete from annotation_text where container = into_container and annotation = of_annotation;
      return;
    end if;
    insert into annotation_text (container, annotation, object, view, position, created, texts, terms)
    values (into_container, of_annotation, a.object, a.view, a.position, a.created, given->'texts', (
      select (given->>'terms' || ' ' || quote_literal('@object ' || a.object) || ' ' || coalesce(string_agg(
        '''' || replace(replace(s.dictionary || '~' || stem, '\\', '\\\\'), '''', '''''') || ''':' || s.at, ' '), ''))::tsvector
      from json_to_recordset(given->'stems') as s(dictionary text, word text, at text)
        join pg_ts_dict d on d.dictname = s.dictionary || '_stem' and d.dictnamespace = 'pg_catalog'::regnamespace,
        unnest(ts_lexize(d.oid::regdictionary, s.word)) as stem))
    on conflict (container, annotation) do update
      set object = excluded.object, view = excluded.view, created = excluded.created, texts = excluded.texts, terms = excluded.terms;
    insert into annotation_word (object, word, shown)
      select a.object, w.key, w.value from (
        select key, value from json_each_text(given->'words')
        union select '@' || s.dictionary, '' from json_to_recordset(given->'stems') as s(dictionary text)) w
      where not exists (select from annotation_word k where k.object = a.object and k.word = w.key offset 0);
    perform pg_notify('vitrine', json_build_object('kind', 'annotations', 'view', a.view)::text);
  end
  $$`,
];

/** The words of annotations, to be searched. */
export const search: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
