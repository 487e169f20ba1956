import { fromMachine, machineWriter } from '../../manifests/annotations/machine.ts';
import { shownView } from '../../manifests/annotations/shown-views.ts';
import type { ShownView } from '../../manifests/annotations/shown-views.ts';
import { beginJob, failJob, finishJob, handBackJob } from '../../manifests/annotations/store/jobs.ts';
import type { AnnotationJobRow } from '../../manifests/annotations/store/jobs.ts';
import { replaceRun } from '../../manifests/annotations/store/run.ts';
import type { RunAnnotation } from '../../manifests/annotations/store/run.ts';
import type { Writer } from '../../manifests/annotations/writers.ts';
import type { RunOutcome } from '../../manifests/catalogue/schema.ts';
import { NotFoundError, UnreadableError, VitrineError } from '../../manifests/errors.ts';
import type { JobHandler } from '../../manifests/jobs.ts';
import type { AnnotationContext } from './context.ts';
import { KINDS } from './kinds.ts';
import type { Said } from './kinds.ts';

/** From what is asked of a machine to what it says of a view, all of it or nothing; a second time is harmless. */
export function annotationHandler(context: AnnotationContext): JobHandler<'annotation'> {
  const { db, log } = context;
  return {
    async run({ id }, signal) {
      const job = await beginJob(db, id);
      if (!job) return;
      try {
        await finishJob(db, id, await annotate(job, context, signal));
      } catch (error) {
        if (signal.aborted || !(error instanceof VitrineError)) throw error;
        log.warn(
          { job: id, run: job.run, view: job.view, code: error.code, reason: error.message },
          'annotating failed',
        );
        await failJob(db, id, { code: error.code, message: error.message });
      }
    },
    handedBack: ({ id }) => handBackJob(db, id),
    gaveUp: ({ id }, reason) =>
      failJob(db, id, { code: 'internal', message: `The work failed again and again: ${reason}` }),
  };
}

async function annotate(job: AnnotationJobRow, context: AnnotationContext, signal: AbortSignal): Promise<RunOutcome> {
  const { db } = context;
  const view = await shownView(db, job.view);
  if (!view) throw new NotFoundError(`The view ${job.view} is not ready, or not any more`);
  const sayer = KINDS[job.kind];
  if (!sayer) throw new UnreadableError(`Expected ${Object.keys(KINDS).join(', ')} to be asked, and got ${job.kind}`);
  const said = await sayer(view, job.parameters, context, signal);
  const says = checked(said, view, await machineWriter(db));
  return replaceRun(db, { id: job.run, details: said.details }, [view.id], new Map([[view.id, says]]));
}

async function* checked(
  { base, annotations }: Said,
  view: ShownView,
  writer: Writer,
): AsyncGenerator<RunAnnotation, void, undefined> {
  const at = new Date();
  let index = 0;
  for await (const annotation of annotations) {
    try {
      yield fromMachine(annotation, { writer, base, view, at });
    } catch (error) {
      if (!(error instanceof VitrineError)) throw error;
      throw new UnreadableError(`Annotation ${index} of the answer: ${error.message}`, { cause: error });
    }
    index++;
  }
}
