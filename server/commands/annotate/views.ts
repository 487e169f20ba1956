import type { MachineView } from '../../../manifests/annotations/machine.ts';
import { findObject } from '../../../manifests/catalogue/objects.ts';
import type { Db } from '../../../manifests/catalogue/open.ts';
import { InvalidError, NotFoundError } from '../../../manifests/errors.ts';

/** A view with the image that it shows. */
export interface ShownView extends MachineView {
  image: { asset: string; file: string; page: number; width: number; height: number };
}

/** The views of an object, in their order, that are ready. Throws NotFoundError, and InvalidError where there is none. */
export async function viewsOf(db: Db, name: string, only: unknown): Promise<ShownView[]> {
  const object = await findObject(db, name);
  if (!object)
    throw new NotFoundError(
      `There is no object ${JSON.stringify(name)}. \`vitrine status\` lists those that are here.`,
    );
  const rows = await db
    .selectFrom('view')
    .innerJoin('placement', (join) => join.onRef('placement.view', '=', 'view.id').on('placement.position', '=', 1))
    .innerJoin('asset', 'asset.id', 'placement.asset')
    .innerJoin('page', (join) =>
      join
        .onRef('page.asset', '=', 'asset.id')
        .onRef('page.generation', '=', 'asset.servedGeneration')
        .onRef('page.number', '=', 'placement.page'),
    )
    .select(['view.id', 'view.width', 'view.height', 'asset.id as asset', 'asset.name', 'placement.page'])
    .select(['page.fullWidth', 'page.fullHeight'])
    .where('view.object', '=', object.key)
    .orderBy('view.position')
    .execute();
  const views = rows.flatMap(({ id, width, height, asset, name: file, page, fullWidth, fullHeight }) =>
    width === null || height === null
      ? []
      : [{ id, width, height, image: { asset, file, page, width: fullWidth, height: fullHeight } }],
  );
  if (views.length === 0) throw new InvalidError(`No view of ${object.id} is ready. \`vitrine status\` says why.`);
  if (typeof only !== 'string') return views;
  const chosen = views.filter(({ id }) => id === only);
  if (chosen.length === 0)
    throw new NotFoundError(
      `${object.id} has no view ${JSON.stringify(only)} that is ready; it has ${views
        .slice(0, 5)
        .map(({ id }) => id)
        .join(', ')}${views.length > 5 ? ', …' : ''}`,
    );
  return chosen;
}
