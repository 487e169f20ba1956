import { closeSync, openSync, readSync } from 'node:fs';
import { DamagedError } from '../../../manifests/errors.ts';
import { numberOf, TiffReader } from '../../images/tiff.ts';
import type { TextureFile } from '../source.ts';
import type { TexelStore } from './texel-store.ts';

/** Megabytes of decoded texels that a reader keeps: a leaf of 2048² with two textures fits. */
const CACHE_BYTES = 48 * 2 ** 20;

export interface TexelSize {
  width: number;
  height: number;
  channels: 3 | 4;
}

interface OpenTexture extends TexelSize {
  file: number;
  square: number;
  across: number;
  offsets: Float64Array;
  /** Place of a square in the cache; −1 while it is not there. */
  places: Int32Array;
}

/** Where rows of texels go to: `at` bytes into it, `stride` bytes from row to row, `channels` bytes per texel. */
export interface TexelTarget {
  pixels: Uint8Array;
  at: number;
  stride: number;
  channels: 3 | 4;
}

/**
 * Reads rectangles of texels out of the store, through a cache of bounded size. Each thread has a reader of its own over
 * the same files.
 */
export class TexelReader implements Disposable {
  readonly store: TexelStore;
  readonly #textures: OpenTexture[] = [];
  readonly #placeBytes: number;
  readonly #cache: Buffer;
  /** Texture and square of each place; the place that is given up next goes round. */
  readonly #held: { texture: Int32Array; square: Int32Array };
  #next = 0;

  /** Throws DamagedError where a file of the store is not as it was written. */
  constructor(store: TexelStore, cacheBytes = CACHE_BYTES) {
    this.store = store;
    for (const { file } of store.textures) this.#textures.push(openTexture(file));
    this.#placeBytes = Math.max(1, ...this.#textures.map(({ square, channels }) => square * square * channels));
    const places = Math.max(4, Math.floor(cacheBytes / this.#placeBytes));
    const needed = this.#textures.reduce((sum, { places: { length } }) => sum + length, 0);
    this.#cache = Buffer.allocUnsafe(Math.min(places, needed) * this.#placeBytes);
    this.#held = {
      texture: new Int32Array(Math.min(places, needed)).fill(-1),
      square: new Int32Array(Math.min(places, needed)),
    };
  }

  sizeOf(texture: number): TexelSize {
    return this.#texture(texture);
  }

  /** The rectangle may reach beyond the picture, where it is continued as `wrap` says. */
  read(texture: number, [x, y, width, height]: Rectangle, wrap: TextureFile['wrap'], target: TexelTarget): void {
    const open = this.#texture(texture);
    const { square, across, channels } = open;
    const columns = runs(x, width, open.width, wrap, square);
    const pixels = Buffer.from(target.pixels.buffer, target.pixels.byteOffset, target.pixels.length);
    for (let row = 0; row < height; row++) {
      const sourceY = wrapped(y + row, open.height, wrap);
      const line = Math.floor(sourceY / square);
      const inLine = (sourceY - line * square) * square;
      const to = target.at + row * target.stride;
      for (let run = 0; run < columns.length; run += 3) {
        const [at, from, length] = [columns[run]!, columns[run + 1]!, columns[run + 2]!];
        const column = Math.floor(from / square);
        const place = this.#place(texture, open, line * across + column);
        const start = place * this.#placeBytes + (inLine + from - column * square) * channels;
        if (channels === target.channels) {
          this.#cache.copy(pixels, to + at * channels, start, start + length * channels);
        } else {
          copyChannels(this.#cache, start, channels, pixels, to + at * target.channels, target.channels, length);
        }
      }
    }
  }

  [Symbol.dispose](): void {
    for (const { file } of this.#textures.splice(0)) closeSync(file);
  }

  #texture(number: number): OpenTexture {
    const texture = this.#textures[number];
    if (!texture) throw new RangeError(`Expected a texture of the store but received number ${number}.`);
    return texture;
  }

  #place(texture: number, open: OpenTexture, square: number): number {
    const there = open.places[square]!;
    if (there >= 0) return there;
    const place = this.#next;
    this.#next = (place + 1) % this.#held.texture.length;
    const before = this.#held.texture[place]!;
    if (before >= 0) this.#texture(before).places[this.#held.square[place]!] = -1;
    const length = open.square * open.square * open.channels;
    const read = readSync(open.file, this.#cache, place * this.#placeBytes, length, open.offsets[square]!);
    if (read < length)
      throw new DamagedError(`A decoded texture ends ${length - read} bytes early; make the twin again.`);
    this.#held.texture[place] = texture;
    this.#held.square[place] = square;
    open.places[square] = place;
    return place;
  }
}

/** x, y of the upper left corner, width, height, in texels. */
export type Rectangle = readonly [number, number, number, number];

/** Where a place outside of 0 … size − 1 is looked for (glTF 2.0, 3.8.4.3; OpenGL ES 3.2, table 8.21). */
export function wrapped(at: number, size: number, wrap: TextureFile['wrap']): number {
  if (at >= 0 && at < size) return at;
  if (wrap === 'clamp') return at < 0 ? 0 : size - 1;
  const period = wrap === 'mirror' ? 2 * size : size;
  const within = at - Math.floor(at / period) * period;
  return within < size ? within : period - 1 - within;
}

/** Stretches that follow each other in the file, within one square: place in the target, in the source, and length. */
function runs(start: number, length: number, size: number, wrap: TextureFile['wrap'], square: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < length;) {
    const from = wrapped(start + at, size, wrap);
    let end = at + 1;
    const most = at + square - (from % square);
    while (end < length && end < most && wrapped(start + end, size, wrap) === from + end - at) end++;
    found.push(at, from, end - at);
    at = end;
  }
  return found;
}

function copyChannels(
  source: Uint8Array,
  start: number,
  sourceChannels: number,
  target: Uint8Array,
  at: number,
  targetChannels: number,
  length: number,
): void {
  for (let i = 0, from = start, to = at; i < length; i++, from += sourceChannels, to += targetChannels) {
    target[to] = source[from]!;
    target[to + 1] = source[from + 1]!;
    target[to + 2] = source[from + 2]!;
    if (targetChannels === 4) target[to + 3] = 255;
  }
}

const TAG = { width: 256, height: 257, samples: 277, tileWidth: 322, tileOffsets: 324 } as const;

function openTexture(path: string): OpenTexture {
  const file = openSync(path, 'r');
  try {
    const tiff = new TiffReader((offset, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    });
    const { fields } = tiff.directory(tiff.first);
    const [width, height] = [numberOf(fields, TAG.width, 0), numberOf(fields, TAG.height, 0)];
    const square = numberOf(fields, TAG.tileWidth, 0);
    const offsets = Float64Array.from(fields.get(TAG.tileOffsets)?.values ?? []);
    const across = Math.ceil(width / square);
    if (offsets.length !== across * Math.ceil(height / square)) throw new RangeError('its squares are not all there');
    const channels = numberOf(fields, TAG.samples, 3) === 4 ? 4 : 3;
    return { width, height, channels, file, square, across, offsets, places: new Int32Array(offsets.length).fill(-1) };
  } catch (error) {
    closeSync(file);
    if (!(error instanceof RangeError)) throw error;
    throw new DamagedError(
      `The decoded texture ${path} is not as it was written: ${error.message}; make the twin again.`,
    );
  }
}
