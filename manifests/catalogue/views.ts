import { sql } from 'kysely';
import { newId } from './ids.ts';
import type { Tx } from './open.ts';

interface ShownAsset {
  id: string;
  object: string;
}

/** A view at the end of the asset's object that shows its first page. Its size is known once the asset is ready. */
export async function appendView(tx: Tx, asset: ShownAsset): Promise<void> {
  const { last } = await tx
    .selectFrom('view')
    .select((eb) => eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('last'))
    .where('object', '=', asset.object)
    .executeTakeFirstOrThrow();
  await insertView(tx, asset, 1, last + 1);
}

/**
 * Gives the views that show the asset alone the full size of their page, and those pages that no view shows a view of
 * their own, behind the asset's last one.
 */
export async function showPages(tx: Tx, asset: ShownAsset, pages: readonly { page: number }[]): Promise<void> {
  await tx.selectFrom('object').select('key').where('key', '=', asset.object).forUpdate().executeTakeFirstOrThrow();
  const shown = await tx
    .selectFrom('placement')
    .innerJoin('view', 'view.id', 'placement.view')
    .select(['placement.page', 'placement.box', 'view.id', 'view.position'])
    .where('placement.asset', '=', asset.id)
    .where('view.object', '=', asset.object)
    .execute();
  const missing = pages.filter(({ page }) => !shown.some((view) => view.page === page));
  const last = Math.max(0, ...shown.map((view) => view.position));
  if (missing.length > 0) {
    await tx
      .updateTable('view')
      .set((eb) => ({ position: eb('position', '+', missing.length) }))
      .where('object', '=', asset.object)
      .where('position', '>', last)
      .execute();
    for (const [index, { page }] of missing.entries()) await insertView(tx, asset, page, last + 1 + index);
  }
  await tx
    .updateTable('view')
    .from('placement')
    .innerJoin('page', (join) =>
      join.onRef('page.asset', '=', 'placement.asset').onRef('page.number', '=', 'placement.page'),
    )
    .innerJoin('asset', (join) =>
      join.onRef('asset.id', '=', 'page.asset').onRef('asset.servedGeneration', '=', 'page.generation'),
    )
    .set((eb) => ({ width: eb.ref('page.fullWidth'), height: eb.ref('page.fullHeight') }))
    .whereRef('placement.view', '=', 'view.id')
    .where('placement.asset', '=', asset.id)
    .where('placement.position', '=', 1)
    .where(sql<boolean>`placement.box is null`)
    .execute();
}

async function insertView(tx: Tx, asset: ShownAsset, page: number, position: number): Promise<void> {
  const id = newId('v');
  await tx.insertInto('view').values({ id, object: asset.object, position, kind: 'canvas' }).execute();
  await tx.insertInto('placement').values({ view: id, position: 1, asset: asset.id, page }).execute();
}
