import { UnreadableError } from '../../../manifests/errors.ts';
import type { TiffDirectory } from '../tiff.ts';
import { TiffCopy } from './copy.ts';
import type { Changes, Variant } from './copy.ts';
import { isLab, rewriteLab } from './lab.ts';
import { isOldJpeg, rewriteOldJpeg } from './oldjpeg.ts';
import { hasPlanesOfTiles, rewritePlanes } from './planes.ts';

interface Layout {
  matches: (directory: TiffDirectory) => boolean;
  /** Adds the pixels to the copy, and tells how the directory is to be changed for them. */
  rewrite: (copy: TiffCopy, directory: TiffDirectory) => Promise<Changes>;
}

/** The tags of where the strips and tiles of a page begin, and of their lengths. */
const PIECES = [
  [273, 279],
  [324, 325],
] as const;

/** What libvips does not read, or reads wrongly. */
const LAYOUTS: readonly Layout[] = [
  { matches: isOldJpeg, rewrite: rewriteOldJpeg },
  { matches: hasPlanesOfTiles, rewrite: rewritePlanes },
  { matches: isLab, rewrite: rewriteLab },
];

/**
 * Where libvips does not read how one of the pages is stored, makes a TIFF of exactly these pages that it reads, and
 * returns its path. Their sizes must have been checked.
 */
export async function rewriteLayouts(
  source: string,
  pages: readonly TiffDirectory[],
  file: string,
): Promise<string | undefined> {
  const layouts = pages.map((directory) => LAYOUTS.find(({ matches }) => matches(directory)));
  if (layouts.every((layout) => layout === undefined)) return undefined;
  await using copy = await TiffCopy.of(source, file);
  const variants: Variant[] = [];
  for (const [i, directory] of pages.entries()) {
    checkComplete(directory, copy.original);
    const changes = (await layouts[i]?.rewrite(copy, directory)) ?? new Map();
    variants.push({ offset: directory.offset, changes });
  }
  await copy.setDirectories(variants);
  return file;
}

/**
 * Pixels that lie beyond the end of a file that was cut short would be read from what is added to its copy. Old-style JPEG
 * is left out: its lengths are often wrong, and its decoder finds what is missing.
 */
function checkComplete(directory: TiffDirectory, size: number): void {
  if (isOldJpeg(directory)) return;
  for (const [offsets, lengths] of PIECES) {
    const bytes = directory.fields.get(lengths)?.values ?? [];
    const starts = directory.fields.get(offsets)?.values ?? [];
    if (starts.every((start, i) => start + (bytes[i] ?? 0) <= size)) continue;
    throw new UnreadableError('This TIFF is incomplete: it ends before the pixels that it tells of.');
  }
}
