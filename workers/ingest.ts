import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beginAsset, failAsset, handBackAsset } from '../manifests/catalogue/assets.ts';
import type { AssetRow } from '../manifests/catalogue/assets.ts';
import { LimitError, NotFoundError, UnreadableError } from '../manifests/errors.ts';
import type { JobHandler } from '../manifests/jobs.ts';
import { freeSpace } from '../manifests/storage/free-space.ts';
import { originalFile } from '../manifests/storage/originals.ts';
import { ACTOR } from './derive/context.ts';
import type { IngestContext } from './derive/context.ts';
import { deriveImage } from './derive/image.ts';
import { deriveMesh } from './derive/mesh.ts';

const SPACE_CHECK_MS = 5000;

/** From an accepted original to derivatives that are served. A file that cannot be read fails its asset, not the job. */
export function ingestHandler(context: IngestContext): JobHandler<'ingest'> {
  const { db, log } = context;
  return {
    async run({ asset: id, generation }, signal) {
      await spaceToWork(context, signal);
      const asset = await beginAsset(db, id, generation);
      if (!asset) return;
      try {
        await derive(context, asset, signal);
      } catch (error) {
        if (!(error instanceof UnreadableError || error instanceof LimitError || error instanceof NotFoundError))
          throw error;
        log.warn({ asset: id, file: asset.name, code: error.code, reason: error.message }, 'asset failed');
        await failAsset(db, id, generation, { code: error.code, message: error.message }, ACTOR);
      }
    },
    handedBack: ({ asset, generation }) => handBackAsset(db, asset, generation),
    gaveUp: ({ asset, generation }, reason) =>
      failAsset(
        db,
        asset,
        generation,
        { code: 'internal', message: `The work failed again and again: ${reason}` },
        ACTOR,
      ),
  };
}

/** What an original is, a child finds out: it is the first to look into a foreign file. */
async function derive(context: IngestContext, asset: AssetRow, signal: AbortSignal): Promise<void> {
  await using original = await originalFile(context.storage, asset);
  const source = original.path;
  const { kind } = await context.pool.run({ kind: 'recognise', source, name: asset.name }, { signal });
  await (kind === 'mesh' ? deriveMesh : deriveImage)(context, asset, source, signal);
}

/** Waits while the disk is too full to work: PostgreSQL lives on it, and must not run out. */
async function spaceToWork({ data, reserve, log }: IngestContext, signal: AbortSignal): Promise<void> {
  for (let waited = 0; (await freeSpace(data)) < reserve; waited++) {
    if (waited === 0)
      log.error({ folder: basename(data), reserve }, 'too little free disk space: work pauses until there is more');
    await sleep(SPACE_CHECK_MS, undefined, { signal });
  }
}
