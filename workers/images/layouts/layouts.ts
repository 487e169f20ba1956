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
    const changes = (await layouts[i]?.rewrite(copy, directory)) ?? new Map();
    variants.push({ offset: directory.offset, changes });
  }
  await copy.setDirectories(variants);
  return file;
}
