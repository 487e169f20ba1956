import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  `drop function annotation_text_find`,
  // What a query finds, with all that it is put in order by: of a word that is not too frequent all, up to `most`, in any order; of a frequent one
  // the first `wanted` in the order of the views; `walked` then. A line that is found by the index costs two microseconds, one
  // that is read and does not have the word one. Which way is shorter, nothing but the planner's expectation tells beforehand. `of_object`, or
  // else `collections` in which objects are. The mark of an object is asked of the index where the word has many lines, or may have, as a
  // beginning of which the planner knows nothing: where it has few, to read those of other objects costs less than to look up half a million
  // that have the mark.
  `create function annotation_text_find(query tsquery, made tstzmultirange, of_object text, collections text[], states text[],
    most integer, wanted integer)
  returns table (container text, annotation text, "position" integer, view text, object text, place integer, view_position integer,
    walked boolean)
  language plpgsql set enable_seqscan = off as $$
  declare
    explained json;
    expected double precision;
    shown record;
    here record;
    count integer;
  begin
    execute 'explain (format json) select from annotation_text t where t.terms @@ $1' into explained using query;
    expected := (explained->0->'Plan'->>'Plan Rows')::double precision;
    if expected < 5000 then
      if of_object is not null and (expected >= 2500 or strpos(query::text, ':*') > 0) then
        query := query && quote_literal('@object ' || of_object)::tsquery;
      end if;
      -- Line by line until there are enough, for which it is 'offset 0': to put views together with lines first would be to go through all of both.
      return query with lines as materialized (
          select t.container, t.annotation, t.position, t.view from annotation_text t
          where t.terms @@ query and (made is null or t.created <@ made)
        )
        select l.container, l.annotation, l.position, l.view, v.object, p.place, v.position, false from lines l
        cross join lateral (select v.object, v.position from view v where v.id = l.view offset 0) v
        cross join lateral (
          select case when of_object is null then (
              select min(m.position) from object o join collection_member m on m.object = o.key
              where o.key = v.object and o.state = any(states) and m.collection = any(collections))
            when of_object = v.object then 1 end as place offset 0) p
        where p.place is not null limit most;
      return;
    end if;
    for shown in
      select of_object as key, 1 as place where of_object is not null
      union all select o.key, min(m.position) from collection_member m join object o on o.key = m.object and o.state = any(states)
        where of_object is null and m.collection = any(collections) group by o.key
      order by place, key
    loop
      for here in select v.id, v.position from view v where v.object = shown.key order by v.position loop
        -- Not the operator, so that it is not looked up in the index for each view.
        return query select t.container, t.annotation, t.position, t.view, shown.key, shown.place, here.position, true
          from annotation_text t
          where t.view = here.id and ts_match_vq(t.terms, query) and (made is null or t.created <@ made)
          order by t.container collate "C", t.position limit wanted;
        get diagnostics count = row_count;
        wanted := wanted - count;
        if wanted <= 0 then
          return;
        end if;
      end loop;
    end loop;
  end
  $$`,

  // A page of them with all that is said of it, in the order of the object or of the collection. A function, as a connection keeps its plan: to
  // plan it took longer than a rare word is looked up in.
  `create function annotation_text_page(query tsquery, made tstzmultirange, of_object text, collections text[], states text[],
    most integer, wanted integer, lexemes text[], page_start integer, page_size integer)
  returns table (total bigint, walked boolean, container text, id text, view text, object_id text, label json, viewer text,
    x0 double precision, y0 double precision, x1 double precision, y1 double precision, texts json, stems json)
  language plpgsql set enable_seqscan = off as $$
  begin
    return query
      with found as materialized (
        select f.container, f.annotation, f.position, f.view, f.object, f.place, f.view_position, f.walked
        from annotation_text_find(query, made, of_object, collections, states, most, wanted) f
      ), page as materialized (
        select f.*, row_number() over () as number from (
          select * from found f order by f.place, f.object, f.view_position, f.container collate "C", f.position
          limit page_size offset page_start) f
      )
      select c.total, c.walked, p.container, p.annotation, p.view, o.id, o.label, a.viewer, a.x0, a.y0, a.x1, a.y1, t.texts,
        case when lexemes <> '{}' then
          (select json_object_agg(s.lexeme, s.positions) from unnest(t.terms) s where s.lexeme = any(lexemes)) end
      from (select count(*) as total, coalesce(bool_or(f.walked), false) as walked from found f) c
        left join (page p
          join annotation a on a.container = p.container and a.id = p.annotation
          join annotation_text t on t.container = p.container and t.annotation = p.annotation
          join object o on o.key = p.object) on true
      order by p.number;
  end
  $$`,
];

/** Searches that read what they give, and little else. */
export const searchPages: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
