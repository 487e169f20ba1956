import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  // One row is one token. Revoked ones stay, as what they wrote names them.
  `create table writer (
    id text primary key,
    name text not null,
    role text not null check (role in ('annotator', 'editor', 'administrator')),
    kind text not null check (kind in ('person', 'software')),
    token_hash bytea not null unique,
    created timestamptz not null default now(),
    used timestamptz,
    revoked timestamptz
  )`,
  `create unique index writer_name on writer (name) where revoked is null`,
  // What a browser has instead of a token: a cookie, or a link that gives it one, once.
  `create table session (
    hash bytea primary key,
    writer text not null references writer on delete cascade,
    kind text not null check (kind in ('link', 'cookie')),
    expires timestamptz not null
  )`,
  `create index session_expires on session (expires)`,

  // A part of the plane for the index below.
  `alter table view add column slot integer generated always as identity`,

  // That of a view has the view's id, and is there from the first annotation on. No reference to the view: what was said
  // of it outlives it. Everything in \`revision\` that changes a container adds one.
  `create table annotation_container (
    id text primary key,
    view text unique check (view = id),
    label json,
    creator text references writer,
    created timestamptz not null default now(),
    modified timestamptz not null default now(),
    last integer not null default 0,
    deleted integer not null default 0,
    revision bigint not null default 0
  )`,

  // Deleted ones keep their position, and with it the borders of pages. \`body\` is the present version's.
  `create table annotation (
    container text not null references annotation_container,
    id text not null,
    position integer not null,
    version integer not null default 1,
    body json not null,
    viewer json check (view is not null or viewer is null),
    writer text not null references writer,
    actor text not null references writer,
    software json,
    motivations text[] not null,
    generator text,
    origin bytea,
    view text,
    x0 double precision, y0 double precision, z0 double precision,
    x1 double precision, y1 double precision, z1 double precision,
    tier smallint not null,
    place box,
    created timestamptz not null,
    modified timestamptz not null,
    deleted timestamptz,
    deleted_by text references writer,
    primary key (container, id),
    check ((deleted is null) = (deleted_by is null))
  )`,
  `create unique index annotation_position on annotation (container, position)`,
  `create unique index annotation_origin on annotation (container, origin) where origin is not null and deleted is null`,
  `create index annotation_view on annotation (view, container, position) where deleted is null and view is not null`,
  `create index annotation_place on annotation using gist (place) where deleted is null and place is not null`,

  // Former versions; rows are written once.
  `create table annotation_version (
    container text not null,
    annotation text not null,
    number integer not null,
    body json not null,
    actor text not null references writer,
    software json,
    at timestamptz not null,
    primary key (container, annotation, number),
    foreign key (container, annotation) references annotation
  )`,

  // Where an annotation lies in the one plane of the index: see annotations/store/place.ts, which asks for the same.
  // Null for what is not on a view, or on no part of it that has bounds.
  `create function annotation_place(on_view text, tier integer,
    x0 double precision, y0 double precision, x1 double precision, y1 double precision) returns box
  language sql stable as $$
    select box(
      point(v.slot * 16777216.0 + greatest(-8388607, least(8388607, x0)), tier * 16777216.0 + greatest(-8388607, least(8388607, y0))),
      point(v.slot * 16777216.0 + greatest(-8388607, least(8388607, x1)), tier * 16777216.0 + greatest(-8388607, least(8388607, y1)))
    ) from view v where v.id = on_view and x0 is not null
  $$`,

  // Many at once or one: a round trip either way. The lock on the container makes positions dense; those who wait for it
  // are sent together (annotations/store/batch.ts). What is there already is found by inserting: a query for it, whose plan
  // the connection keeps from when the table was empty, would read the whole container for each row ever after.
  `create function create_annotations(into_container text, of_view text, given json)
  returns table (ordinal integer, id text, version integer, fresh boolean)
  language plpgsql as $$
  declare
    r record;
    taken integer;
    free text;
    same text;
    suffix integer;
    last_position integer;
    added integer := 0;
  begin
    if of_view is not null then
      insert into annotation_container as c (id, view) values (into_container, of_view) on conflict do nothing;
    end if;
    select c.last into last_position from annotation_container c where c.id = into_container for update;
    if not found then
      raise exception 'There is no container %', into_container;
    end if;
    for r in select * from json_to_recordset(given) as t(ordinal integer, id text, origin text, body json, viewer json, writer text,
      software json, motivations json, generator text, view text, x0 double precision, y0 double precision, z0 double precision,
      x1 double precision, y1 double precision, z1 double precision, tier integer, created timestamptz, modified timestamptz)
    loop
      free := r.id;
      suffix := 1;
      loop
        insert into annotation (container, id, position, body, viewer, writer, actor, software, motivations, generator, origin,
          view, x0, y0, z0, x1, y1, z1, tier, place, created, modified)
        values (into_container, free, last_position + added + 1, r.body, r.viewer, r.writer, r.writer, r.software,
          array(select json_array_elements_text(r.motivations)), r.generator, decode(r.origin, 'hex'), r.view,
          r.x0, r.y0, r.z0, r.x1, r.y1, r.z1, r.tier, annotation_place(r.view, r.tier, r.x0, r.y0, r.x1, r.y1), r.created, r.modified)
        on conflict do nothing;
        if found then
          added := added + 1;
          return query select r.ordinal, free, 1, true;
          exit;
        end if;
        select a.id, a.version into same, taken from annotation a
          where a.container = into_container and a.origin = decode(r.origin, 'hex') and a.deleted is null;
        if found then
          return query select r.ordinal, same, taken, false;
          exit;
        end if;
        suffix := suffix + 1;
        free := r.id || '-' || suffix;
      end loop;
    end loop;
    if added > 0 then
      update annotation_container c set last = c.last + added, revision = c.revision + 1, modified = now()
        where c.id = into_container;
    end if;
  end
  $$`,
];

/** Annotations with their history, the containers that they are in, and who may write them. */
export const annotations: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
