import { readText } from '../../../workers/text/read/read.ts';
import type { ReadTextOptions } from '../../../workers/text/read/read.ts';
import type { Remark, TextFormat, TextItem, TextPage } from '../../../workers/text/model.ts';

export interface Read {
  format: TextFormat;
  pages: TextPage[];
  remarks: Remark[];
}

/** Reads a transcription in pieces of a few bytes, so that everything is cut somewhere. */
export async function readAll(
  content: string | Uint8Array,
  options: ReadTextOptions & { piece?: number } = {},
): Promise<Read> {
  const { piece = 7, ...rest } = options;
  const document = await readText(pieces(Buffer.from(content as string), piece), rest);
  const pages: TextPage[] = [];
  for await (const page of document.pages) pages.push(page);
  return { format: document.format, pages, remarks: document.remarks() };
}

export async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** All parts of a granularity, in order. */
export function partsOf(pages: readonly TextPage[], granularity: TextItem['granularity']): TextItem[] {
  const collect = (items: readonly TextItem[]): TextItem[] =>
    items.flatMap((item) => [...(item.granularity === granularity ? [item] : []), ...collect(item.parts)]);
  return pages.flatMap((page) => collect(page.parts));
}
