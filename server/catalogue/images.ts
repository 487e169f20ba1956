import { LRUCache } from 'lru-cache';
import { mayRead } from '../../manifests/catalogue/access.ts';
import type { Change } from '../../manifests/catalogue/changes.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { openPyramid } from '../../manifests/derivatives/archive.ts';
import { assetFolder, pyramidKey } from '../../manifests/derivatives/keys.ts';
import type { Pyramid } from '../../manifests/derivatives/pyramid.ts';
import type { Storage } from '../../manifests/storage/storage.ts';
import type { ServedImage } from '../image/served.ts';
import type { DamageNotes } from './damage-notes.ts';
import { believableScale } from './scale.ts';

const REMEMBERED = 20_000;
const OPEN_PYRAMIDS = 500;

/** `{asset}` or `{asset}~{page}`, the page without leading zeros: one image has one identifier. */
const IDENTIFIER = /^([a-z][a-z0-9]{1,31})(?:~([1-9]\d{0,5}))?$/;

/**
 * From an identifier in a URL to an image that may be served. Answers are remembered until the catalogue says that
 * they changed; while its announcements cannot be heard, nothing is remembered.
 */
export class ImageDirectory {
  readonly #db: Db;
  readonly #storage: Storage;
  readonly #known = new LRUCache<string, Promise<ServedImage | undefined>>({ max: REMEMBERED });
  readonly #pyramids = new LRUCache<string, Promise<Pyramid>>({ max: OPEN_PYRAMIDS });
  /** Settings, too, enter what is said of an image. */
  readonly #started = new Date();
  readonly #notes: DamageNotes;
  #hears = true;

  constructor(db: Db, storage: Storage, notes: DamageNotes) {
    this.#db = db;
    this.#storage = storage;
    this.#notes = notes;
  }

  find(identifier: string): Promise<ServedImage | undefined> {
    const known = this.#known.get(identifier);
    if (known) return known;
    const found = this.#load(identifier);
    if (this.#hears) {
      // Remembered before it is read: a change that comes meanwhile forgets it.
      this.#known.set(identifier, found);
      found.catch(() => this.#known.delete(identifier));
    }
    return found;
  }

  changed(change: Change): void {
    // An object's state decides about all its images.
    if (change.kind === 'object') this.#known.clear();
    if (change.kind !== 'asset') return;
    for (const identifier of this.#known.keys()) {
      if (identifier === change.asset || identifier.startsWith(`${change.asset}~`)) this.#known.delete(identifier);
    }
    // A file that is held open takes its place on the disk even after it was deleted.
    const folder = assetFolder(change.asset);
    for (const key of this.#pyramids.keys()) if (key.startsWith(folder)) this.#pyramids.delete(key);
    this.#storage.release(folder);
  }

  connected(hears: boolean): void {
    this.#hears = hears;
    this.#known.clear();
  }

  async #load(identifier: string): Promise<ServedImage | undefined> {
    const [, asset, digits = '1'] = IDENTIFIER.exec(identifier) ?? [];
    if (asset === undefined || identifier.endsWith('~1')) return undefined;
    const number = Number(digits);
    const row = await this.#db
      .selectFrom('page')
      .innerJoin('asset', (join) =>
        join.onRef('asset.id', '=', 'page.asset').onRef('asset.servedGeneration', '=', 'page.generation'),
      )
      .innerJoin('object', 'object.key', 'asset.object')
      .select(['page.width', 'page.height', 'page.fullWidth', 'page.generation', 'object.state', 'object.rights'])
      .select(['asset.technical', 'asset.state as assetState', 'asset.modified', 'object.modified as described'])
      .where('page.asset', '=', asset)
      .where('page.number', '=', number)
      .executeTakeFirst();
    if (!row || !mayRead('public', row)) return undefined;
    const { width, height, generation, rights, modified, described } = row;
    const pixelsPerInch = believableScale(row.technical, number, width / row.fullWidth);
    const image = { asset, page: number, generation };
    return {
      ...image,
      width,
      height,
      open: () => this.#open(image),
      ...(rights !== null && { rights }),
      ...(pixelsPerInch !== undefined && { pixelsPerInch }),
      // While another generation is in the making, or has failed, the row tells the time of that.
      ...(row.assetState === 'ready' && {
        modified: { pixels: modified, description: latest(modified, described, this.#started) },
      }),
    };
  }

  #open(image: PageOf): Promise<Pyramid> {
    const key = pyramidKey(image.asset, image.generation, image.page);
    const open = this.#pyramids.get(key);
    if (open) return open;
    const noted = (error: unknown): Promise<never> => this.#notes.note(image.asset, image.generation, error);
    const opening = openPyramid(this.#storage, key).then((pyramid) => watched(pyramid, noted), noted);
    this.#pyramids.set(key, opening);
    opening.catch(() => this.#pyramids.delete(key));
    return opening;
  }
}

type PageOf = Pick<ServedImage, 'asset' | 'page' | 'generation'>;

/** The same pyramid, whose failures go through `failed`. */
function watched(pyramid: Pyramid, failed: (error: unknown) => Promise<never>): Pyramid {
  const { width, height, tileSize, levels, sizes } = pyramid;
  return {
    width,
    height,
    tileSize,
    levels,
    sizes,
    tile: (level, column, row) => pyramid.tile(level, column, row).catch(failed),
    whole: (level) => pyramid.whole(level).catch(failed),
  };
}

const latest = (...dates: Date[]): Date => new Date(Math.max(...dates.map(Number)));
