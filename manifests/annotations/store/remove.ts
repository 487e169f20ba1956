import { announce } from '../../catalogue/changes.ts';
import type { Db } from '../../catalogue/open.ts';
import { readAnnotationRow } from './read.ts';
import type { AnnotationRow } from './read.ts';
import { touch } from './replace.ts';

export type Removed =
  | { outcome: 'removed' }
  | { outcome: 'missing' }
  | { outcome: 'gone' }
  /** Another version is there by now. */
  | { outcome: 'stale'; row: AnnotationRow };

/** Deletes an annotation, if the present version is still `version`. Its row and its history stay: it is told as gone. */
export async function removeAnnotation(
  db: Db,
  { container, id, version }: { container: string; id: string; version: number },
  actor: string,
): Promise<Removed> {
  return db.transaction().execute(async (tx) => {
    await touch(tx, container);
    const before = await readAnnotationRow(tx, container, id);
    if (!before) return { outcome: 'missing' };
    if (before.deleted) return { outcome: 'gone' };
    if (before.version !== version) return { outcome: 'stale', row: before };
    await tx
      .updateTable('annotation')
      .set({ deleted: new Date(), deletedBy: actor })
      .where('container', '=', container)
      .where('id', '=', id)
      .execute();
    await tx
      .updateTable('annotationContainer')
      .set((eb) => ({ deleted: eb('deleted', '+', 1) }))
      .where('id', '=', container)
      .execute();
    await tx.deleteFrom('annotationText').where('container', '=', container).where('annotation', '=', id).execute();
    if (before.view !== null) await announce(tx, { kind: 'annotations', view: before.view });
    return { outcome: 'removed' };
  });
}
