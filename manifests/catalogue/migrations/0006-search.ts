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
  // What was written last waits in a list that every search reads: with 4 MB, as is usual, that took 6 ms. Without the list, writing a
  // thousand lines took 1.2 s instead of 0.4.
  `create index annotation_text_terms on annotation_text using gin (terms) with (gin_pending_list_limit = 512)`,
  // In the order in which results are given.
  `create index annotation_text_view on annotation_text (view, container collate "C", position)`,

  // Whose stems there are: a search for those of all that PostgreSQL has would be one for thirty words instead of one.
  `create table annotation_dictionary (name text primary key)`,

  // What was said before is put into the index by the workers, as it takes the model of annotations (search/catch-up.ts).
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

  // What a query finds: of a rare word all, up to `most`, in any order; of a frequent one the first `wanted` in the order of the views.
  // To find 48,000 of 100,000 lines by the index took 50 ms, whatever was done with them; reading lines in order until there are fifty takes two.
  // By the planner's expectation, as nothing else knows beforehand which of them it is. Never from the whole table, which would begin
  // where another search is. `of_object`, or else `collections` in which objects are.
  `create function annotation_text_find(query tsquery, made tstzmultirange, of_object text, collections text[], states text[],
    most integer, wanted integer)
  returns table (container text, annotation text, view text, "position" integer, texts json, walked boolean)
  language plpgsql set enable_seqscan = off as $$
  declare
    expected json;
    here text;
    count integer;
  begin
    execute 'explain (format json) select from annotation_text t where t.terms @@ $1' into expected using query;
    if (expected->0->'Plan'->>'Plan Rows')::double precision < 5000 then
      if of_object is not null then
        return query select t.container, t.annotation, t.view, t.position, t.texts, false from annotation_text t
          where t.terms @@ query and (made is null or t.created <@ made) limit most;
      else
        -- Apart, as it would else go through all views.
        return query with found as materialized (select * from annotation_text t where t.terms @@ query)
          select t.container, t.annotation, t.view, t.position, t.texts, false from found t
          where (made is null or t.created <@ made) and t.view in (
            select v.id from view v join object o on o.key = v.object and o.state = any(states)
            where exists (select from collection_member m where m.object = o.key and m.collection = any(collections)))
          limit most;
      end if;
      return;
    end if;
    for here in
      select v.id from view v join object o on o.key = v.object, lateral (select case when of_object is null then (
        select min(m.position) from collection_member m where m.object = o.key and m.collection = any(collections)) else 1 end as place) m
      where (of_object is null or v.object = of_object) and o.state = any(states) and m.place is not null
      order by m.place, v.object, v.position
    loop
      -- Not the operator, so that it is not looked up in the index for each view.
      return query select t.container, t.annotation, t.view, t.position, t.texts, true from annotation_text t
        where t.view = here and ts_match_vq(t.terms, query) and (made is null or t.created <@ made)
        order by t.container collate "C", t.position limit wanted;
      get diagnostics count = row_count;
      wanted := wanted - count;
      exit when wanted <= 0;
    end loop;
  end
  $$`,
];

/** The words of annotations, to be searched. */
export const search: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
