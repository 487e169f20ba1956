import { sql } from 'kysely';
import type { Visitor } from '../../catalogue/access.ts';
import type { Db } from '../../catalogue/open.ts';
import { COLUMNS, isReadable } from './read.ts';
import type { AnnotationRow } from './read.ts';

/** Positions on a page of a container. */
export const PAGE_SIZE = 100;

export interface ContainerCount {
  last: number;
  deleted: number;
}

/** Pages of a container; an empty one has one, too. */
export const pagesOf = ({ last }: ContainerCount): number => Math.max(1, Math.ceil(last / PAGE_SIZE));

/**
 * Page `page` of a container, counted from 0: those of a hundred positions. As a position is never given twice and
 * deleted ones keep theirs, no annotation ever moves to another page, whatever others write: who walks through the pages meets
 * each one once. The price is pages with fewer than a hundred.
 */
export async function readPage(db: Db, container: string, page: number, visitor: Visitor): Promise<AnnotationRow[]> {
  return db
    .selectFrom('annotation')
    .select(COLUMNS)
    .where('container', '=', container)
    .where('position', '>', page * PAGE_SIZE)
    .where('position', '<=', (page + 1) * PAGE_SIZE)
    .where('deleted', 'is', null)
    .where(isReadable(visitor))
    .orderBy('position')
    .execute();
}

/** How many annotations there are before a page. */
export async function startIndexOf(
  db: Db,
  container: string,
  { deleted }: ContainerCount,
  page: number,
): Promise<number> {
  const before = page * PAGE_SIZE;
  if (deleted === 0 || before === 0) return before;
  const { gone } = await db
    .selectFrom('annotation')
    .select((eb) => eb.fn.countAll<number>().as('gone'))
    .where('container', '=', container)
    .where('position', '<=', before)
    .where('deleted', 'is not', null)
    .executeTakeFirstOrThrow();
  return before - gone;
}

/** An annotation for viewers, as text. */
export type ViewerRow = Pick<AnnotationRow, 'container' | 'id' | 'position'> & { viewer: string };

/** Rows held in memory at a time. */
const CHUNK = 1000;

/**
 * All annotations on a view, of its own container and of projects, in the order of containers and positions, piece by
 * piece: no query and no snapshot lives as long as the slowest reader.
 */
export async function* annotationsOnView(db: Db, view: string): AsyncGenerator<ViewerRow[], void> {
  let [container, position] = ['', 0];
  for (;;) {
    const rows = await db
      .selectFrom('annotation')
      .select(['container', 'id', 'position', 'viewer'])
      .where('view', '=', view)
      .where('deleted', 'is', null)
      .where(sql<boolean>`(container, position) > (${container}, ${position})`)
      .orderBy('container')
      .orderBy('position')
      .limit(CHUNK)
      .$narrowType<{ viewer: string }>()
      .execute();
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK) return;
    ({ container, position } = last);
  }
}

/** Whether a view shows a mesh. */
export async function isTwin(db: Db, view: string): Promise<boolean> {
  const mesh = await db
    .selectFrom('placement')
    .innerJoin('asset', 'asset.id', 'placement.asset')
    .select('asset.id')
    .where('placement.view', '=', view)
    .where('asset.kind', '=', 'mesh')
    .limit(1)
    .executeTakeFirst();
  return mesh !== undefined;
}
