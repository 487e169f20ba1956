import { record } from './activities.ts';
import type { AssetRow } from './assets.ts';
import type { Db } from './open.ts';

/**
 * Has an asset's derivatives made anew, as its next generation, while those that are there go on being served. One that
 * is not done yet stays as it is. Undefined where there is no such asset.
 */
export async function remakeAsset(db: Db, id: string, actor: string): Promise<AssetRow | undefined> {
  return db.transaction().execute(async (tx) => {
    const asset = await tx
      .updateTable('asset')
      .set((eb) => ({ generation: eb('generation', '+', 1), state: 'waiting', problem: null, modified: new Date() }))
      .where('id', '=', id)
      .where('state', 'in', ['ready', 'failed'])
      .returningAll()
      .executeTakeFirst();
    if (!asset) return tx.selectFrom('asset').selectAll().where('id', '=', id).executeTakeFirst();
    await record(tx, {
      actor,
      type: 'Update',
      resourceKind: 'asset',
      resource: id,
      object: asset.object,
      summary: `Asked for ${asset.name} to be made anew`,
    });
    return asset;
  });
}
