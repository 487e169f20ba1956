import type { Selectable, Updateable } from 'kysely';
import { record } from './activities.ts';
import { announce } from './changes.ts';
import { newId } from './ids.ts';
import type { Db, Tx } from './open.ts';
import type { AssetKind, Problem, Tables } from './schema.ts';
import { appendView, showPages } from './views.ts';

export type AssetRow = Selectable<Tables['asset']>;

export interface NewFile {
  /** Key of its object. */
  object: string;
  name: string;
  source: string;
  inPlace: boolean;
  sha256: string;
  bytes: number;
}

export interface Registration {
  asset: AssetRow;
  outcome: 'new' | 'changed' | 'tried again' | 'unchanged';
}

export interface DerivedPage {
  /** From 1. */
  page: number;
  width: number;
  height: number;
  /** Of the original, upright: more than what was made where the object is restricted. */
  fullWidth: number;
  fullHeight: number;
  bytes: number;
}

/** What a worker made of an original. */
export interface Derived {
  kind: AssetKind;
  mediaType: string;
  pages: DerivedPage[];
  technical: Record<string, unknown>;
  warnings: string[];
}

/**
 * Accepts a file whose bytes are stored. The same source again is the same asset: unchanged bytes change nothing
 * (unless they failed: then they are tried again), other bytes are its next generation.
 */
export async function registerFile(db: Db, file: NewFile, actor: string): Promise<Registration> {
  return db.transaction().execute(async (tx) => {
    // Serialises registrations to one object, so that views get distinct positions.
    await tx.selectFrom('object').select('key').where('key', '=', file.object).forUpdate().executeTakeFirstOrThrow();
    const known = await tx
      .selectFrom('asset')
      .selectAll()
      .where('object', '=', file.object)
      .where('source', '=', file.source)
      .executeTakeFirst();
    if (!known) return { asset: await insertAsset(tx, file, actor), outcome: 'new' };
    if (known.sha256 === file.sha256 && known.state !== 'failed') return { asset: known, outcome: 'unchanged' };
    const outcome = known.sha256 === file.sha256 ? 'tried again' : 'changed';
    const asset = await tx
      .updateTable('asset')
      .set((eb) => ({
        // A mesh that came alone may have found its pictures: what is downloaded is called what it is.
        name: file.name,
        sha256: file.sha256,
        bytes: file.bytes,
        inPlace: file.inPlace,
        generation: eb('generation', '+', 1),
        state: 'waiting',
        problem: null,
        modified: new Date(),
      }))
      .where('id', '=', known.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await record(tx, {
      actor,
      type: 'Update',
      resourceKind: 'asset',
      resource: asset.id,
      object: asset.object,
      summary: `${file.name}: ${outcome}`,
    });
    return { asset, outcome };
  });
}

async function insertAsset(tx: Tx, file: NewFile, actor: string): Promise<AssetRow> {
  const asset = await tx
    .insertInto('asset')
    .values({ id: newId('a'), ...file })
    .returningAll()
    .executeTakeFirstOrThrow();
  await appendView(tx, asset);
  await record(tx, {
    actor,
    type: 'Create',
    resourceKind: 'asset',
    resource: asset.id,
    object: asset.object,
    summary: `Added ${file.name}`,
  });
  return asset;
}

/** What is accepted and not yet done, oldest first. */
export async function unfinishedAssets(db: Db): Promise<Pick<AssetRow, 'id' | 'generation'>[]> {
  return db
    .selectFrom('asset')
    .select(['id', 'generation'])
    .where('state', 'in', ['waiting', 'working'])
    .orderBy('created')
    .execute();
}

/** Marks the generation as being worked on; undefined where it is done already or no longer wanted. */
export async function beginAsset(db: Db, id: string, generation: number): Promise<AssetRow | undefined> {
  return changeState(db, id, generation, { state: 'working' });
}

/** Gives unfinished work back to whoever takes it next. */
export async function handBackAsset(db: Db, id: string, generation: number): Promise<void> {
  await changeState(db, id, generation, { state: 'waiting' });
}

export async function failAsset(
  db: Db,
  id: string,
  generation: number,
  problem: Problem,
  actor: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const asset = await changeState(tx, id, generation, { state: 'failed', problem: JSON.stringify(problem) });
    if (asset)
      await record(tx, {
        actor,
        type: 'Update',
        resourceKind: 'asset',
        resource: id,
        object: asset.object,
        summary: `Failed: ${problem.message}`,
      });
  });
}

/** Serves what was made from now on. Done once: a job that ran twice, or too late, changes nothing. */
export async function completeAsset(
  db: Db,
  id: string,
  generation: number,
  derived: Derived,
  actor: string,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // The object before its assets, as everybody does who changes both: else two could wait for each other.
    await tx
      .selectFrom('object')
      .select('key')
      .where('key', '=', (eb) => eb.selectFrom('asset').select('object').where('id', '=', id))
      .forUpdate()
      .execute();
    const asset = await changeState(tx, id, generation, {
      state: 'ready',
      kind: derived.kind,
      mediaType: derived.mediaType,
      servedGeneration: generation,
      damaged: null,
      damage: null,
      technical: JSON.stringify(derived.technical),
      warnings: JSON.stringify(derived.warnings),
    });
    if (!asset) return false;
    const pages = derived.pages.map(({ page, ...rest }) => ({ asset: id, generation, number: page, ...rest }));
    await tx.insertInto('page').values(pages).execute();
    await showPages(tx, asset, derived.pages);
    await tx.updateTable('object').set({ modified: new Date() }).where('key', '=', asset.object).execute();
    await record(tx, {
      actor,
      type: 'Update',
      resourceKind: 'asset',
      resource: id,
      object: asset.object,
      summary: `Made ready: ${asset.name}`,
    });
    return true;
  });
}

async function changeState(
  db: Db | Tx,
  id: string,
  generation: number,
  change: Updateable<Tables['asset']>,
): Promise<AssetRow | undefined> {
  const asset = await db
    .updateTable('asset')
    .set({ ...change, modified: new Date() })
    .where('id', '=', id)
    .where('generation', '=', generation)
    .where('state', 'in', ['waiting', 'working'])
    .returningAll()
    .executeTakeFirst();
  if (asset) await announce(db, { kind: 'asset', object: asset.object, asset: id });
  return asset;
}
