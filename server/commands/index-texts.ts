import { catchUp } from '../../manifests/annotations/search/catch-up.ts';
import type { Runtime } from '../runtime.ts';

/** Beside the server: annotations from before there was Content Search become searchable, until it stops. */
export function indexTexts(runtime: Runtime): AsyncDisposable {
  const stopping = new AbortController();
  const done = index(runtime, stopping.signal);
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}

async function index({ db, log }: Runtime, signal: AbortSignal): Promise<void> {
  try {
    const { indexed, unreadable } = await catchUp(db, signal);
    if (indexed > 0) log.info({ indexed }, 'annotations of before can be searched');
    if (unreadable.length > 0) log.warn({ unreadable }, 'some annotations cannot be searched');
  } catch (err) {
    log.error({ err }, 'annotations of before could not be made searchable; the next start goes on');
  }
}
