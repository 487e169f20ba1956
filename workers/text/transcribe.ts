import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { LimitError } from '../../manifests/errors.ts';
import { annotate } from './annotate.ts';
import type { TextView } from './frame.ts';
import { keyOf } from './heads.ts';
import type { Granularity, Remark } from './model.ts';
import { readText } from './read/read.ts';
import { Remarks } from './remarks.ts';

export interface TranscriptionTask {
  /** The file of a transcription. */
  source: string;
  /** Where the annotations are left, a file of one JSON object a line for each view. */
  folder: string;
  granularities: readonly Granularity[];
  /** Key of a page → its view; pages that are not here are left out. */
  pages: readonly { key: string; view: TextView }[];
}

export interface TranscriptionReport {
  /** In the order in which they came. */
  views: { view: string; file: string; count: number }[];
  remarks: Remark[];
}

const MOST_BYTES = 1024 ** 3;
/** As a request may have, over HTTP. */
const MOST_BYTES_EACH = 2 * 1024 * 1024;
const FLUSH_CHARACTERS = 64 * 1024;

/** Makes the annotations of a transcription, each on its view. */
export async function transcribe(task: TranscriptionTask): Promise<TranscriptionReport> {
  const { source, folder, granularities, pages } = task;
  const viewOf = new Map(pages.map(({ key, view }) => [key, view]));
  const document = await readText(createReadStream(source));
  const remarks = new Remarks();
  await using files = new ViewFiles(folder);
  for await (const page of document.pages) {
    const view = viewOf.get(keyOf(page));
    if (!view) continue;
    const file = files.of(view.id);
    for (const { annotation, confidence } of annotate(page, view, remarks, { granularities })) {
      const told = confidence === undefined ? annotation : { ...annotation, confidence: rounded(confidence) };
      await files.write(file, JSON.stringify(told));
    }
  }
  await files.flush();
  return { views: files.list(), remarks: [...document.remarks(), ...remarks.list()] };
}

const rounded = (confidence: number): number => Math.round(confidence * 10_000) / 10_000;

interface ViewFile {
  view: string;
  file: string;
  count: number;
  text: string;
}

/** One file is open at a time: pages come one after the other, and there may be thousands of views. */
class ViewFiles implements AsyncDisposable {
  readonly #folder: string;
  readonly #files = new Map<string, ViewFile>();
  #current: { file: ViewFile; handle: FileHandle } | undefined;
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  of(view: string): ViewFile {
    const found = this.#files.get(view);
    if (found) return found;
    const made = { view, file: join(this.#folder, `${this.#files.size}.jsonl`), count: 0, text: '' };
    this.#files.set(view, made);
    return made;
  }

  async write(file: ViewFile, line: string): Promise<void> {
    const bytes = Buffer.byteLength(line);
    this.#bytes += bytes;
    if (bytes > MOST_BYTES_EACH || this.#bytes > MOST_BYTES)
      throw new LimitError(
        bytes > MOST_BYTES_EACH
          ? `An annotation of it has ${bytes} bytes, and at most ${MOST_BYTES_EACH} are taken. Give finer parts, with --granularity line.`
          : `Its annotations have more than ${MOST_BYTES} bytes in all. Divide the file.`,
      );
    if (this.#current && this.#current.file !== file) await this.flush();
    this.#current ??= { file, handle: await open(file.file, 'a') };
    file.count += 1;
    file.text += `${line}\n`;
    if (file.text.length > FLUSH_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    if (!this.#current) return;
    const { file, handle } = this.#current;
    this.#current = undefined;
    await using _closed = handle;
    const { text } = file;
    file.text = '';
    await handle.appendFile(text);
  }

  list(): TranscriptionReport['views'] {
    // One of which all lies outside of its view has no file.
    const written = [...this.#files.values()].filter(({ count }) => count > 0);
    return written.map(({ view, file, count }) => ({ view, file, count }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#current?.handle.close();
  }
}
