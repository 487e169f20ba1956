import type Koa from 'koa';
import type { AssetRow } from '../../manifests/catalogue/assets.ts';
import type { ObjectRow } from '../../manifests/catalogue/objects.ts';
import type { Runtime } from '../runtime.ts';
import type { ViewEvents } from '../annotations/events.ts';
import type { EventHub } from '../catalogue/events.ts';
import type { ImageDirectory } from '../catalogue/images.ts';
import type { TwinDirectory } from '../catalogue/twins.ts';
import type { Shells } from '../embed/shells.ts';
import type { ResultCache } from '../image/result-cache.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { CreateBatch } from '../../manifests/annotations/store/batch.ts';
import type { WriterDirectory } from './writers.ts';

/** What the routes work with. */
export interface Services {
  runtime: Runtime;
  images: ImageDirectory;
  twins: TwinDirectory;
  writers: WriterDirectory;
  /** Annotations on their way to the disk. */
  creates: CreateBatch;
  events: EventHub;
  viewEvents: ViewEvents;
  shells: Shells;
  metrics: Metrics;
  /** Absent where nothing is kept. */
  results?: ResultCache;
}

export type Context = Koa.ParameterizedContext<{ requestId: string; route?: string }> & {
  params: Record<string, string>;
};

export type Handler = (ctx: Context, services: Services) => Promise<void> | void;

/** A handler of something that belongs to an object which the visitor may read. */
export type ObjectHandler = (ctx: Context, services: Services, object: ObjectRow) => Promise<void> | void;

export type AssetHandler = (ctx: Context, services: Services, asset: AssetRow) => Promise<void> | void;

export type ViewHandler = (ctx: Context, services: Services, object: ObjectRow, view: string) => Promise<void> | void;
