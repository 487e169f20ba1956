import { fromMachine } from '../../../manifests/annotations/machine.ts';
import { replaceRun } from '../../../manifests/annotations/store/run.ts';
import type { RunAnnotation } from '../../../manifests/annotations/store/run.ts';
import type { Writer } from '../../../manifests/annotations/writers.ts';
import type { Db } from '../../../manifests/catalogue/open.ts';
import { VitrineError } from '../../../manifests/errors.ts';
import { Urls } from '../../../manifests/presentation/urls.ts';
import type { Storage } from '../../../manifests/storage/storage.ts';
import { VERSION } from '../../../manifests/version.ts';
import { KINDS, shownOn } from './kinds.ts';
import type { KindName } from './kinds.ts';
import type { Annotated } from './outcome.ts';
import type { ShownView } from './views.ts';

export interface MachineWork {
  db: Db;
  storage: Storage;
  signal: AbortSignal;
  writer: Writer;
  base: string;
  kind: KindName;
  onDone: (annotated: Annotated) => void;
}

const GENERATOR = { type: 'Software', name: 'Vitrine', softwareVersion: VERSION };

/** Has Vitrine itself say something of each view. One that fails fails alone. */
export async function sayOf(views: readonly { object: string; view: ShownView }[], work: MachineWork): Promise<void> {
  for (const { object, view } of views) {
    if (work.signal.aborted) return;
    const name = `${object} ${view.id}`;
    try {
      work.onDone({ name, object, state: 'ready', ...(await sayOfOne(view, work)) });
    } catch (error) {
      if (!(error instanceof VitrineError)) throw error;
      work.onDone({ name, object, state: 'failed', problem: error.message });
    }
  }
}

async function sayOfOne(
  view: ShownView,
  { db, storage, writer, base, kind }: MachineWork,
): Promise<Partial<Annotated>> {
  const one = KINDS[kind];
  const iri = new Urls(base).canvas(view.id);
  const { asset, page } = view.image;
  const shown = await shownOn(db, one, { iri, asset, page });
  if (!shown)
    return { views: 0, remarks: [`It shows no ${one.of === 'mesh' ? 'twin' : 'image'}: nothing is said of it.`] };
  const at = new Date();
  const says = async function* (): AsyncGenerator<RunAnnotation, void, undefined> {
    for await (const json of one.say(shown, storage))
      yield fromMachine({ ...json, generator: GENERATOR }, { writer, base, view, at });
  };
  const details = { kind, generator: GENERATOR, asset, generation: shown.generation };
  const run = { id: `vitrine:${kind}`, details };
  return { views: 1, ...(await replaceRun(db, run, [view.id], new Map([[view.id, says()]]))) };
}
