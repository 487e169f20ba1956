import { LRUCache } from 'lru-cache';
import { mayHaveTwin } from '../../manifests/catalogue/access.ts';
import type { Change } from '../../manifests/catalogue/changes.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { assetFolder } from '../../manifests/derivatives/keys.ts';
import { NotFoundError } from '../../manifests/errors.ts';
import type { Storage } from '../../manifests/storage/storage.ts';
import { TwinFiles } from '../twins/served.ts';
import type { ServedTwin } from '../twins/served.ts';
import type { DamageNotes } from './damage-notes.ts';

const REMEMBERED = 5000;
/** A table of a tileset takes some 200 bytes for each tile: of a hundred million triangles half a megabyte. */
const OPEN_TWINS = 200;

/** From an asset in a URL to a twin that may be had, remembered as images are. */
export class TwinDirectory {
  readonly #db: Db;
  readonly #storage: Storage;
  readonly #notes: DamageNotes;
  readonly #known = new LRUCache<string, Promise<ServedTwin | undefined>>({ max: REMEMBERED });
  readonly #open = new LRUCache<string, Promise<TwinFiles>>({ max: OPEN_TWINS });
  #hears = true;

  constructor(db: Db, storage: Storage, notes: DamageNotes) {
    this.#db = db;
    this.#storage = storage;
    this.#notes = notes;
  }

  find(asset: string): Promise<ServedTwin | undefined> {
    const known = this.#known.get(asset);
    if (known) return known;
    const found = this.#load(asset);
    if (this.#hears) {
      this.#known.set(asset, found);
      found.catch(() => this.#known.delete(asset));
    }
    return found;
  }

  /** Throws the error again, damage once it is noted. */
  note(asset: string, generation: number, error: unknown): Promise<never> {
    return this.#notes.note(asset, generation, error);
  }

  changed(change: Change): void {
    if (change.kind === 'object') this.#known.clear();
    if (change.kind !== 'asset') return;
    this.#known.delete(change.asset);
    const folder = assetFolder(change.asset);
    for (const key of this.#open.keys()) if (key.startsWith(folder)) this.#open.delete(key);
    this.#storage.release(folder);
  }

  connected(hears: boolean): void {
    this.#hears = hears;
    this.#known.clear();
  }

  async #load(asset: string): Promise<ServedTwin | undefined> {
    const row = await this.#db
      .selectFrom('asset')
      .innerJoin('object', 'object.key', 'asset.object')
      .select(['asset.servedGeneration', 'asset.sweptGeneration', 'object.state', 'object.restriction'])
      .where('asset.id', '=', asset)
      .where('asset.kind', '=', 'mesh')
      .executeTakeFirst();
    const generation = row?.servedGeneration ?? undefined;
    if (!row || generation === undefined || !mayHaveTwin('public', row)) return undefined;
    return {
      asset,
      generation,
      open: (wanted) => {
        if (wanted < row.sweptGeneration || wanted > generation)
          throw new NotFoundError(`The twin ${asset} is not at generation ${wanted}`);
        return this.#files(asset, wanted);
      },
    };
  }

  #files(asset: string, generation: number): Promise<TwinFiles> {
    const key = `${assetFolder(asset)}${generation}`;
    const open = this.#open.get(key);
    if (open) return open;
    const opening = TwinFiles.open(this.#storage, asset, generation).catch((error: unknown) =>
      this.note(asset, generation, error),
    );
    this.#open.set(key, opening);
    opening.catch(() => this.#open.delete(key));
    return opening;
  }
}
