import { sql } from 'kysely';
import { generationFolder } from '../derivatives/keys.ts';
import type { Storage } from '../storage/storage.ts';
import type { Db } from './open.ts';

/** At once, so that what was done of a long sweep need not be done again. */
const ASSETS = 1000;

/** Derivatives that nothing serves and nothing ever will: of the generations from `from` up to `to`, exclusive. */
function superseded(db: Db) {
  return db
    .selectFrom('asset')
    .select(['id', 'sweptGeneration as from', sql<number>`coalesce(served_generation, generation)`.as('to')])
    .where(sql<boolean>`coalesce(served_generation, generation) > swept_generation`);
}

interface SweepOptions {
  /** Milliseconds. */
  age: number;
  /** Stops it between two assets. */
  signal: AbortSignal;
}

/**
 * Deletes what was superseded so long ago that no server reads it any more, no viewer asks for its tiles, and no worker
 * is still busy with it.
 */
export async function sweepSuperseded(
  db: Db,
  storage: Pick<Storage, 'delete'>,
  { age, signal }: SweepOptions,
): Promise<void> {
  const before = new Date(Date.now() - age);
  for (;;) {
    const assets = await superseded(db).where('modified', '<=', before).orderBy('modified').limit(ASSETS).execute();
    for (const { id, from, to } of assets) {
      if (signal.aborted) return;
      await deleteGenerations(storage, id, from, to);
      await db.deleteFrom('page').where('asset', '=', id).where('generation', '<', to).execute();
      await db
        .updateTable('asset')
        .set({ sweptGeneration: to })
        .where('id', '=', id)
        .where('sweptGeneration', '<', to)
        .execute();
    }
    if (assets.length < ASSETS) return;
  }
}

/** Deletes what is superseded of an object, whose key it is, at once. The sweep looks again for what a worker adds to it. */
export async function deleteSuperseded(db: Db, storage: Pick<Storage, 'delete'>, object: string): Promise<void> {
  for (const { id, from, to } of await superseded(db).where('object', '=', object).execute())
    await deleteGenerations(storage, id, from, to);
}

async function deleteGenerations(
  storage: Pick<Storage, 'delete'>,
  asset: string,
  from: number,
  to: number,
): Promise<void> {
  for (let generation = from; generation < to; generation++) await storage.delete(generationFolder(asset, generation));
}
