import { announce } from './changes.ts';
import type { Tx } from './open.ts';
import type { ActivityType } from './schema.ts';

export interface NewActivity {
  /** A person's name, or the software that acted. */
  actor: string;
  type: ActivityType;
  resourceKind: 'object' | 'asset' | 'collection';
  resource: string;
  /** Key of the object concerned: decides who may read the entry. */
  object: string | null;
  summary: string;
}

/** Writes the entry of a change in the transaction that makes it, and tells every process when that commits. */
export async function record(tx: Tx, activity: NewActivity): Promise<void> {
  await tx.insertInto('activity').values(activity).execute();
  const { object, resourceKind, resource } = activity;
  if (object === null) return;
  await announce(
    tx,
    resourceKind === 'asset' ? { kind: 'asset', object, asset: resource } : { kind: 'object', object },
  );
}
