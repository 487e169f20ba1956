import { isDeepStrictEqual } from 'node:util';
import { InvalidError, NotFoundError } from '../errors.ts';
import { record } from './activities.ts';
import type { AssetRow } from './assets.ts';
import { announce } from './changes.ts';
import type { Db } from './open.ts';
import type { Frame } from './schema.ts';

/** Null: what the file says, or what is guessed of it, holds again. */
export type FrameChange = { [K in keyof Frame]?: Frame[K] | null };

/**
 * Says in which unit and which way up a scan is. Where that is new, its derivatives are made anew as its next generation,
 * while those that are there go on being served. Throws NotFoundError, and InvalidError for an image.
 */
export async function setFrame(
  db: Db,
  id: string,
  change: FrameChange,
  actor: string,
): Promise<{ asset: AssetRow; changed: boolean }> {
  return db.transaction().execute(async (tx) => {
    const before = await tx.selectFrom('asset').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (!before) throw new NotFoundError(`There is no asset ${JSON.stringify(id)}. \`vitrine status\` lists them.`);
    if (before.kind === 'image') throw new InvalidError(`${before.name} is an image, which has no unit and no way up`);
    const said = Object.entries({ ...before.frame, ...change }).filter(([, value]) => value !== null);
    const frame = said.length === 0 ? null : (Object.fromEntries(said) as Frame);
    if (isDeepStrictEqual(before.frame, frame)) return { asset: before, changed: false };
    const asset = await tx
      .updateTable('asset')
      .set((eb) => ({
        frame: frame && JSON.stringify(frame),
        generation: eb('generation', '+', 1),
        state: 'waiting',
        problem: null,
        modified: new Date(),
      }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await announce(tx, { kind: 'asset', object: asset.object, asset: id });
    await record(tx, {
      actor,
      type: 'Update',
      resourceKind: 'asset',
      resource: id,
      object: asset.object,
      summary: `Said of ${asset.name}: ${inWords(frame)}`,
    });
    return { asset, changed: true };
  });
}

const inWords = (frame: Frame | null): string =>
  [
    ...(frame?.unit === undefined ? [] : [`one unit is ${frame.unit} m`]),
    ...(frame?.up === undefined ? [] : [`${frame.up} is up`]),
  ].join(', ') || 'unit and axis are as the file has them';
