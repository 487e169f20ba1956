import { createReadStream } from 'node:fs';
import { LimitError } from '../../manifests/errors.ts';
import type { TextFormat, TextPage } from './model.ts';
import { readText } from './read/read.ts';

export interface HeadsTask {
  /** The file of a transcription. */
  source: string;
}

export type Head = Pick<TextPage, 'index' | 'file' | 'view' | 'number'>;

export interface HeadsReport {
  format: TextFormat;
  pages: Head[];
}

const MOST_PAGES = 100_000;

/** Reads a transcription to its end and tells which pages it has: whatever is broken in it is found before anything is written. */
export async function readHeads({ source }: HeadsTask): Promise<HeadsReport> {
  const { format, pages } = await readText(createReadStream(source));
  // Tables and lists give the pieces of one page one by one.
  const heads = new Map<string, Head>();
  for await (const page of pages) {
    heads.set(keyOf(page), headOf(page));
    if (heads.size > MOST_PAGES)
      throw new LimitError(`The file has more than ${MOST_PAGES} pages. Divide it, one file for each object.`);
  }
  return { format, pages: [...heads.values()] };
}

const headOf = ({ index, file, view, number }: Head): Head => ({
  index,
  ...(file !== undefined && { file }),
  ...(view !== undefined && { view }),
  ...(number !== undefined && { number }),
});

/** The same for the pieces of one page. */
export const keyOf = ({ index, file, view, number }: Head): string => JSON.stringify([index, file, view, number]);
