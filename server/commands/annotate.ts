import { machineWriter } from '../../manifests/annotations/machine.ts';
import { findObject } from '../../manifests/catalogue/objects.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { InvalidError, expected } from '../../manifests/errors.ts';
import { mebibytes } from '../../manifests/settings/schema.ts';
import { IsolatedPool } from '../../workers/isolate/pool.ts';
import { GRANULARITIES } from '../../workers/text/model.ts';
import type { Granularity } from '../../workers/text/model.ts';
import { collect } from '../cli/collect.ts';
import { openOutput } from '../cli/progress.ts';
import type { CommandContext } from '../main.ts';
import { openRuntime } from '../runtime.ts';
import { importFiles } from './annotate/import.ts';
import { formatAnnotated } from './annotate/outcome.ts';
import type { Annotated } from './annotate/outcome.ts';
import type { KindName } from './annotate/kinds.ts';
import { sayOf } from './annotate/machine.ts';
import { askAbout, serviceUrl } from './annotate/service.ts';
import type { Asked } from './annotate/service.ts';
import { viewsOf } from './annotate/views.ts';
import { linkBase } from './common.ts';
import { quietly } from './making.ts';

/** Writes what machines say; exits with 1 when any file or view failed. */
export async function annotate(context: CommandContext): Promise<number> {
  const { service, palette, measure } = context.values;
  const ways = [service, palette, measure].filter((value) => value !== undefined);
  if (ways.length > 1) throw new InvalidError('--service, --palette and --measure go one at a time');
  if (palette === true) return await annotateByKind(context, 'palette');
  if (measure === true) return await annotateByKind(context, 'measures');
  return await (typeof service === 'string' ? annotateByService : annotateFromFiles)(context);
}

async function annotateByKind(context: CommandContext, kind: KindName): Promise<number> {
  const { settings, positionals, values, signal } = context;
  for (const flag of ['granularity', 'language', 'resume'])
    if (values[flag] !== undefined) throw new InvalidError(`--${flag} does not go with --palette and --measure`);
  await using runtime = await openRuntime(quietly(settings), 'annotate');
  const { db, storage } = runtime;
  const views = await viewsOfAll(db, positionals, values['view']);
  using teller = tell(context, views.length);
  const { onDone } = teller;
  await sayOf(views, {
    db,
    storage,
    signal,
    writer: await machineWriter(db),
    base: await linkBase(settings),
    kind,
    onDone,
  });
  return teller.failed() > 0 || signal.aborted ? 1 : 0;
}

async function viewsOfAll(db: Db, names: readonly string[], only: unknown): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const name of names) {
    const object = (await findObject(db, name))?.id ?? name;
    for (const view of await viewsOf(db, name, only)) asked.push({ object, view });
  }
  return asked;
}

async function annotateFromFiles(context: CommandContext): Promise<number> {
  const { settings, positionals, values, signal } = context;
  const [name = '', ...paths] = positionals;
  for (const flag of ['language', 'resume'])
    if (values[flag] !== undefined) throw new InvalidError(`--${flag} goes with --service`);
  const granularities = granularitiesOf(values['granularity']);
  if (paths.length === 0) throw new InvalidError('Which files? vitrine annotate OBJECT PATH…');
  const files = (await Promise.all(paths.map(collect))).flatMap((collected) => collected.files);
  await using runtime = await openRuntime(quietly(settings), 'annotate');
  const { db } = runtime;
  const views = await viewsOf(db, name, values['view']);
  const object = (await findObject(db, name))?.id ?? name;
  using teller = tell(context, files.length);
  await using pool = new IsolatedPool({ size: 1, memory: mebibytes(settings.jobMemory), seconds: settings.jobSeconds });
  const base = await linkBase(settings);
  const writer = await machineWriter(db);
  const { onDone } = teller;
  await importFiles(files, { db, pool, signal, writer, base, object, views, granularities, onDone });
  return teller.failed() > 0 || signal.aborted ? 1 : 0;
}

async function annotateByService(context: CommandContext): Promise<number> {
  const { settings, positionals, values, signal } = context;
  const url = serviceUrl(String(values['service']));
  const { language, resume = false } = values;
  if (values['granularity'] !== undefined) throw new InvalidError('--granularity goes with files, not with --service');
  await using runtime = await openRuntime(quietly(settings), 'annotate');
  const { db } = runtime;
  const asked = await viewsOfAll(db, positionals, values['view']);
  using teller = tell(context, asked.length);
  await askAbout(asked, {
    db,
    signal,
    writer: await machineWriter(db),
    base: await linkBase(settings),
    url,
    ...(typeof language === 'string' && { language }),
    seconds: settings.jobSeconds,
    jobs: settings.jobs || 1,
    resume: resume === true,
    onDone: teller.onDone,
  });
  return teller.failed() > 0 || signal.aborted ? 1 : 0;
}

interface Teller extends Disposable {
  onDone: (annotated: Annotated) => void;
  failed: () => number;
}

/** A line for each that is done, and how far all are. */
function tell({ values }: CommandContext, total: number): Teller {
  const output = openOutput(process.stdout);
  let [done, failed] = [0, 0];
  return {
    onDone(annotated) {
      done += 1;
      if (annotated.state === 'failed') failed += 1;
      output.line(formatAnnotated(annotated, values['json'] === true));
      output.progress(done / total, `${done} of ${total} done · ${annotated.name}`);
    },
    failed: () => failed,
    [Symbol.dispose]: () => output[Symbol.dispose](),
  };
}

function granularitiesOf(given: unknown): Granularity[] {
  const asked = Array.isArray(given) ? (given as string[]) : [];
  for (const one of asked)
    if (!isGranularity(one)) throw new InvalidError(expected(GRANULARITIES.join(', '), '--granularity', one));
  return asked.length === 0 ? ['line'] : asked.filter(isGranularity);
}

const isGranularity = (text: string): text is Granularity => GRANULARITIES.includes(text as Granularity);
