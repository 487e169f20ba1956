import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { restrictObject } from '../../manifests/catalogue/restrict.ts';
import type { Restriction, Watermark } from '../../manifests/catalogue/schema.ts';
import { deleteSuperseded } from '../../manifests/catalogue/superseded.ts';
import { InvalidError, LimitError, UnreadableError, expected } from '../../manifests/errors.ts';
import { mebibytes } from '../../manifests/settings/schema.ts';
import { acceptOriginal } from '../../manifests/storage/originals.ts';
import { IsolatedPool } from '../../workers/isolate/pool.ts';
import type { AskedRestriction } from '../cli/restriction.ts';
import { plainText } from '../cli/description.ts';
import type { Runtime } from '../runtime.ts';
import { ACTOR } from './common.ts';

/** Marks are scaled: more pixels than these only cost time, with every image again. */
const MAX_MARK_PIXELS = 50_000_000;

/** A change of what the public gets, its watermark looked at and kept. Throws InvalidError. */
export async function prepareRestriction(
  runtime: Runtime,
  { lift, maxSide, watermark, hidden }: AskedRestriction,
): Promise<{ lift: boolean; set: Restriction }> {
  const set = {
    ...(maxSide !== undefined && { maxSide }),
    ...(watermark !== undefined && { watermark: await keepWatermark(runtime, watermark) }),
    ...(hidden && { hidden }),
  };
  return { lift, set };
}

/** Resolves to how many assets are to be made anew. */
export async function applyRestriction(
  { db, storage, queue }: Runtime,
  key: string,
  change: { lift: boolean; set: Restriction },
): Promise<number> {
  const { jobs, closed } = await restrictObject(db, key, change, ACTOR);
  await queue.add(jobs);
  // What must not be seen any more need not lie about until the next sweep.
  if (closed) await deleteSuperseded(db, storage, key);
  return jobs.length;
}

async function keepWatermark({ storage, settings }: Runtime, path: string): Promise<Watermark> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new InvalidError(expected('an image file', '--watermark', path));
  const folder = await storage.workFolder();
  try {
    // As everything foreign, it is first opened in a process of its own.
    await using pool = new IsolatedPool({
      size: 1,
      memory: mebibytes(settings.jobMemory),
      seconds: settings.jobSeconds,
    });
    const { technical, mediaType } = await pool.run({
      kind: 'image',
      source: path,
      folder,
      maxPixels: MAX_MARK_PIXELS,
    });
    if (technical['alpha'] !== true && mediaType !== 'image/svg+xml')
      throw new InvalidError(
        `The watermark ${path} has no transparency, so nothing could be seen below it. Save it as PNG with a transparent background.`,
      );
  } catch (cause) {
    if (!(cause instanceof UnreadableError || cause instanceof LimitError)) throw cause;
    throw new InvalidError(`The watermark ${path} cannot be used: ${cause.message}`, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { name: plainText(basename(path)), ...(await acceptOriginal(storage, path, { inPlace: false })) };
}
