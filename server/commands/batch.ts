import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { listen } from '../../manifests/catalogue/changes.ts';
import type { Change } from '../../manifests/catalogue/changes.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import type { Output } from '../cli/progress.ts';
import type { Runtime } from '../runtime.ts';
import type { Outcome } from './outcome.ts';

type Report = (outcome: Outcome) => void;

interface Awaited {
  name: string;
  unchanged: boolean;
  report: Report;
  /** 0…1, as last told. */
  fraction: number;
}

/** In case a change was not heard of. */
const POLL_MS = 1000;

/** The files of one call that are accepted but not yet ready or failed. */
export class Batch implements AsyncDisposable {
  readonly #db: Db;
  readonly #output: Output;
  readonly #signal: AbortSignal;
  readonly #awaited = new Map<string, Awaited>();
  #listener: AsyncDisposable | undefined;
  #settling: Promise<void> | undefined;
  #sealed = false;
  readonly #total: number;
  #done = 0;
  #failed = 0;
  #stir = new AbortController();

  private constructor(db: Db, total: number, output: Output, signal: AbortSignal) {
    this.#db = db;
    this.#total = total;
    this.#output = output;
    this.#signal = signal;
  }

  /** For `total` files, of which each is expected or dropped in time. */
  static async open({ db, databaseUrl }: Runtime, total: number, output: Output, signal: AbortSignal): Promise<Batch> {
    const batch = new Batch(db, total, output, signal);
    const wake = (): void => batch.#stir.abort();
    batch.#listener = await listen(databaseUrl, { changed: (change) => batch.#heard(change), connected: wake });
    return batch;
  }

  copying(name: string, fraction: number): void {
    this.#draw(name, 'copying', fraction);
  }

  /** The report is made as soon as the asset is ready or failed. */
  expect({ id, name }: { id: string; name: string }, report: Report, unchanged = false): void {
    this.#awaited.set(id, { name, unchanged, report, fraction: 0 });
    this.#settling ??= this.#settleAll();
    this.#stir.abort();
  }

  /** A file that was not accepted. */
  dropped(): void {
    this.#done++;
    this.#failed++;
  }

  /** Waits until every file is ready or failed, or the signal. Resolves to the number of those that failed. */
  async finished(): Promise<number> {
    this.#sealed = true;
    this.#stir.abort();
    await this.#settling;
    return this.#failed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listener?.[Symbol.asyncDispose]();
  }

  #heard(change: Change): void {
    if (change.kind !== 'asset' && change.kind !== 'progress') return;
    const awaited = this.#awaited.get(change.asset);
    if (!awaited) return;
    if (change.kind === 'asset') return this.#stir.abort();
    awaited.fraction = change.fraction;
    this.#draw(awaited.name, change.step, change.fraction);
  }

  async #settleAll(): Promise<void> {
    while (!this.#signal.aborted) {
      this.#stir = new AbortController();
      if (this.#awaited.size > 0) await this.#settle();
      if (this.#sealed && this.#awaited.size === 0) return;
      const signal = AbortSignal.any([this.#signal, this.#stir.signal]);
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #settle(): Promise<void> {
    const rows = await this.#db
      .selectFrom('asset')
      .innerJoin('object', 'object.key', 'asset.object')
      .select(['asset.id', 'asset.state', 'asset.problem', 'asset.servedGeneration', 'object.id as object'])
      .select(['asset.kind', 'asset.technical', 'asset.warnings'])
      // As one parameter: PostgreSQL takes no more than 65,535.
      .where(sql<boolean>`asset.id = any(${[...this.#awaited.keys()]}::text[])`)
      .where('asset.state', 'in', ['ready', 'failed'])
      .execute();
    for (const { id, state, problem, servedGeneration, object, kind, technical, warnings } of rows) {
      const awaited = this.#awaited.get(id);
      if (!awaited) continue;
      this.#awaited.delete(id);
      this.#done++;
      const about = { name: awaited.name, asset: id, object };
      if (state === 'failed') {
        this.#failed++;
        awaited.report({ ...about, state: 'failed', problem: problem?.message ?? '' });
      } else {
        awaited.report({
          ...about,
          state: 'ready',
          unchanged: awaited.unchanged,
          ...(warnings.length > 0 && { warnings }),
          ...(kind === 'mesh'
            ? { triangles: Number(technical['triangles']) }
            : { pages: await this.#pages(id, servedGeneration ?? 0) }),
        });
      }
    }
  }

  #pages(asset: string, generation: number): Promise<{ width: number; height: number }[]> {
    return this.#db
      .selectFrom('page')
      .select(['width', 'height'])
      .where('asset', '=', asset)
      .where('generation', '=', generation)
      .orderBy('number')
      .execute();
  }

  #draw(name: string, step: string, fraction: number): void {
    const underWay = [...this.#awaited.values()].reduce((sum, awaited) => sum + awaited.fraction, 0);
    const percent = Math.floor(fraction * 100);
    this.#output.progress(
      (this.#done + underWay) / this.#total,
      `${this.#done} of ${this.#total} done · ${name}: ${step} ${percent} %`,
    );
  }
}
