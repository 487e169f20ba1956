import { tryLock } from '../manifests/catalogue/locks.ts';

export interface Installation {
  databaseUrl: string;
  installation: string;
}

/** Tells everybody, until it is disposed of, that jobs are taken here, or will be as soon as processes have started. */
export async function announceWorkers({
  databaseUrl,
  installation,
}: Installation): Promise<AsyncDisposable | undefined> {
  return tryLock(databaseUrl, 'work', installation, 'shared');
}

/** Whether anybody takes jobs of this installation, here or on another machine. */
export async function workersAreRunning({ databaseUrl, installation }: Installation): Promise<boolean> {
  await using free = await tryLock(databaseUrl, 'work', installation, 'exclusive');
  return free === undefined;
}
