import { sql } from 'kysely';
import type { Db } from '../../catalogue/open.ts';
import { receiveStored } from '../receive.ts';
import { entryOf } from './entry.ts';
import { putText } from './put.ts';

/** Annotations of one transaction: writers of their containers wait for it. */
const BATCH = 100;

export interface CaughtUp {
  indexed: number;
  /** They are served as before, and found by no search. */
  unreadable: string[];
}

/**
 * Puts what was said before there was an index of texts into it, some at a time, until nothing is left or the signal says so. What
 * was done is done: it goes on from there.
 */
export async function catchUp(db: Db, signal: AbortSignal): Promise<CaughtUp> {
  const done: CaughtUp = { indexed: 0, unreadable: [] };
  while (!signal.aborted && (await putSome(db, done)) > 0);
  return done;
}

const putSome = (db: Db, done: CaughtUp): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const { rows: due } = await sql<{ container: string; annotation: string }>`
      delete from annotation_text_due where (container, annotation) in (
        select container, annotation from annotation_text_due order by container, annotation limit ${BATCH} for update skip locked)
      returning container, annotation`.execute(tx);
    // Held until the end, so that nobody writes what is then overwritten by what it was before.
    const containers = [...new Set(due.map(({ container }) => container))].toSorted();
    for (const id of containers)
      await tx.selectFrom('annotationContainer').select('id').where('id', '=', id).forUpdate().execute();
    for (const { container, annotation: id } of due) {
      const row = await tx
        .selectFrom('annotation')
        .select('body')
        .where('container', '=', container)
        .where('id', '=', id)
        .where('deleted', 'is', null)
        .where('view', 'is not', null)
        .executeTakeFirst();
      if (!row) continue;
      const entry = readEntry(row.body);
      if (!entry) {
        done.unreadable.push(`${container}/${id}`);
        continue;
      }
      await putText(tx, { container, id }, entry);
      done.indexed += 1;
    }
    return due.length;
  });

function readEntry(body: Record<string, unknown>) {
  try {
    return entryOf(receiveStored(body).annotation, body);
  } catch {
    return undefined;
  }
}
