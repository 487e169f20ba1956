import sharp from 'sharp';
import type { Primitive } from './tile.ts';
import { Nearest, samples, surfaceOf } from './surface.ts';
import type { Sample, Surface } from './surface.ts';

/** A surface that has a colour at every point: sRGB, 0…255. */
export class ColouredSurface {
  readonly surface: Surface;
  readonly #primitives: readonly Primitive[];
  readonly #pictures: readonly (Raw | undefined)[];
  /** First triangle of each primitive. */
  readonly #starts: readonly number[];

  constructor(primitives: readonly Primitive[], pictures: readonly (Raw | undefined)[]) {
    this.#primitives = primitives;
    this.#pictures = pictures;
    this.surface = surfaceOf(primitives);
    let start = 0;
    this.#starts = primitives.map(({ indices }) => (start += indices.length / 3) - indices.length / 3);
  }

  static async of(primitives: readonly Primitive[]): Promise<ColouredSurface> {
    return new ColouredSurface(
      primitives,
      await Promise.all(primitives.map(async ({ picture }) => picture && decode(picture))),
    );
  }

  colourAt(triangle: number, weights: readonly [number, number, number]): [number, number, number] {
    const part = this.#starts.findLastIndex((start) => start <= triangle);
    const { indices, texcoords, colours, baseColour } = this.#primitives[part]!;
    const corners = indices.subarray((triangle - this.#starts[part]!) * 3);
    const mix = (values: Float32Array, size: number, k: number): number =>
      [0, 1, 2].reduce((sum, corner) => sum + weights[corner]! * values[corners[corner]! * size + k]!, 0);
    const picture = this.#pictures[part];
    const texel =
      picture && texcoords ? bilinear(picture, mix(texcoords, 2, 0), mix(texcoords, 2, 1)) : [255, 255, 255];
    const size = colours && colours.length / (this.#primitives[part]!.positions.length / 3);
    return [0, 1, 2].map((k) => {
      const vertex = colours && size ? mix(colours, size, k) : 1;
      return toSrgb(toLinear(texel[k]! / 255) * vertex * baseColour[k]!) * 255;
    }) as [number, number, number];
  }
}

interface Raw {
  data: Buffer;
  width: number;
  height: number;
}

async function decode(picture: Uint8Array): Promise<Raw> {
  const { data, info } = await sharp(picture)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function bilinear({ data, width, height }: Raw, u: number, v: number): [number, number, number] {
  const x = (u - Math.floor(u)) * width - 0.5;
  const y = (v - Math.floor(v)) * height - 0.5;
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number, k: number): number =>
    data[(Math.min(Math.max(row, 0), height - 1) * width + Math.min(Math.max(column, 0), width - 1)) * 3 + k]!;
  const [fx, fy] = [x - i, y - j];
  return [0, 1, 2].map(
    (k) =>
      (1 - fy) * ((1 - fx) * at(i, j, k) + fx * at(i + 1, j, k)) +
      fy * ((1 - fx) * at(i, j + 1, k) + fx * at(i + 1, j + 1, k)),
  ) as [number, number, number];
}

const toLinear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const toSrgb = (value: number): number => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);

/** Peak signal to noise, in dB, of the colours of `tried` at the points nearest to those of `source`. */
export function psnr(source: ColouredSurface, tried: ColouredSurface, count: number, random: () => number): number {
  const nearest = new Nearest(tried.surface);
  let sum = 0;
  for (const { triangle, weights, point } of samples(source.surface, count, random)) {
    const hit = nearest.at(...point);
    const found = tried.colourAt(hit.faceIndex, barycentric(tried.surface, hit.faceIndex, hit.point.toArray()));
    const wanted = source.colourAt(triangle, weights);
    sum += [0, 1, 2].reduce((error, k) => error + (found[k]! - wanted[k]!) ** 2, 0);
  }
  return 10 * Math.log10(255 ** 2 / (sum / count / 3));
}

function barycentric({ positions, indices }: Surface, triangle: number, point: readonly number[]): Sample['weights'] {
  const [a, b, c] = [0, 1, 2].map((k) => positions.subarray(indices[triangle * 3 + k]! * 3)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [u, v, w] = [minus(b, a), minus(c, a), minus(point, a)];
  const [uu, uv, vv, wu, wv] = [dot(u, u), dot(u, v), dot(v, v), dot(w, u), dot(w, v)];
  const area = uu * vv - uv * uv || 1;
  const [s, t] = [(vv * wu - uv * wv) / area, (uu * wv - uv * wu) / area];
  return [1 - s - t, s, t];
}

const minus = (p: ArrayLike<number>, q: ArrayLike<number>): [number, number, number] => [
  p[0]! - q[0]!,
  p[1]! - q[1]!,
  p[2]! - q[2]!,
];
const dot = (p: readonly number[], q: readonly number[]): number => p[0]! * q[0]! + p[1]! * q[1]! + p[2]! * q[2]!;
