import type { Db } from '../catalogue/open.ts';
import { findObject } from '../catalogue/objects.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import type { MachineView } from './machine.ts';

/** A view with the image that it shows first. */
export interface ShownView extends MachineView {
  object: string;
  image: { asset: string; generation: number; file: string; page: number; width: number; height: number };
}

function shown(db: Db) {
  return db
    .selectFrom('view')
    .innerJoin('object', 'object.key', 'view.object')
    .innerJoin('placement', (join) => join.onRef('placement.view', '=', 'view.id').on('placement.position', '=', 1))
    .innerJoin('asset', 'asset.id', 'placement.asset')
    .innerJoin('page', (join) =>
      join
        .onRef('page.asset', '=', 'asset.id')
        .onRef('page.generation', '=', 'asset.servedGeneration')
        .onRef('page.number', '=', 'placement.page'),
    )
    .select(['view.id', 'view.width', 'view.height', 'object.id as object', 'asset.id as asset', 'asset.name'])
    .select(['placement.page', 'page.generation', 'page.fullWidth', 'page.fullHeight'])
    .where('view.width', 'is not', null)
    .where('view.height', 'is not', null)
    .orderBy('view.position');
}

type Row = Awaited<ReturnType<ReturnType<typeof shown>['execute']>>[number];

const viewOf = ({
  id,
  width,
  height,
  object,
  asset,
  name,
  page,
  generation,
  fullWidth,
  fullHeight,
}: Row): ShownView => ({
  id,
  width: width ?? 0,
  height: height ?? 0,
  object,
  image: { asset, generation, file: name, page, width: fullWidth, height: fullHeight },
});

/** A view, if it is there and ready. */
export async function shownView(db: Db, id: string): Promise<ShownView | undefined> {
  const row = await shown(db).where('view.id', '=', id).executeTakeFirst();
  return row && viewOf(row);
}

/**
 * The views of an object, in their order, that are ready; `only` one of them, where that is given. Throws NotFoundError,
 * and InvalidError where there is none.
 */
export async function viewsOf(db: Db, name: string, only: unknown): Promise<ShownView[]> {
  const object = await findObject(db, name);
  if (!object)
    throw new NotFoundError(
      `There is no object ${JSON.stringify(name)}. \`vitrine status\` lists those that are here.`,
    );
  const views = (await shown(db).where('view.object', '=', object.key).execute()).map(viewOf);
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
