import type { Logger } from 'pino';
import type { Db } from '../../manifests/catalogue/open.ts';
import type { LocalStorage } from '../../manifests/storage/local.ts';
import type { IsolatedPool } from '../isolate/pool.ts';

/** What annotating machines work with. */
export interface AnnotationContext {
  db: Db;
  storage: LocalStorage;
  /** For what takes long, or needs much memory. */
  pool: IsolatedPool;
  log: Logger;
  /** How long an answer from outside may take. */
  seconds: number;
  /** What services know us by. */
  serviceToken?: string | undefined;
}
