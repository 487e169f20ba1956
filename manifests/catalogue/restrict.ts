import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { IngestJob } from '../jobs.ts';
import { InvalidError } from '../errors.ts';
import { record } from './activities.ts';
import { announce } from './changes.ts';
import type { Db, Tx } from './open.ts';
import type { HiddenRegion, Restriction } from './schema.ts';

export interface RestrictionChange {
  /** What held so far holds no more. */
  lift: boolean;
  /** What holds from now on, beside what still holds of before. */
  set: Restriction;
}

export interface Restricted {
  /** To be queued; those that get lost on the way are found in the catalogue. */
  jobs: IngestJob[];
  /** Nothing of their files is served until they are done. */
  closed: boolean;
}

/**
 * Changes what the public gets of an object. What is served of the files that it touches is closed in the same transaction, until its
 * derivatives are made anew within the new restriction; only where none is left, what was made under the old one is
 * served meanwhile. Throws InvalidError for a hidden region that lies on none of its pages.
 */
export async function restrictObject(
  db: Db,
  key: string,
  { lift, set }: RestrictionChange,
  actor: string,
): Promise<Restricted> {
  return db.transaction().execute(async (tx) => {
    const { restriction: before } = await tx
      .selectFrom('object')
      .select('restriction')
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const merged: Restriction = { ...(!lift && before), ...set };
    const after = Object.keys(merged).length === 0 ? null : merged;
    if (isDeepStrictEqual(before, after)) return { jobs: [], closed: false };
    for (const region of set.hidden ?? []) await requirePage(tx, key, region);
    await tx
      .updateTable('object')
      .set({ restriction: after && JSON.stringify(after), modified: new Date() })
      .where('key', '=', key)
      .execute();
    const touched = touchedAssets(before ?? {}, after ?? {});
    const remade = await tx
      .updateTable('asset')
      .set((eb) => ({
        generation: eb('generation', '+', 1),
        state: 'waiting',
        problem: null,
        modified: new Date(),
        ...(after && { servedGeneration: null, damaged: null, damage: null }),
      }))
      .where('object', '=', key)
      .where(sql<boolean>`(${touched}::text[] is null or id = any(${touched}::text[]))`)
      // Of what failed from the start there is nothing to close.
      .where((eb) => eb.or([eb('state', '!=', 'failed'), eb('servedGeneration', 'is not', null)]))
      .returning(['id as asset', 'generation'])
      .execute();
    for (const { asset } of remade) await announce(tx, { kind: 'asset', object: key, asset });
    await record(tx, {
      actor,
      type: 'Update',
      resourceKind: 'object',
      resource: key,
      object: key,
      summary: after ? `Restricted: ${inWords(after)}` : 'Lifted the restriction',
    });
    return { jobs: remade, closed: after !== null };
  });
}

/** Those that come out otherwise than before; null for all. To hide a word on one page does not close a book. */
function touchedAssets(before: Restriction, after: Restriction): string[] | null {
  if (before.maxSide !== after.maxSide || before.watermark?.sha256 !== after.watermark?.sha256) return null;
  const named = new Set([...(before.hidden ?? []), ...(after.hidden ?? [])].map(({ asset }) => asset));
  return [...named].filter((id) => !isDeepStrictEqual(hiddenOn(id, before), hiddenOn(id, after)));
}

const hiddenOn = (id: string, { hidden = [] }: Restriction): HiddenRegion[] =>
  hidden.filter(({ asset }) => asset === id);

/** A region that hides nothing would be taken for one that does. What is not known yet, its worker looks at. */
async function requirePage(tx: Tx, key: string, { asset, page, x, y }: HiddenRegion): Promise<void> {
  const known = await tx
    .selectFrom('asset')
    .leftJoin('page', (join) =>
      join
        .onRef('page.asset', '=', 'asset.id')
        .on('page.generation', '=', sql<number>`(select max(generation) from page where asset = asset.id)`),
    )
    .select(['page.number', 'page.fullWidth', 'page.fullHeight'])
    .where('asset.id', '=', asset)
    .where('asset.object', '=', key)
    .execute();
  if (known.length === 0) throw new InvalidError(`There is no asset ${JSON.stringify(asset)} in this object`);
  if (known[0]?.number === null) return;
  const shown = known.find(({ number }) => number === page);
  if (!shown)
    throw new InvalidError(`The asset ${asset} has ${known.length} pages, so nothing is hidden on page ${page}`);
  const { fullWidth, fullHeight } = shown;
  if (x >= Number(fullWidth) || y >= Number(fullHeight))
    throw new InvalidError(
      `The region at ${x},${y} lies outside of the ${fullWidth} × ${fullHeight} pixels of ${asset}~${page}, so it would hide nothing`,
    );
}

function inWords({ maxSide, watermark, hidden }: Restriction): string {
  return [
    ...(maxSide === undefined ? [] : [`at most ${maxSide} pixels`]),
    ...(watermark ? [`the watermark ${watermark.name}`] : []),
    ...(hidden ? [`${hidden.length} hidden regions`] : []),
  ].join(', ');
}
