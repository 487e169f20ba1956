import { open as openFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Region } from '../../manifests/derivatives/levels.ts';
import type { Gamut } from './gamut.ts';
import { makePage } from './page.ts';
import { probe } from './probe.ts';
import type { ImageSource } from './probe.ts';
import type { PageRestriction } from './restrict.ts';
import { inWords, quote } from './words.ts';

export interface ImageTask extends ImageSource {
  /** An empty folder for what is made, on the disk of the derivatives. */
  folder: string;
  /** What is kept of the colours of a file whose profile is wider than sRGB. Default: srgb. */
  gamut?: Gamut;
  /** Absent: all is served. */
  restriction?: TaskRestriction;
}

/** Of all pages: what is hidden says on which. */
export interface TaskRestriction extends Omit<PageRestriction, 'hidden'> {
  hidden: HiddenOnPage[];
}

export interface HiddenOnPage extends Region {
  page: number;
}

export interface ImageProgress {
  step: 'reading' | 'tiling' | 'sizes' | 'checking';
  /** 0…1 of the whole task; it never falls. */
  fraction: number;
}

export interface ImagePage {
  /** From 1. */
  page: number;
  width: number;
  height: number;
  /** Of the original, upright. */
  fullWidth: number;
  fullHeight: number;
  /** Name of its pyramid in the task's folder. */
  file: string;
  bytes: number;
}

export interface ImageReport {
  kind: 'image';
  mediaType: string;
  pages: ImagePage[];
  technical: Record<string, string | number | boolean>;
  /** Sentences for the curator about what was decided or remarked on. */
  warnings: string[];
}

/** Where in a page's work each step begins and ends. Turning a large image on the disk is the step before tiling. */
const STEPS = { reading: [0, 0.25], tiling: [0, 0.9], checking: [0.9, 0.95], sizes: [0.95, 1] } as const;

const MAX_REMARKS = 5;
/** Tags of other trades, and order of tags: of no consequence for the picture. */
const OF_NO_CONSEQUENCE = /unknown field|tag ignored|not sorted|nonstandard tile|illuminant|read gave|error in tile/i;

/**
 * Makes one pyramid of every page of an image. What it leaves in the folder is complete, checked and on the disk.
 * Throws UnreadableError or LimitError with a reason for the curator.
 */
export async function makeImage(task: ImageTask, onProgress: (p: ImageProgress) => void): Promise<ImageReport> {
  const warnings = new Set<string>();
  const remarks = new Set<string>();
  const paths = [task.source, task.folder];
  let reached = 0;
  const advance = (step: ImageProgress['step'], fraction: number): void => {
    reached = Math.max(reached, Math.min(1, fraction));
    onProgress({ step, fraction: reached });
  };
  try {
    advance('reading', 0);
    const { input, pages: numbers, turnTo, mediaType, technical, warnings: noted } = await probe(task);
    noted.forEach((warning) => warnings.add(warning));
    const pages: ImagePage[] = [];
    for (const [i, page] of numbers.entries()) {
      const file = `page-${i + 1}.zip`;
      if (i > 0) await turnTo?.(i);
      const { full, size } = await makePage({
        input,
        page,
        gamut: task.gamut ?? 'srgb',
        file: join(task.folder, file),
        restriction: restrictionOf(task.restriction, i + 1),
        onProgress: (step, fraction) => {
          const [from, to] = STEPS[step];
          advance(step, (i + from + (to - from) * fraction) / numbers.length);
        },
        onWarning: (warning) => warnings.add(warning),
        onRemark: (remark) => remarks.add(quote(remark, paths)),
      });
      const { size: bytes } = await stat(join(task.folder, file));
      pages.push({ page: i + 1, ...size, fullWidth: full.width, fullHeight: full.height, file, bytes });
    }
    if (typeof input === 'string' && input !== task.source) await rm(input);
    await syncFolder(task.folder);
    const told = [...remarks].filter((remark) => !OF_NO_CONSEQUENCE.test(remark)).slice(0, MAX_REMARKS);
    for (const remark of told) warnings.add(`The file is not quite regular, but was read (${remark})`);
    return { kind: 'image', mediaType, pages, technical, warnings: [...warnings] };
  } catch (error) {
    throw inWords(error, paths);
  }
}

/** Undefined where nothing of it concerns the page. */
function restrictionOf(all: TaskRestriction | undefined, page: number): PageRestriction | undefined {
  const hidden = all?.hidden.filter((region) => region.page === page) ?? [];
  const concerns = all?.maxSide !== undefined || all?.watermark !== undefined || hidden.length > 0;
  return concerns ? { ...all, hidden } : undefined;
}

/** The names of the new files are on the disk only when their folder is. Windows cannot and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await openFile(folder, 'r');
  await handle.sync();
}
