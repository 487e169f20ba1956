import { crc32 } from 'node:zlib';
import type { ArchiveStorage } from '../../manifests/derivatives/archive.ts';
import { modelKey, tilesetKey } from '../../manifests/derivatives/keys.ts';
import { INDEX_NAME, openTilesetArchive } from '../../manifests/derivatives/tileset-archive.ts';
import type { ArchivedFile } from '../../manifests/derivatives/tileset-archive.ts';
import { DamagedError, NotFoundError } from '../../manifests/errors.ts';

/** A mesh whose twin the visitor may have. */
export interface ServedTwin {
  asset: string;
  /** The one that is shown. */
  generation: number;
  /** Its files, or those of a generation before it that are not deleted yet: somebody may be in the middle of looking. */
  open(generation: number): Promise<TwinFiles>;
}

/** A whole file of the storage. */
export interface TwinFile {
  key: string;
  size: number;
}

const CHECKED_FOR_MS = 60_000;

/** The files of one generation. Whatever is not as it was written is a DamagedError. */
export class TwinFiles {
  readonly archive: TwinFile;
  readonly model: TwinFile;
  readonly #storage: ArchiveStorage;
  readonly #files: ReadonlyMap<string, ArchivedFile>;
  readonly #checked = new Set<string>();
  #checkedSince = Date.now();

  private constructor(
    storage: ArchiveStorage,
    files: ReadonlyMap<string, ArchivedFile>,
    archive: TwinFile,
    model: TwinFile,
  ) {
    this.#storage = storage;
    this.#files = files;
    this.archive = archive;
    this.model = model;
  }

  static async open(storage: ArchiveStorage, asset: string, generation: number): Promise<TwinFiles> {
    const [archive, model] = await Promise.all([
      fileOf(storage, tilesetKey(asset, generation)),
      fileOf(storage, modelKey(asset, generation)),
    ]);
    const files = await openTilesetArchive(
      (offset, length) => read(storage, archive.key, offset, length),
      archive.size,
    );
    // Of use to those who read the archive itself.
    files.delete(INDEX_NAME);
    return new TwinFiles(storage, files, archive, model);
  }

  /** The names of all files of the tileset. */
  get paths(): Iterable<string> {
    return this.#files.keys();
  }

  /** Undefined where the tileset has no such file. */
  length(path: string): number | undefined {
    return this.#files.get(path)?.length;
  }

  /** One read. As with tiles of images, a flipped bit is looked for the first time, and again after a minute. */
  async bytes(path: string): Promise<Buffer> {
    const file = this.#files.get(path);
    if (!file) throw new NotFoundError(`There is no ${JSON.stringify(path)} in the tileset ${this.archive.key}`);
    const bytes = await read(this.#storage, this.archive.key, file.offset, file.length);
    const now = Date.now();
    if (now - this.#checkedSince > CHECKED_FOR_MS) {
      this.#checked.clear();
      this.#checkedSince = now;
    }
    if (bytes.length !== file.length || (!this.#checked.has(path) && crc32(bytes) !== file.crc32))
      throw new DamagedError(`In the tileset ${this.archive.key}, ${path} is not as it was written.`);
    this.#checked.add(path);
    return bytes;
  }
}

async function fileOf(storage: ArchiveStorage, key: string): Promise<TwinFile> {
  const found = await storage.stat(key);
  if (!found) throw new DamagedError(`${key} is missing.`);
  return { key, size: found.size };
}

async function read(storage: ArchiveStorage, key: string, offset: number, length: number): Promise<Buffer> {
  try {
    return await storage.read(key, offset, length);
  } catch (cause) {
    if (cause instanceof NotFoundError) throw new DamagedError(`${key} is missing.`, { cause });
    if ((cause as NodeJS.ErrnoException).code === 'EIO')
      throw new DamagedError(`The disk cannot read ${key}.`, { cause });
    throw cause;
  }
}
