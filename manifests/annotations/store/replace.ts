import { sql } from 'kysely';
import { announce } from '../../catalogue/changes.ts';
import type { Db, Tx } from '../../catalogue/open.ts';
import type { Software } from '../../catalogue/schema.ts';
import { putText } from '../search/put.ts';
import type { Content } from './create.ts';
import { tierOf } from './place.ts';
import { COLUMNS, readAnnotationRow } from './read.ts';
import type { AnnotationRow } from './read.ts';

export interface Change {
  /** Id of a writer. */
  actor: string;
  software?: Software;
  at: Date;
}

export type Replaced =
  | { outcome: 'replaced'; row: AnnotationRow }
  | { outcome: 'missing' }
  | { outcome: 'gone' }
  /** Another version is there by now. */
  | { outcome: 'stale'; row: AnnotationRow };

/**
 * Makes the next version of an annotation, if the present one is still `version`; the former one goes to its history.
 * `revive`: a deleted one is there again.
 */
export async function replaceAnnotation(
  db: Db,
  { container, id, version }: { container: string; id: string; version: number },
  content: Content,
  { actor, software, at }: Change,
  { revive = false }: { revive?: boolean } = {},
): Promise<Replaced> {
  return db.transaction().execute(async (tx) => {
    await touch(tx, container);
    const before = await readAnnotationRow(tx, container, id);
    if (!before) return { outcome: 'missing' };
    if (before.deleted && !revive) return { outcome: 'gone' };
    if (before.version !== version) return { outcome: 'stale', row: before };
    await tx
      .insertInto('annotationVersion')
      .values({
        container,
        annotation: id,
        number: version,
        body: JSON.stringify(before.body),
        actor: before.actor,
        software: before.software && JSON.stringify(before.software),
        at: before.modified,
      })
      .execute();
    const { bounds, view } = content;
    const tier = tierOf(id, bounds);
    const row = await tx
      .updateTable('annotation')
      .set({
        version: version + 1,
        body: JSON.stringify(content.body),
        viewer: content.viewer ? JSON.stringify(content.viewer) : null,
        actor,
        software: software ? JSON.stringify(software) : null,
        motivations: [...content.motivations],
        generator: content.generator ?? null,
        view: view ?? null,
        x0: bounds?.x0 ?? null,
        y0: bounds?.y0 ?? null,
        z0: bounds?.z0 ?? null,
        x1: bounds?.x1 ?? null,
        y1: bounds?.y1 ?? null,
        z1: bounds?.z1 ?? null,
        tier,
        place: sql<never>`annotation_place(${view ?? null}, ${tier}::integer, ${bounds?.x0 ?? null}::float8, ${bounds?.y0 ?? null}::float8, ${bounds?.x1 ?? null}::float8, ${bounds?.y1 ?? null}::float8)`,
        modified: at,
        deleted: null,
        deletedBy: null,
      })
      .where('container', '=', container)
      .where('id', '=', id)
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    await putText(tx, { container, id }, content.entry);
    // The new one is announced with its text.
    if (before.view !== null && before.view !== view) await announce(tx, { kind: 'annotations', view: before.view });
    if (before.deleted)
      await tx
        .updateTable('annotationContainer')
        .set((eb) => ({ deleted: eb('deleted', '-', 1) }))
        .where('id', '=', container)
        .execute();
    return { outcome: 'replaced', row };
  });
}

/** First of all: whoever writes in a container takes its row's lock before any other, so that nobody waits in a circle. */
export async function touch(tx: Tx, container: string): Promise<void> {
  await tx
    .updateTable('annotationContainer')
    .set((eb) => ({ revision: eb('revision', '+', 1), modified: new Date() }))
    .where('id', '=', container)
    .execute();
}
