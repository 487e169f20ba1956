import { rm, stat } from 'node:fs/promises';
import type { Metadata, Sharp } from 'sharp';
import type { Size } from '../../manifests/derivatives/levels.ts';
import { planColour, profileOptions, toGamut } from './colour.ts';
import type { ColourPlan } from './colour.ts';
import { finishArchive } from './finish.ts';
import type { Gamut } from './gamut.ts';
import { profileSpace } from './icc.ts';
import type { PageOptions } from './pages.ts';
import { describe } from './probe.ts';
import { open, openAtRandom } from './sharp.ts';
import { writeTiles } from './tile.ts';

export type PageStep = (step: 'reading' | 'tiling' | 'sizes' | 'checking', fraction: number) => void;

/** What one page is made of, and what is told about it. */
export interface PageJob {
  input: string | Buffer;
  page: PageOptions;
  gamut: Gamut;
  /** Where the archive goes; files beside it begin with the same name. */
  file: string;
  onProgress: PageStep;
  /** For a curator's eyes. */
  onWarning: (warning: string) => void;
  /** What the decoder says of things that it gets over. */
  onRemark: (remark: string) => void;
}

/** Larger images (in bytes of 8-bit RGB) are turned on the disk: turned in memory, a gigapixel would take 3 GB of it. */
const MAX_TURNED_IN_MEMORY = 64 * 1024 * 1024;

/** Makes the archive of one page, in the colours and the way up in which it is to be seen, and returns its size. */
export async function makePage(job: PageJob): Promise<Size> {
  const { onProgress } = job;
  const { input, page, meta } = await readable(job);
  const plan = await planColour(input, page, meta, job.gamut);
  plan.warnings.forEach((warning) => job.onWarning(warning));
  const image = open(input, { ...page, ...profileOptions(plan) }).on('warning', job.onRemark);
  const size = await writeTurned(toGamut(image, meta, plan), meta, plan, job);
  if (input !== job.input) await rm(String(input));
  await finishArchive(job.file, size, onProgress);
  return size;
}

/** Writes the tiles, turned as EXIF or TIFF say. */
async function writeTurned(
  image: Sharp,
  meta: Metadata,
  { gamut }: ColourPlan,
  { file, onProgress }: PageJob,
): Promise<Size> {
  const orientation = meta.orientation ?? 1;
  const height = orientation >= 5 ? meta.width : meta.height;
  const tiling = (fraction: number) => onProgress('tiling', fraction);
  const bytes = meta.width * meta.height * 3;
  // Mirrored left to right (2) it still streams; every other way the first row needs the whole image.
  if (orientation <= 2 || bytes <= MAX_TURNED_IN_MEMORY) return writeTiles(image.autoOrient(), height, file, tiling);
  const upright = `${file}.tif`;
  const timer = setInterval(() => {
    void stat(upright).then(
      ({ size }) => onProgress('reading', Math.min(1, size / bytes)),
      () => undefined,
    );
  }, 250);
  try {
    await toUpright(image, orientation, gamut)
      .tiff({ compression: 'none', tile: true, tileWidth: 512, tileHeight: 512, bigtiff: true })
      .toFile(upright);
  } finally {
    clearInterval(timer);
  }
  const turned = openAtRandom(upright).autoOrient();
  const size = await writeTiles(gamut === 'p3' ? turned.keepIccProfile() : turned, height, file, tiling);
  await rm(upright);
  return size;
}

/** With the orientation still to be applied, and the profile of its numbers. */
function toUpright(image: Sharp, orientation: number, gamut: Gamut): Sharp {
  // withMetadata() asks for sRGB, unless it is told otherwise afterwards.
  if (gamut === 'p3') return image.withMetadata({ orientation }).withIccProfile('p3');
  return image.toColourspace('srgb').withMetadata({ orientation });
}

/**
 * The page as sharp can colour it. It applies no profile to 16-bit grey, so such a page is first brought to 8 bits with
 * its profile, which is applied then; other pages come back as they are.
 */
async function readable({ input, page, file, onRemark }: PageJob) {
  const meta = await describe(input, page);
  if (meta.space !== 'grey16' || !meta.icc || profileSpace(meta.icc) !== 'GRAY') return { input, page, meta };
  const grey = `${file}.grey.tif`;
  const image = open(input, page).on('warning', onRemark);
  const opaque = meta.hasAlpha ? image.flatten({ background: '#ffffff' }) : image;
  await opaque.toColourspace('b-w').keepMetadata().tiff({ compression: 'none', bigtiff: true }).toFile(grey);
  return { input: grey, page: {}, meta: await describe(grey, {}) };
}
