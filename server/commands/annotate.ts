import { machineWriter } from '../../manifests/annotations/machine.ts';
import { viewsOf } from '../../manifests/annotations/shown-views.ts';
import { findObject } from '../../manifests/catalogue/objects.ts';
import { InvalidError } from '../../manifests/errors.ts';
import { mebibytes } from '../../manifests/settings/schema.ts';
import { IsolatedPool } from '../../workers/isolate/pool.ts';
import { collect } from '../cli/collect.ts';
import { openOutput } from '../cli/progress.ts';
import type { CommandContext } from '../main.ts';
import { openRuntime } from '../runtime.ts';
import { ask } from './annotate/ask.ts';
import type { Question } from './annotate/ask.ts';
import { granularitiesOf } from './annotate/granularity.ts';
import { importFiles } from './annotate/import.ts';
import { ocrQuestion } from './annotate/ocr.ts';
import { formatAnnotated } from './annotate/outcome.ts';
import type { Annotated } from './annotate/outcome.ts';
import { serviceQuestion } from './annotate/service.ts';
import { linkBase } from './common.ts';
import { quietly } from './making.ts';

/** Writes what machines say; exits with 1 when any file or view failed. */
export async function annotate(context: CommandContext): Promise<number> {
  const { values } = context;
  const machines = Object.keys(MACHINES).filter((flag) => values[flag] !== undefined);
  if (machines.length > 1) throw new InvalidError(`--${machines.join(' and --')} go one at a time`);
  const [machine] = machines;
  checkFlags(values, machine);
  if (machine === undefined) return await annotateFromFiles(context);
  return await annotateByMachine(context, await MACHINES[machine as keyof typeof MACHINES](context));
}

/** What those are asked that need no files, by their flag. */
const MACHINES = {
  service: async ({ settings, values }: CommandContext): Promise<Question> =>
    serviceQuestion(String(values['service']), await linkBase(settings), {
      language: values['language'],
      region: values['region'],
    }),
  ocr: async ({ values }: CommandContext): Promise<Question> => ocrQuestion(values),
  palette: async (): Promise<Question> => ownQuestion('palette', 'image'),
  measure: async (): Promise<Question> => ownQuestion('measures', 'mesh'),
};

/** What each flag goes with. */
const GOES_WITH: Readonly<Record<string, readonly string[]>> = {
  language: ['--ocr', '--service'],
  region: ['--service'],
  granularity: ['--ocr', 'files'],
  resume: Object.keys(MACHINES).map((machine) => `--${machine}`),
};

function checkFlags(values: CommandContext['values'], machine: string | undefined): void {
  const asked = machine === undefined ? 'files' : `--${machine}`;
  for (const [flag, those] of Object.entries(GOES_WITH))
    if (values[flag] !== undefined && !those.includes(asked))
      throw new InvalidError(`--${flag} goes with ${those.join(', ')}, and not with ${asked}`);
}

const ownQuestion = (kind: 'palette' | 'measures', of: 'image' | 'mesh'): Question => ({
  run: `vitrine:${kind}`,
  kind,
  of,
  parameters: {},
});

async function annotateFromFiles(context: CommandContext): Promise<number> {
  const { settings, positionals, values, signal } = context;
  const [name = '', ...paths] = positionals;
  const granularities = granularitiesOf(values['granularity']);
  if (paths.length === 0) throw new InvalidError('Which files? vitrine annotate OBJECT PATH…');
  const files = (await Promise.all(paths.map(collect))).flatMap((collected) => collected.files);
  await using runtime = await openRuntime(quietly(settings), 'annotate');
  const { db } = runtime;
  const views = await viewsOf(db, name, values['view']);
  const object = (await findObject(db, name))?.id ?? name;
  using teller = tell(context);
  teller.expect(files.length);
  await using pool = new IsolatedPool({ size: 1, memory: mebibytes(settings.jobMemory), seconds: settings.jobSeconds });
  const base = await linkBase(settings);
  const writer = await machineWriter(db);
  const { onDone } = teller;
  await importFiles(files, { db, pool, signal, writer, base, object, views, granularities, onDone });
  return teller.failed() > 0 || signal.aborted ? 1 : 0;
}

async function annotateByMachine(context: CommandContext, question: Question): Promise<number> {
  const { settings, positionals, values, signal } = context;
  await using runtime = await openRuntime(quietly(settings), 'annotate');
  using teller = tell(context);
  await ask(runtime, question, {
    objects: positionals,
    view: values['view'],
    resume: values['resume'] === true,
    signal,
    onTotal: teller.expect,
    onDone: teller.onDone,
  });
  return teller.failed() > 0 || signal.aborted ? 1 : 0;
}

interface Teller extends Disposable {
  /** How many there will be. */
  expect: (total: number) => void;
  onDone: (annotated: Annotated) => void;
  failed: () => number;
}

/** A line for each that is done, and how far all are. */
function tell({ values }: CommandContext): Teller {
  const output = openOutput(process.stdout);
  let [total, done, failed] = [0, 0, 0];
  return {
    expect(all) {
      total = all;
      output.progress(0, `0 of ${total} done`);
    },
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
