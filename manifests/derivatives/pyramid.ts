import type { Level, Size } from './levels.ts';

/** An opened image pyramid. Reading a tile or a ready-made size is one read of the storage and no decoding. */
export interface Pyramid extends Size {
  readonly tileSize: number;
  /** Full resolution first. */
  readonly levels: readonly Level[];
  /** The levels kept whole, full resolution first among them; a suffix of `levels`. */
  readonly sizes: readonly Level[];
  /** The bytes of a JPEG of exactly the tile's size. Throws DamagedError. */
  tile(level: number, column: number, row: number): Promise<Buffer>;
  /** The bytes of a JPEG of the whole level, which must be one of `sizes`. Throws DamagedError. */
  whole(level: number): Promise<Buffer>;
}
