import sharp from 'sharp';
import { tileSizeAt } from '../../../manifests/derivatives/levels.ts';
import type { Region, Size } from '../../../manifests/derivatives/levels.ts';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';

/** Pixels of three bytes each, row by row. Everything here is a few lines of integer arithmetic, to be believed by reading it. */
export interface Raster extends Size {
  data: Buffer;
}

export function raster({ width, height }: Size): Raster {
  return { width, height, data: Buffer.alloc(width * height * 3) };
}

/** An encoded image as a browser shows it: in sRGB, what is clear on white. */
export async function decode(bytes: Buffer): Promise<Raster> {
  const { data, info } = await sharp(bytes)
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`3 channels were expected, not ${info.channels}`);
  return { width: info.width, height: info.height, data };
}

export function crop(from: Raster, { x, y, width, height }: Region): Raster {
  const into = raster({ width, height });
  for (let row = 0; row < height; row++) {
    const start = 3 * ((y + row) * from.width + x);
    from.data.copy(into.data, 3 * row * width, start, start + 3 * width);
  }
  return into;
}

function paste(from: Raster, into: Raster, x: number, y: number): void {
  for (let row = 0; row < from.height; row++) {
    from.data.copy(into.data, 3 * ((y + row) * into.width + x), 3 * row * from.width, 3 * (row + 1) * from.width);
  }
}

/** The mean of every box of `factor` pixels a side; of what there is of it at the right and the lower edge. */
export function shrink(from: Raster, factor: number): Raster {
  const into = raster({ width: Math.ceil(from.width / factor), height: Math.ceil(from.height / factor) });
  for (let y = 0; y < into.height; y++) {
    const bottom = Math.min((y + 1) * factor, from.height);
    for (let x = 0; x < into.width; x++) {
      const right = Math.min((x + 1) * factor, from.width);
      let [red, green, blue] = [0, 0, 0];
      for (let v = y * factor; v < bottom; v++) {
        for (let i = 3 * (v * from.width + x * factor), end = 3 * (v * from.width + right); i < end; i += 3) {
          red += from.data[i]!;
          green += from.data[i + 1]!;
          blue += from.data[i + 2]!;
        }
      }
      const count = (bottom - y * factor) * (right - x * factor);
      const at = 3 * (y * into.width + x);
      into.data[at] = Math.round(red / count);
      into.data[at + 1] = Math.round(green / count);
      into.data[at + 2] = Math.round(blue / count);
    }
  }
  return into;
}

/** As `!0` to `!270` and `0` to `270` of the Image API: first mirrored left to right, then turned clockwise. */
export function turn(from: Raster, mirror: boolean, degrees: 0 | 90 | 180 | 270): Raster {
  const { width, height } = from;
  const lying = degrees === 90 || degrees === 270;
  const into = raster(lying ? { width: height, height: width } : from);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = mirror ? width - 1 - x : x;
      const [tx, ty] = placed(degrees, u, y, from);
      from.data.copy(into.data, 3 * (ty * into.width + tx), 3 * (y * width + x), 3 * (y * width + x) + 3);
    }
  }
  return into;
}

function placed(degrees: 0 | 90 | 180 | 270, x: number, y: number, { width, height }: Size): [number, number] {
  if (degrees === 90) return [height - 1 - y, x];
  if (degrees === 180) return [width - 1 - x, height - 1 - y];
  return degrees === 270 ? [y, width - 1 - x] : [x, y];
}

/** A level joined from its tiles, each of which must have exactly its size. */
export async function joinLevel(pyramid: Pyramid, number: number): Promise<Raster> {
  const level = pyramid.levels[number]!;
  const into = raster(level);
  for (let row = 0; row < level.rows; row++) {
    for (let column = 0; column < level.columns; column++) {
      const tile = await decode(await pyramid.tile(number, column, row));
      const { width, height } = tileSizeAt(level, column, row, pyramid.tileSize);
      if (tile.width !== width || tile.height !== height) {
        throw new Error(
          `tile ${column},${row} of level ${number} is ${tile.width}×${tile.height}, not ${width}×${height}`,
        );
      }
      paste(tile, into, column * pyramid.tileSize, row * pyramid.tileSize);
    }
  }
  return into;
}

/** How far one image is from another, in the worst of the three channels, 0 to 255. */
export interface Difference {
  /** The mean with its sign: what a wrong colour has and the noise of an encoder has not. */
  bias: number;
  /** Of the amounts. */
  mean: number;
  /** 99 of 100 samples differ by no more. */
  p99: number;
  most: number;
}

export function difference(one: Raster, other: Raster): Difference {
  if (one.width !== other.width || one.height !== other.height) {
    throw new Error(`${one.width}×${one.height} cannot be compared with ${other.width}×${other.height}`);
  }
  const pixels = one.width * one.height;
  const worst = { bias: 0, mean: 0, p99: 0, most: 0 };
  for (let channel = 0; channel < 3; channel++) {
    const counts = new Uint32Array(256);
    let [signed, amount] = [0, 0];
    for (let i = channel; i < one.data.length; i += 3) {
      const apart = one.data[i]! - other.data[i]!;
      signed += apart;
      amount += Math.abs(apart);
      counts[Math.abs(apart)]!++;
    }
    worst.bias = Math.max(worst.bias, Math.abs(signed) / pixels);
    worst.mean = Math.max(worst.mean, amount / pixels);
    worst.most = Math.max(
      worst.most,
      counts.findLastIndex((count) => count > 0),
    );
    let p99 = 255;
    for (let above = 0; p99 > 0 && above + counts[p99]! <= pixels / 100; p99--) above += counts[p99]!;
    worst.p99 = Math.max(worst.p99, p99);
  }
  return worst;
}
