import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fromMachine } from '../../../manifests/annotations/machine.ts';
import type { ShownView } from '../../../manifests/annotations/shown-views.ts';
import { replaceRun } from '../../../manifests/annotations/store/run.ts';
import type { RunAnnotation } from '../../../manifests/annotations/store/run.ts';
import type { Writer } from '../../../manifests/annotations/writers.ts';
import type { Db } from '../../../manifests/catalogue/open.ts';
import { InvalidError, VitrineError } from '../../../manifests/errors.ts';
import { Urls } from '../../../manifests/presentation/urls.ts';
import type { IsolatedPool } from '../../../workers/isolate/pool.ts';
import type { TextView } from '../../../workers/text/frame.ts';
import { keyOf } from '../../../workers/text/heads.ts';
import type { HeadsReport } from '../../../workers/text/heads.ts';
import { matchPages } from '../../../workers/text/match.ts';
import type { PageHead, PageMatch } from '../../../workers/text/match.ts';
import type { Granularity } from '../../../workers/text/model.ts';
import type { CollectedFile } from '../../cli/collect.ts';
import type { Annotated } from './outcome.ts';

export interface Import {
  db: Db;
  pool: IsolatedPool;
  signal: AbortSignal;
  writer: Writer;
  /** The address by which this server is reached: lists name our views by it. */
  base: string;
  object: string;
  views: readonly ShownView[];
  granularities: readonly Granularity[];
  onDone: (annotated: Annotated) => void;
}

interface Read {
  file: CollectedFile;
  report: HeadsReport;
}

/** Reads all files, so that their pages can be told apart, and then writes each, all of it or nothing. */
export async function importFiles(files: readonly CollectedFile[], work: Import): Promise<void> {
  const read: Read[] = [];
  for (const file of files) {
    if (work.signal.aborted) return;
    await orFail(file, work, async () => {
      const report = await work.pool.run({ kind: 'heads', source: file.path }, { signal: work.signal });
      read.push({ file, report });
    });
  }
  const urls = new Urls(work.base);
  const views = work.views.map(({ id, width, height, image }): TextView => ({
    id: urls.canvas(id),
    width,
    height,
    image,
  }));
  const canvases = new Map(work.views.map(({ id }) => [id, urls.canvas(id)]));
  const keys = new Map<PageHead, string>();
  for (const { file, report } of read) {
    for (const page of report.pages) {
      // A table may name a view by its id alone.
      const view = canvases.get(page.view ?? '') ?? page.view;
      keys.set({ ...page, ...(view !== undefined && { view }), source: file.name }, keyOf(page));
    }
  }
  const matches = Map.groupBy(matchPages([...keys.keys()], views), ({ page }) => page.source);
  for (const { file } of read) {
    if (work.signal.aborted) return;
    await orFail(file, work, () => importFile(file, matches.get(file.name) ?? [], keys, work));
  }
}

/** A file that cannot be read, or says what is not to be, fails alone. */
async function orFail(
  { name }: CollectedFile,
  { signal, object, onDone }: Import,
  step: () => Promise<void>,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof VitrineError || (error as NodeJS.ErrnoException).code)) throw error;
    onDone({ name, state: 'failed', object, problem: (error as Error).message });
  }
}

async function importFile(
  file: CollectedFile,
  matches: readonly PageMatch[],
  keys: ReadonlyMap<PageHead, string>,
  work: Import,
): Promise<void> {
  const { db, pool, signal, object, granularities, onDone } = work;
  const matched = matches.filter((match) => match.view !== undefined);
  const reasons = matches.flatMap((match) => (match.view === undefined ? [match.reason] : []));
  if (matched.length === 0) throw new InvalidError(reasons[0] ?? 'It has no page');
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-text-'));
  try {
    const pages = matched.map(({ page, view }) => ({ key: keys.get(page) ?? keyOf(page), view }));
    const task = { kind: 'transcription', source: file.path, folder, granularities, pages } as const;
    const { views, remarks } = await pool.run(task, { signal });
    const says = new Map(
      views.map(({ view, file: path }) => {
        const shown = work.views.find(({ id }) => new Urls(work.base).canvas(id) === view);
        if (!shown) throw new Error(`${view} is no view that was asked for`);
        return [shown.id, annotationsOf(path, shown, work)] as const;
      }),
    );
    const details = { file: file.name, sha256: await sha256(file.path), granularities };
    const outcome = await replaceRun(
      db,
      { id: runOf(file), details },
      work.views.map(({ id }) => id),
      says,
    );
    const told = [
      ...remarks.map(({ message, count }) => (count > 1 ? `${message} (${count} times)` : message)),
      ...reasons,
    ];
    onDone({
      name: file.name,
      state: 'ready',
      object,
      ...outcome,
      views: says.size,
      ...(told.length > 0 && { remarks: told }),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** By its path below the folder that was given: a file that was corrected, or is read at another granularity, replaces what it said before. */
const runOf = ({ name }: CollectedFile): string => `import:${name.normalize('NFC').replaceAll('\\', '/')}`;

async function* annotationsOf(
  path: string,
  view: ShownView,
  { writer, base }: Import,
): AsyncGenerator<RunAnnotation, void, undefined> {
  const at = new Date();
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    try {
      yield fromMachine(JSON.parse(line), { writer, base, view, at });
    } catch (error) {
      if (!(error instanceof VitrineError)) throw error;
      throw new InvalidError(`Annotation ${number} on the view ${view.id}: ${error.message}`, { cause: error });
    }
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
