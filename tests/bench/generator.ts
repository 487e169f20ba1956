import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, LoadResult } from './load.ts';

/** Clients in a process of their own. */
export interface Generator extends AsyncDisposable {
  run(load: Load): Promise<LoadResult>;
}

export async function startGenerator(): Promise<Generator> {
  const child = fork(fileURLToPath(new URL('load-process.ts', import.meta.url)));
  const ended = once(child, 'exit');
  const next = async <T>(): Promise<T> => {
    const answer = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
    if (!answer) throw new Error('The process of the clients has ended');
    return answer[0] as T;
  };
  await next();
  return {
    run(load) {
      const answer = next<LoadResult>();
      child.send(load);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
