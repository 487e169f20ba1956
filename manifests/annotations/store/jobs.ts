import { sql } from 'kysely';
import { newId } from '../../catalogue/ids.ts';
import type { Db } from '../../catalogue/open.ts';
import type { Problem, RunOutcome } from '../../catalogue/schema.ts';

/** What a machine is asked to say of a view. */
export interface Asking {
  /** The same for the same work. */
  run: string;
  view: string;
  /** Who is asked. */
  kind: string;
  parameters: Record<string, unknown>;
}

export interface AnnotationJobRow extends Asking {
  id: string;
}

export interface FinishedJob {
  id: string;
  view: string;
  outcome: RunOutcome | null;
  problem: Problem | null;
}

/** Jobs in one statement. */
const BATCH = 5000;

/**
 * Asks for work, in the order in which it is given; what is asked for already, and not done yet, is the same job.
 * Resolves to the ids. The rows are the truth: a queue that has lost its jobs gets them from here.
 */
export async function askFor(db: Db, asked: readonly Asking[]): Promise<AnnotationJobRow[]> {
  const rows: AnnotationJobRow[] = [];
  for (let start = 0; start < asked.length; start += BATCH) {
    const batch = asked.slice(start, start + BATCH);
    const made = await db
      .insertInto('annotationJob')
      .values(batch.map((one) => ({ ...one, id: newId('j'), parameters: JSON.stringify(one.parameters) })))
      .onConflict((conflict) =>
        conflict.columns(['run', 'view']).doUpdateSet({
          // What is being done keeps its name, and so its place in the queue.
          id: sql`case when annotation_job.state in ('waiting', 'working') then annotation_job.id else excluded.id end`,
          state: sql`case when annotation_job.state = 'working' then 'working' else 'waiting' end`,
          parameters: sql`excluded.parameters`,
          outcome: null,
          problem: null,
          asked: sql`now()`,
        }),
      )
      .returning(['id', 'run', 'view', 'kind', 'parameters'])
      .execute();
    rows.push(...made);
  }
  return rows;
}

/** The job, if it is still to be done. */
export async function beginJob(db: Db, id: string): Promise<AnnotationJobRow | undefined> {
  return db
    .updateTable('annotationJob')
    .set({ state: 'working' })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'working'])
    .returning(['id', 'run', 'view', 'kind', 'parameters'])
    .executeTakeFirst();
}

export async function handBackJob(db: Db, id: string): Promise<void> {
  await db
    .updateTable('annotationJob')
    .set({ state: 'waiting' })
    .where('id', '=', id)
    .where('state', '=', 'working')
    .execute();
}

export async function finishJob(db: Db, id: string, outcome: RunOutcome): Promise<void> {
  await db
    .updateTable('annotationJob')
    .set({ state: 'done', outcome: JSON.stringify(outcome) })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'working'])
    .execute();
}

export async function failJob(db: Db, id: string, problem: Problem): Promise<void> {
  await db
    .updateTable('annotationJob')
    .set({ state: 'failed', problem: JSON.stringify(problem) })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'working'])
    .execute();
}

/** The ids of all that is to be done, those asked for first before others. */
export async function unfinishedJobs(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('annotationJob')
    .select('id')
    .where('state', 'in', ['waiting', 'working'])
    .orderBy('asked')
    .execute();
  return rows.map(({ id }) => id);
}

/** How many there are in each state. */
export async function countJobs(db: Db): Promise<Record<'waiting' | 'working' | 'done' | 'failed', number>> {
  const rows = await db
    .selectFrom('annotationJob')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return {
    waiting: 0,
    working: 0,
    done: 0,
    failed: 0,
    ...Object.fromEntries(rows.map(({ state, count }) => [state, count])),
  };
}

/** Which of these are done or have failed. */
export async function finishedAmong(db: Db, ids: readonly string[]): Promise<FinishedJob[]> {
  return db
    .selectFrom('annotationJob')
    .select(['id', 'view', 'outcome', 'problem'])
    .where(sql<boolean>`id = any(${[...ids]}::text[])`)
    .where('state', 'in', ['done', 'failed'])
    .execute();
}
