import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../manifests/processes.ts';

/** What a running server leaves in its data folder for those who look for it: whether it lives, its lock says. */
export interface Running {
  pid: number;
  url: string;
}

const pathOf = (data: string): string => join(data, 'server.json');

export async function announceRunning(data: string, running: Running): Promise<AsyncDisposable> {
  await writeFile(pathOf(data), `${JSON.stringify(running)}\n`);
  return { [Symbol.asyncDispose]: () => rm(pathOf(data), { force: true }) };
}

export async function findRunning(data: string): Promise<Running | undefined> {
  const text = await readFile(pathOf(data), 'utf8').catch(() => undefined);
  const running = text === undefined ? undefined : (JSON.parse(text) as Running);
  return running && isAlive(running.pid) ? running : undefined;
}
