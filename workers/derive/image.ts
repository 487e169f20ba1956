import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { completeAsset } from '../../manifests/catalogue/assets.ts';
import type { AssetRow } from '../../manifests/catalogue/assets.ts';
import { pyramidKey } from '../../manifests/derivatives/keys.ts';
import type { ImageReport } from '../images/make.ts';
import { ACTOR, progressOf } from './context.ts';
import type { IngestContext } from './context.ts';
import { restrictionOf } from './restriction.ts';

/** Makes a pyramid of each page of an image, and has them served. */
export async function deriveImage(
  context: IngestContext,
  asset: AssetRow,
  source: string,
  signal: AbortSignal,
): Promise<void> {
  const { db, storage, pool, log, maxPixels, gamut } = context;
  const { id, generation } = asset;
  await using stack = new AsyncDisposableStack();
  const restriction = await restrictionOf(context, asset, stack);
  const folder = await storage.workFolder();
  try {
    const task = { kind: 'image' as const, source, folder, maxPixels, gamut, ...(restriction && { restriction }) };
    const report = await pool.run(task, { signal, onProgress: progressOf(context, asset) });
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

const summary = ({ mediaType, pages }: ImageReport) => ({
  mediaType,
  pages: pages.length,
  pixels: pages.reduce((sum, { width, height }) => sum + width * height, 0),
});
