import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Nothing here takes an extension, which the owner of a database may not be allowed to create. Words are taken out of texts and
 * folded by annotations/search; PostgreSQL stems them and finds them.
 */
const STATEMENTS = [
  // One row for each annotation that is on a view and not deleted. `terms`: words at their positions; stems as
  // `english~bird`; marks such as `@object {key}`, so that one index answers for words and for all else together.
  // `texts`: what the positions are counted in. To take it out of a hundred annotations took 17 of the 20 ms of a page of results.
  `create table annotation_text (
    container text not null,
    annotation text not null,
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

  // What was said before is put into the index by the server, as it takes the model of annotations (search/catch-up.ts).
  `create table annotation_text_due (container text not null, annotation text not null, primary key (container, annotation))`,
  `insert into annotation_text_due select container, id from annotation where view is not null and deleted is null`,

  // Collections in a collection: there are few, and members may be many.
  `create index collection_member_child on collection_member (collection) where child is not null`,

  // A function, so that it sees what the statement that it is called from has made. A connection keeps the plan that it made when the
  // tables were empty, and that would be to read all of them.
  `create function annotation_text_put(into_container text, of_annotation text, given json) returns void
  language plpgsql set enable_seqscan = off as $$
  declare
    on_view text;
  begin
    insert into annotation_text (container, annotation, view, position, created, texts, terms)
      select n.container, n.id, n.view, n.position, coalesce((given->>'created')::timestamptz, n.created), given->'texts',
        (given->>'terms' || ' ' || quote_literal('@object ' || v.object))::tsvector
      from annotation n join view v on v.id = n.view
      where n.container = into_container and n.id = of_annotation
      on conflict (container, annotation) do update
        set view = excluded.view, created = excluded.created, texts = excluded.texts, terms = excluded.terms
      returning view into on_view;
    perform pg_notify('vitrine', json_build_object('kind', 'annotations', 'view', on_view)::text);
  end
  $$`,
];

/** The words of annotations, to be searched. */
export const search: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
