import { open } from 'node:fs/promises';
import { openTilesetArchive } from '../../manifests/derivatives/tileset-archive.ts';
import type { Read } from '../twins/verify/tileset.ts';

export interface TwinArchive extends AsyncDisposable {
  /** Bytes of each entry by its name. */
  sizes: ReadonlyMap<string, number>;
  read: Read;
}

/** A twin's archive, entry by entry, as the server serves it. */
export async function openTwin(path: string): Promise<TwinArchive> {
  const file = await open(path);
  const read = async (offset: number, length: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    if (bytesRead !== length) throw new Error(`${path} ends before ${offset + length}`);
    return buffer;
  };
  const files = await openTilesetArchive(read, (await file.stat()).size);
  return {
    sizes: new Map([...files].map(([name, { length }]) => [name, length])),
    async read(uri) {
      const found = files.get(decodeURIComponent(uri));
      if (!found) throw new Error(`${path} has no ${uri}`);
      return read(found.offset, found.length);
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}
