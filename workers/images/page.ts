import { rm, stat } from 'node:fs/promises';
import type { Metadata, Sharp, TiffOptions } from 'sharp';
import type { Size } from '../../manifests/derivatives/levels.ts';
import { planColour, profileOptions, toGamut } from './colour.ts';
import type { ColourPlan } from './colour.ts';
import { finishArchive } from './finish.ts';
import type { Gamut } from './gamut.ts';
import { profileSpace } from './icc.ts';
import type { PageOptions } from './pages.ts';
import { describe } from './probe.ts';
import { coverRegions, markOver, restrictedSize } from './restrict.ts';
import type { PageRestriction } from './restrict.ts';
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
  /** Absent: all of it is served. */
  restriction?: PageRestriction | undefined;
  onProgress: PageStep;
  /** For a curator's eyes. */
  onWarning: (warning: string) => void;
  /** What the decoder says of things that it gets over. */
  onRemark: (remark: string) => void;
}

/** Larger images (in bytes of 8-bit RGB) are turned on the disk: turned in memory, a gigapixel would take 3 GB of it. */
const MAX_TURNED_IN_MEMORY = 64 * 1024 * 1024;

/** What `TiffReader` reads of a table of 64-bit offsets. */
const MAX_STRIPS = 32_768;

export interface MadePage {
  /** Of the page, upright. */
  full: Size;
  /** Of what was made of it. */
  size: Size;
}

/** Makes the archive of one page, in the colours and the way up in which it is to be seen. */
export async function makePage(job: PageJob): Promise<MadePage> {
  const { onProgress } = job;
  const { input, page, meta } = await readable(job);
  // What is shown with restrictions is no more than a view of it: sRGB will do.
  const plan = await planColour(input, page, meta, job.restriction ? 'srgb' : job.gamut);
  plan.warnings.forEach((warning) => job.onWarning(warning));
  const image = open(input, { ...page, ...profileOptions(plan) }).on('warning', job.onRemark);
  const upright = await turn(toGamut(image, meta, plan), meta, plan, job);
  const { full } = upright;
  const tiling = (fraction: number) => onProgress('tiling', fraction);
  const size = await (job.restriction
    ? writeRestricted(upright, job.restriction, job)
    : writeTiles(upright.image, full.height, job.file, tiling));
  if (upright.file !== undefined) await rm(upright.file);
  if (input !== job.input) await rm(String(input));
  await finishArchive(job.file, size, onProgress);
  return { full, size };
}

interface Upright {
  image: Sharp;
  full: Size;
  /** To be deleted after the image was read. */
  file?: string;
}

/** The image turned as EXIF or TIFF say, to be read once from top to bottom. */
async function turn(image: Sharp, meta: Metadata, { gamut }: ColourPlan, job: PageJob): Promise<Upright> {
  const orientation = meta.orientation ?? 1;
  const [width, height] = orientation >= 5 ? [meta.height, meta.width] : [meta.width, meta.height];
  const full = { width, height };
  // Mirrored left to right (2) it still streams; every other way the first row needs the whole image.
  if (orientation <= 2 || width * height * 3 <= MAX_TURNED_IN_MEMORY) return { image: image.autoOrient(), full };
  const file = `${job.file}.tif`;
  const layout = { tile: true, tileWidth: 512, tileHeight: 512 };
  await writeTiff(toUpright(image, orientation, gamut), layout, file, full, job);
  const turned = openAtRandom(file).autoOrient();
  return { image: gamut === 'p3' ? turned.keepIccProfile() : turned, full, file };
}

/**
 * Writes the tiles of what may be seen. All pixels go to the disk first: there regions are covered before any filter
 * reads them, and what follows is the same for whatever kind of image it was.
 */
async function writeRestricted(
  { image, full }: Upright,
  { maxSide, watermark, hidden }: PageRestriction,
  job: PageJob,
): Promise<Size> {
  const file = `${job.file}.full.tif`;
  // Strips of few rows, as a reader holds one in memory; but of no image more of them than the table of a TIFF is read for.
  const tileHeight = 16 * Math.ceil(full.height / (16 * MAX_STRIPS));
  await writeTiff(image.toColourspace('srgb'), { tile: false, tileHeight }, file, full, job);
  for (const { x, y } of await coverRegions(file, full, hidden))
    job.onWarning(`The hidden region at ${x},${y} lies outside of the page and hides nothing.`);
  const size = restrictedSize(full, maxSide);
  let seen = open(file);
  if (size.width !== full.width || size.height !== full.height) seen = seen.resize({ ...size, fit: 'fill' });
  if (watermark !== undefined) seen = seen.composite([await markOver(watermark, size)]).removeAlpha();
  const made = await writeTiles(seen, size.height, job.file, (fraction) => job.onProgress('tiling', fraction));
  await rm(file);
  return made;
}

/** Writes plain pixels, and tells how far it has come by the size of the file. */
async function writeTiff(
  image: Sharp,
  layout: TiffOptions,
  file: string,
  { width, height }: Size,
  { onProgress }: PageJob,
): Promise<void> {
  const timer = setInterval(() => {
    void stat(file).then(
      ({ size }) => onProgress('reading', Math.min(1, size / (width * height * 3))),
      () => undefined,
    );
  }, 250);
  try {
    await image.tiff({ ...layout, compression: 'none', bigtiff: true }).toFile(file);
  } finally {
    clearInterval(timer);
  }
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
