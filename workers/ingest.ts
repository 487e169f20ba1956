import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { beginAsset, completeAsset, failAsset, handBackAsset } from '../manifests/catalogue/assets.ts';
import type { AssetRow } from '../manifests/catalogue/assets.ts';
import { announce } from '../manifests/catalogue/changes.ts';
import type { Db } from '../manifests/catalogue/open.ts';
import type { Watermark } from '../manifests/catalogue/schema.ts';
import { pyramidKey } from '../manifests/derivatives/keys.ts';
import { LimitError, NotFoundError, UnreadableError } from '../manifests/errors.ts';
import type { JobHandler } from '../manifests/jobs.ts';
import type { Settings } from '../manifests/settings/schema.ts';
import { freeSpace } from '../manifests/storage/free-space.ts';
import { originalFile } from '../manifests/storage/originals.ts';
import type { LocalFile, Storage } from '../manifests/storage/storage.ts';
import type { ImageProgress, ImageReport, TaskRestriction } from './images/make.ts';
import type { IsolatedPool } from './isolate/pool.ts';

export interface IngestContext {
  db: Db;
  storage: Storage;
  pool: IsolatedPool;
  log: Logger;
  maxPixels: number;
  gamut: Settings['gamut'];
  /** Folder on whose disk the derivatives lie, and the bytes that must stay free there for work to go on. */
  data: string;
  reserve: number;
}

const ACTOR = 'Vitrine';
/** Progress is told at most this often for one asset. */
const PROGRESS_MS = 200;
const SPACE_CHECK_MS = 5000;

/** From an accepted original to derivatives that are served. A file that cannot be read fails its asset, not the job. */
export function ingestHandler(context: IngestContext): JobHandler {
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

async function derive(
  { db, storage, pool, log, maxPixels, gamut }: IngestContext,
  asset: AssetRow,
  signal: AbortSignal,
): Promise<void> {
  const { id, generation } = asset;
  await using stack = new AsyncDisposableStack();
  const original = stack.use(await originalFile(storage, asset));
  const restriction = await restrictionOf(db, storage, asset, stack);
  const folder = await storage.workFolder();
  try {
    const onProgress = progressOf(db, asset, log);
    const task = {
      kind: 'image' as const,
      source: original.path,
      folder,
      maxPixels,
      gamut,
      ...(restriction && { restriction }),
    };
    const report = await pool.run(task, { signal, onProgress });
    const pages = [];
    for (const { file, ...page } of report.pages) {
      const { size } = await storage.adopt(pyramidKey(id, generation, page.page), join(folder, file));
      pages.push({ ...page, bytes: size });
    }
    await completeAsset(db, id, generation, { ...report, pages }, ACTOR);
    log.info({ asset: id, generation, file: asset.name, ...summary(report) }, 'asset ready');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What holds of the asset's object now. Whoever changes it makes another generation of the asset in the same
 * transaction, so that what is made within an older restriction is never served.
 */
async function restrictionOf(
  db: Db,
  storage: Storage,
  { id, object }: AssetRow,
  stack: AsyncDisposableStack,
): Promise<TaskRestriction | undefined> {
  const { restriction } = await db
    .selectFrom('object')
    .select('restriction')
    .where('key', '=', object)
    .executeTakeFirstOrThrow();
  if (!restriction) return undefined;
  const { maxSide, watermark, hidden = [] } = restriction;
  const mark = watermark && stack.use(await watermarkFile(storage, watermark));
  return {
    ...(maxSide !== undefined && { maxSide }),
    ...(mark && { watermark: mark.path }),
    hidden: hidden.filter(({ asset }) => asset === id),
  };
}

function watermarkFile(storage: Storage, watermark: Watermark): Promise<LocalFile> {
  return originalFile(storage, { ...watermark, inPlace: false, source: null }).catch((cause: unknown) => {
    if (!(cause instanceof NotFoundError)) throw cause;
    const { name } = watermark;
    throw new NotFoundError(
      `The watermark ${name} is not in the storage any more: set it again with \`vitrine edit\``,
      {
        cause,
      },
    );
  });
}

const summary = ({ mediaType, pages }: ImageReport) => ({
  mediaType,
  pages: pages.length,
  pixels: pages.reduce((sum, { width, height }) => sum + width * height, 0),
});

function progressOf(db: Db, { id, object }: AssetRow, log: Logger): (progress: ImageProgress) => void {
  let told = 0;
  return ({ step, fraction }) => {
    const now = Date.now();
    if (now - told < PROGRESS_MS) return;
    told = now;
    announce(db, { kind: 'progress', object, asset: id, step, fraction }).catch((err: unknown) =>
      log.debug({ err }, 'progress not told'),
    );
  };
}

/** Waits while the disk is too full to work: PostgreSQL lives on it, and must not run out. */
async function spaceToWork({ data, reserve, log }: IngestContext, signal: AbortSignal): Promise<void> {
  for (let waited = 0; (await freeSpace(data)) < reserve; waited++) {
    if (waited === 0)
      log.error({ folder: basename(data), reserve }, 'too little free disk space: work pauses until there is more');
    await sleep(SPACE_CHECK_MS, undefined, { signal });
  }
}
