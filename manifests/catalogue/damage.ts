import { announce } from './changes.ts';
import type { Db } from './open.ts';

/**
 * Notes that what is served of an asset is not as it was written. `flagged` the first time, `known` after that;
 * `superseded` where that generation is not served any more.
 */
export async function flagDamage(
  db: Db,
  id: string,
  generation: number,
  damage: string,
): Promise<'flagged' | 'known' | 'superseded'> {
  const flagged = await db
    .updateTable('asset')
    .set({ damaged: new Date(), damage })
    .where('id', '=', id)
    .where('servedGeneration', '=', generation)
    .where('damaged', 'is', null)
    .returning('object')
    .executeTakeFirst();
  if (flagged) {
    await announce(db, { kind: 'asset', object: flagged.object, asset: id });
    return 'flagged';
  }
  const served = await db
    .selectFrom('asset')
    .select('id')
    .where('id', '=', id)
    .where('servedGeneration', '=', generation)
    .executeTakeFirst();
  return served ? 'known' : 'superseded';
}
