import { catchUp } from '../../manifests/annotations/search/catch-up.ts';
import type { AnnotationContext } from './context.ts';

/** Annotations from before there was Content Search become searchable, until it is disposed of. */
export function indexTexts(context: Pick<AnnotationContext, 'db' | 'log'>): AsyncDisposable {
  const stopping = new AbortController();
  const done = index(context, stopping.signal);
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}

async function index({ db, log }: Pick<AnnotationContext, 'db' | 'log'>, signal: AbortSignal): Promise<void> {
  try {
    const { indexed, unreadable } = await catchUp(db, signal);
    if (indexed > 0) log.info({ indexed }, 'annotations of before can be searched');
    if (unreadable.length > 0) log.warn({ unreadable }, 'some annotations cannot be searched');
  } catch (err) {
    log.error({ err }, 'annotations of before could not be made searchable; the next start goes on');
  }
}
