import { rm } from 'node:fs/promises';
import type { Db } from '../../manifests/catalogue/open.ts';
import type { LocalStorage } from '../../manifests/storage/local.ts';
import { ownerOf } from '../isolate/owner.ts';

/** Of another machine nobody here knows what runs. */
const FOREIGN_MS = 24 * 3600 * 1000;

/** Deletes the folders of mesh work that nobody wants any more: it was done, failed, or another generation is wanted. */
export async function sweepWork(db: Db, storage: Pick<LocalStorage, 'lastingFolders'>): Promise<void> {
  for (const { name, path, ours, modified } of await storage.lastingFolders()) {
    const [, asset = '', generation = ''] = /^(.+)-(\d+)$/.exec(name) ?? [];
    const wanted = await db
      .selectFrom('asset')
      .select('id')
      .where('id', '=', asset)
      .where('generation', '=', Number(generation))
      .where('state', 'in', ['waiting', 'working'])
      .executeTakeFirst();
    if (wanted) continue;
    const busy = ours ? (await ownerOf(path)) !== undefined : Date.now() - modified.getTime() < FOREIGN_MS;
    if (!busy) await rm(path, { recursive: true, force: true });
  }
}
