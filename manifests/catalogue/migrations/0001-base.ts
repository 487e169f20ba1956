import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * `json`, not `jsonb`: documents keep the order in which languages and fields were given.
 * The words are those of docs/architecture.md, "Vocabulary".
 */
const STATEMENTS = [
  `create table installation (id text primary key, created timestamptz not null default now())`,
  `insert into installation (id) values (replace(gen_random_uuid()::text, '-', ''))`,

  `create table object (
    key text primary key,
    id text not null unique,
    label json not null,
    summary json,
    metadata json not null default '[]',
    rights text,
    required_statement json,
    nav_date text,
    source text unique,
    state text not null default 'published' check (state in ('draft', 'published')),
    created timestamptz not null default now(),
    modified timestamptz not null default now()
  )`,
  `create table former_id (
    id text primary key,
    object text not null references object on delete cascade
  )`,

  `create table asset (
    id text primary key,
    object text not null references object on delete cascade,
    name text not null,
    source text,
    in_place boolean not null default false,
    kind text check (kind in ('image', 'mesh')),
    media_type text,
    sha256 text not null,
    bytes bigint not null,
    generation integer not null default 1,
    served_generation integer,
    state text not null default 'waiting' check (state in ('waiting', 'working', 'ready', 'failed')),
    problem json,
    technical json not null default '{}',
    warnings json not null default '[]',
    created timestamptz not null default now(),
    modified timestamptz not null default now(),
    check (state <> 'ready' or served_generation = generation),
    check ((state = 'failed') = (problem is not null))
  )`,
  `create unique index asset_source on asset (object, source)`,
  `create index asset_unfinished on asset (created) where state in ('waiting', 'working')`,
  `create table page (
    asset text not null references asset on delete cascade,
    generation integer not null,
    number integer not null check (number > 0),
    width integer not null check (width > 0),
    height integer not null check (height > 0),
    bytes bigint not null,
    primary key (asset, generation, number)
  )`,

  `create table view (
    id text primary key,
    object text not null references object on delete cascade,
    position integer not null,
    kind text not null check (kind in ('canvas', 'scene')),
    label json,
    width integer,
    height integer,
    unique (object, position) deferrable initially deferred
  )`,
  // Several placements on one view stand side by side, each in its box (x, y, width, height in the view's own units;
  // none: the whole view). Those that share a choice are alternatives, the first of them shown. A scene places its
  // assets by a transform: the 16 numbers of a column-major matrix.
  `create table placement (
    key bigint generated always as identity primary key,
    view text not null references view on delete cascade,
    position integer not null,
    asset text not null references asset on delete cascade,
    page integer not null default 1,
    choice integer,
    label json,
    box json,
    transform json,
    unique (view, position) deferrable initially deferred
  )`,
  `create index placement_asset on placement (asset)`,

  `create table collection (
    id text primary key,
    label json not null,
    modified timestamptz not null default now()
  )`,
  `create table collection_member (
    collection text not null references collection on delete cascade,
    position integer not null,
    object text references object on delete cascade,
    child text references collection on delete cascade,
    primary key (collection, position),
    check (num_nonnulls(object, child) = 1)
  )`,
  `create unique index collection_member_object on collection_member (object, collection)`,
  `insert into collection (id, label) values ('top', '{"none": ["Vitrine"]}')`,

  `create table activity (
    number bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    type text not null check (type in ('Create', 'Update', 'Delete')),
    resource_kind text not null check (resource_kind in ('object', 'asset', 'collection')),
    resource text not null,
    object text,
    summary text not null
  )`,
  `create index activity_object on activity (object, number)`,
];

export const base: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
