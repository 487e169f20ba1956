import type { Logger } from 'pino';
import type { AssetRow } from '../../manifests/catalogue/assets.ts';
import { announce } from '../../manifests/catalogue/changes.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import type { Settings } from '../../manifests/settings/schema.ts';
import type { Storage } from '../../manifests/storage/storage.ts';
import type { IsolatedPool } from '../isolate/pool.ts';
import type { Limits } from '../isolate/runner.ts';
import type { TaskProgress } from '../isolate/task.ts';
import type { MeshSettings } from '../meshes/task.ts';

export interface IngestContext {
  db: Db;
  storage: Storage;
  pool: IsolatedPool;
  log: Logger;
  maxPixels: number;
  gamut: Settings['gamut'];
  meshes: {
    settings: MeshSettings;
    /** Seconds are those that even a small one may take. */
    limits: Limits;
    threads: number;
  };
  /** Folder on whose disk the derivatives lie, and the bytes that must stay free there for work to go on. */
  data: string;
  reserve: number;
}

/** Who makes derivatives, in the change log. */
export const ACTOR = 'Vitrine';

/** Progress is told at most this often for one asset. */
const PROGRESS_MS = 200;

/** Tells everybody who listens how far an asset is. */
export function progressOf({ db, log }: IngestContext, { id, object }: AssetRow): (progress: TaskProgress) => void {
  let told = 0;
  return ({ step, fraction }) => {
    const now = Date.now();
    if (now - told < PROGRESS_MS) return;
    told = now;
    announce(db, { kind: 'progress', object, asset: id, step, fraction }).catch((err: unknown) =>
      log.debug({ err }, 'progress not told'),
    );
  };
}
