import { extname } from 'node:path';
import { mayHaveOriginal, mayHaveTwin, readableStates } from '../catalogue/access.ts';
import type { Visitor } from '../catalogue/access.ts';
import type { ObjectRow } from '../catalogue/objects.ts';
import type { Db } from '../catalogue/open.ts';
import { imageIdentifier } from '../derivatives/keys.ts';
import { meshNumbers } from '../meshes/numbers.ts';
import type { CollectionOf, ImageOf, Member, Mesh, Placement, Provider, TwinObject, View } from './model.ts';

/** Presentation 3 has no paging of collections: those with more members are given as collections of this many. */
const MEMBERS = 1000;

/** Reads an object with its views, and of those the placements whose asset is ready. */
export async function loadTwin(db: Db, object: ObjectRow, provider?: Provider): Promise<TwinObject> {
  const { id, label, summary, metadata, rights, requiredStatement, navDate } = object;
  return {
    id,
    label,
    ...(summary && { summary }),
    metadata,
    ...(rights !== null && { rights }),
    ...(requiredStatement && { requiredStatement }),
    ...(navDate !== null && { navDate }),
    ...(provider && { provider: [provider] }),
    views: await loadViews(db, object),
  };
}

/** Whether anything is said on an object that a search could find. */
export async function hasTexts(db: Db, { key }: ObjectRow): Promise<boolean> {
  const found = await db
    .selectFrom('view')
    .innerJoin('annotationText', 'annotationText.view', 'view.id')
    .select('view.id')
    .where('view.object', '=', key)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

async function loadViews(db: Db, object: ObjectRow): Promise<View[]> {
  const views = await db.selectFrom('view').selectAll().where('object', '=', object.key).orderBy('position').execute();
  const rows = await placedPages(db)
    .innerJoin('view', 'view.id', 'placement.view')
    .select([
      'placement.view',
      'placement.choice',
      'placement.box',
      'placement.label',
      'asset.name',
      'asset.mediaType',
      'asset.bytes',
      'asset.kind',
      'asset.technical',
    ])
    .where('view.object', '=', object.key)
    .orderBy('placement.position')
    .execute();
  const originals = mayHaveOriginal('public', object);
  const twins = mayHaveTwin('public', object);
  const placements = new Map<string, Placement[]>();
  const names = new Map<string, string>();
  for (const row of rows) {
    const { view, choice, box, label, name, mediaType, bytes, asset, page, width, height } = row;
    const placement: Placement = {
      asset,
      identifier: imageIdentifier(asset, page),
      width,
      height,
      ...(box && { box }),
      ...(choice !== null && { choice: String(choice) }),
      ...(label && { label }),
      ...(originals && { original: { label: name, mediaType: mediaType ?? 'application/octet-stream', bytes } }),
      ...(row.kind === 'mesh' && { mesh: meshOf(row.technical, twins) }),
    };
    placements.set(view, [...(placements.get(view) ?? []), placement]);
    if (!names.has(view)) names.set(view, page === 1 ? stem(name) : `${stem(name)}, ${page}`);
  }
  return views.map(({ id, kind, label, width, height }) => {
    const named = label ?? names.get(id);
    return {
      id,
      kind,
      ...(named !== undefined && { label: named }),
      ...(width !== null && height !== null && { size: { width, height } }),
      placements: placements.get(id) ?? [],
    };
  });
}

/** `open`: tiles and model may be had. */
function meshOf(technical: Record<string, unknown>, open: boolean): Mesh {
  const { modelBytes, archiveBytes } = technical;
  const twin = { modelBytes: Number(modelBytes), archiveBytes: Number(archiveBytes) };
  return { numbers: meshNumbers(technical), ...(open && { twin }) };
}

/** The image that stands for an object: the first of its first view that has one. */
export async function firstImage(db: Db, object: string): Promise<ImageOf | undefined> {
  return (await firstImages(db, [object])).get(object);
}

/**
 * A collection as the visitor may see it. `top~2` is the second part of one that is too large to be given whole.
 * Undefined where there is none of that id.
 */
export async function loadCollection(db: Db, visitor: Visitor, id: string): Promise<CollectionOf | undefined> {
  const [base = '', part] = id.split('~');
  const row = await db.selectFrom('collection').selectAll().where('id', '=', base).executeTakeFirst();
  if (!row) return undefined;
  const members = db
    .selectFrom('collectionMember')
    .leftJoin('object', 'object.key', 'collectionMember.object')
    .leftJoin('collection as child', 'child.id', 'collectionMember.child')
    .where('collectionMember.collection', '=', base)
    .where((eb) =>
      eb.or([eb('collectionMember.child', 'is not', null), eb('object.state', 'in', readableStates(visitor))]),
    );
  const { count } = await members.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const parts = Math.ceil(count / MEMBERS);
  const { label } = row;
  if (part === undefined && parts > 1)
    return { id, label, members: Array.from({ length: parts }, (_, index) => partOf(base, index, count)) };
  const number = part === undefined ? 1 : Number(part);
  if (part !== undefined && !(/^[1-9]\d{0,6}$/.test(part) && parts > 1 && number <= parts)) return undefined;
  const rows = await members
    .select([
      'object.key',
      'object.id',
      'object.label',
      'object.navDate',
      'child.id as childId',
      'child.label as childLabel',
    ])
    .orderBy('collectionMember.position')
    .limit(MEMBERS)
    .offset((number - 1) * MEMBERS)
    .execute();
  const images = await firstImages(
    db,
    rows.flatMap(({ key }) => key ?? []),
  );
  return {
    id,
    label,
    ...(part !== undefined && { partOf: [{ id: base, label }] }),
    members: rows.map(({ key, id: object, label: title, navDate, childId, childLabel }): Member => {
      if (childId !== null) return { kind: 'collection', id: childId, label: childLabel ?? childId };
      const thumbnail = key === null ? undefined : images.get(key);
      return {
        kind: 'object',
        id: object ?? '',
        label: title ?? {},
        ...(thumbnail && { thumbnail }),
        ...(navDate !== null && { navDate }),
      };
    }),
  };
}

function partOf(base: string, index: number, count: number): Member {
  const first = index * MEMBERS + 1;
  return { kind: 'collection', id: `${base}~${index + 1}`, label: `${first}–${Math.min(first + MEMBERS - 1, count)}` };
}

async function firstImages(db: Db, objects: readonly string[]): Promise<Map<string, ImageOf>> {
  if (objects.length === 0) return new Map();
  const rows = await placedPages(db)
    .innerJoin('view', 'view.id', 'placement.view')
    .distinctOn('view.object')
    .select('view.object')
    .where('view.object', 'in', objects)
    .where('view.kind', '=', 'canvas')
    .orderBy('view.object')
    .orderBy('view.position')
    .orderBy('placement.position')
    .execute();
  return new Map(
    rows.map(({ object, asset, page, width, height }) => [
      object,
      { identifier: imageIdentifier(asset, page), width, height },
    ]),
  );
}

/** Placements with the page that they show, of assets that are served. */
function placedPages(db: Db) {
  return db
    .selectFrom('placement')
    .innerJoin('asset', 'asset.id', 'placement.asset')
    .innerJoin('page', (join) =>
      join
        .onRef('page.asset', '=', 'asset.id')
        .onRef('page.generation', '=', 'asset.servedGeneration')
        .onRef('page.number', '=', 'placement.page'),
    )
    .select(['asset.id as asset', 'page.number as page', 'page.width', 'page.height']);
}

const stem = (name: string): string => name.slice(0, name.length - extname(name).length);
