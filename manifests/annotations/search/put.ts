import { sql } from 'kysely';
import type { Tx } from '../../catalogue/open.ts';
import { withStems } from './entry.ts';
import type { Entry } from './entry.ts';

/** What an annotation says now, in place of what it said; undefined where it is on no view any more. Those who listen are told. */
export async function putText(
  tx: Tx,
  { container, id }: { container: string; id: string },
  entry: Entry | undefined,
): Promise<void> {
  if (!entry) {
    await tx.deleteFrom('annotationText').where('container', '=', container).where('annotation', '=', id).execute();
    return;
  }
  const [stemmed] = await withStems(tx, [entry]);
  await sql`select annotation_text_put(${container}, ${id}, ${JSON.stringify(stemmed)}::json)`.execute(tx);
}
