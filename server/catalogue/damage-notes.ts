import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { flagDamage } from '../../manifests/catalogue/damage.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { DamagedError, NotFoundError } from '../../manifests/errors.ts';

const REMEMBERED = 500;

/** Notes damage that is met while serving, with its asset and in the log: once, however many ask. */
export class DamageNotes {
  readonly #db: Db;
  readonly #log: Logger;
  /** By asset and generation: whether those are still served. */
  readonly #noted = new LRUCache<string, Promise<boolean>>({ max: REMEMBERED });

  constructor(db: Db, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /**
   * Throws the error again. Damage is first noted with its asset, and logged when it was not known yet; of what was
   * superseded while it was being read, nothing is left to be served.
   */
  async note(asset: string, generation: number, error: unknown): Promise<never> {
    if (!(error instanceof DamagedError)) throw error;
    const name = `${asset}.${generation}`;
    const noting = this.#noted.get(name) ?? this.#flag(asset, generation, error.message);
    this.#noted.set(name, noting);
    noting.catch(() => this.#noted.delete(name));
    if (await noting) throw error;
    throw new NotFoundError(`What was made of ${asset} has just been replaced`, { cause: error });
  }

  async #flag(asset: string, generation: number, reason: string): Promise<boolean> {
    const outcome = await flagDamage(this.#db, asset, generation, reason);
    if (outcome === 'flagged')
      this.#log.error({ asset, generation, reason }, 'a derivative is damaged; `vitrine remake --damaged` mends it');
    return outcome !== 'superseded';
  }
}
