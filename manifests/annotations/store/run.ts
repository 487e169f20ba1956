import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { announce } from '../../catalogue/changes.ts';
import type { Db, Tx } from '../../catalogue/open.ts';
import type { RunOutcome } from '../../catalogue/schema.ts';
import { createAnnotations } from './create.ts';
import type { NewAnnotation } from './create.ts';
import { touch } from './replace.ts';

/** Some work of a machine that may be done again: the import of a file, or what a service says of a view. */
export interface Run {
  /** The same for the same work. */
  id: string;
  /** What it was done with: kept for whoever wants to know. */
  details: Record<string, unknown>;
}

export interface RunAnnotation extends NewAnnotation {
  /** From `fingerprint`: tells whether the run says the same as last time. */
  said: Buffer;
}

/** Annotations in one statement. */
const BATCH = 500;

/** Of what a machine said, without what depends on when and by which writer it is written down. */
export const fingerprint = (body: Record<string, unknown>): Buffer =>
  createHash('sha256').update(JSON.stringify(body)).digest();

/**
 * Writes what a run says, all or nothing, in place of what the same run said before on these views: what is said again
 * stays the same annotation, what is not is deleted. Of what others have touched nothing changes: what somebody deleted
 * stays deleted, what somebody changed stays as it is, and what is of another origin is not looked at.
 *
 * `among`: the views that the run is about; those that it says nothing of any more lose what it said.
 */
export async function replaceRun(
  db: Db,
  run: Run,
  among: readonly string[],
  says: ReadonlyMap<string, AsyncIterable<RunAnnotation>>,
): Promise<RunOutcome> {
  const outcome: RunOutcome = { created: 0, removed: 0, kept: 0, leftDeleted: 0 };
  await db.transaction().execute(async (tx) => {
    const before = await tx
      .selectFrom('annotation')
      .select('container')
      .distinct()
      .where('run', '=', run.id)
      .where(sql<boolean>`container = any(${[...among]}::text[])`)
      .execute();
    // Always in the same order, so that two runs never wait for each other.
    const views = [...new Set([...before.map(({ container }) => container), ...says.keys()])].toSorted();
    for (const view of views) await replaceOn(tx, run, view, says.get(view), outcome);
  });
  return outcome;
}

interface Before {
  id: string;
  deleted: boolean;
  changed: boolean;
}

async function replaceOn(
  tx: Tx,
  run: Run,
  view: string,
  says: AsyncIterable<RunAnnotation> | undefined,
  outcome: RunOutcome,
): Promise<void> {
  await tx
    .insertInto('annotationContainer')
    .values({ id: view, view })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx.selectFrom('annotationContainer').select('id').where('id', '=', view).forUpdate().execute();
  const before = await saidBefore(tx, run, view);
  let batch: RunAnnotation[] = [];
  for await (const annotation of says ?? []) {
    const found = before.get(annotation.said.toString('base64'))?.shift();
    if (!found) batch.push(annotation);
    else if (found.deleted) outcome.leftDeleted += 1;
    else outcome.kept += 1;
    if (batch.length < BATCH) continue;
    outcome.created += await create(tx, run, view, batch);
    batch = [];
  }
  outcome.created += await create(tx, run, view, batch);
  const gone = [...before.values()].flat().filter(({ deleted, changed }) => !deleted && !changed);
  outcome.removed += await remove(
    tx,
    view,
    gone.map(({ id }) => id),
  );
  const details = JSON.stringify(run.details);
  await tx
    .insertInto('annotationRun')
    .values({ id: run.id, view, details, finished: new Date() })
    .onConflict((conflict) => conflict.columns(['id', 'view']).doUpdateSet({ details, finished: new Date() }))
    .execute();
}

/** By fingerprint, in their order; a page may say the same at the same place twice. What the run itself deleted is past. */
async function saidBefore(tx: Tx, run: Run, view: string): Promise<Map<string, Before[]>> {
  const rows = await tx
    .selectFrom('annotation')
    .select(['id', 'said', 'deleted', 'writer', 'actor'])
    .where('run', '=', run.id)
    .where('container', '=', view)
    .where((eb) => eb.or([eb('deleted', 'is', null), eb('deletedBy', '!=', eb.ref('writer'))]))
    .orderBy('position')
    .execute();
  const before = new Map<string, Before[]>();
  for (const { id, said, deleted, writer, actor } of rows) {
    const key = said?.toString('base64') ?? '';
    const one = { id, deleted: deleted !== null, changed: actor !== writer };
    const found = before.get(key);
    if (found) found.push(one);
    else before.set(key, [one]);
  }
  return before;
}

async function create(tx: Tx, run: Run, view: string, batch: readonly RunAnnotation[]): Promise<number> {
  if (batch.length === 0) return 0;
  const made = await createAnnotations(tx, { id: view, view }, batch);
  const rows = made.map(({ id }, index) => ({ id, said: batch[index]?.said.toString('hex') }));
  await sql`
    update annotation set run = ${run.id}, said = decode(t.said, 'hex')
    from json_to_recordset(${JSON.stringify(rows)}) as t(id text, said text)
    where annotation.container = ${view} and annotation.id = t.id`.execute(tx);
  return made.length;
}

/** In the name of who wrote them. */
async function remove(tx: Tx, view: string, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  await touch(tx, view);
  await tx
    .updateTable('annotation')
    .set((eb) => ({ deleted: new Date(), deletedBy: eb.ref('writer') }))
    .where('container', '=', view)
    .where(sql<boolean>`id = any(${[...ids]}::text[])`)
    .execute();
  await tx
    .updateTable('annotationContainer')
    .set((eb) => ({ deleted: eb('deleted', '+', ids.length) }))
    .where('id', '=', view)
    .execute();
  await tx
    .deleteFrom('annotationText')
    .where('container', '=', view)
    .where(sql<boolean>`annotation = any(${[...ids]}::text[])`)
    .execute();
  await announce(tx, { kind: 'annotations', view });
  return ids.length;
}

/** The views, among these, on which a run has been at its end. */
export async function finishedOn(db: Db, run: string, views: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('annotationRun')
    .select('view')
    .where('id', '=', run)
    .where(sql<boolean>`view = any(${[...views]}::text[])`)
    .execute();
  return new Set(rows.map(({ view }) => view));
}
