import type { Locator } from 'playwright-core';
import sharp from 'sharp';
import { SIDES, apart, isLine } from './chart.ts';
import type { Chart, Colour, Side } from './chart.ts';

interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** The part of the screen in which a picture is. */
export interface Window {
  within?: Box;
  /** What lies over it there. */
  covers?: readonly Box[];
}

/** Where a picture lies on the screen: its left upper corner, and screen pixels per pixel of the picture. */
export interface Placed extends Point {
  scale: number;
}

/** Flat colours come through JPEG within this, in their most different channel. */
const JPEG_ERROR = 12;
/** The bands are a few screen pixels wide, and their neighbours come through. */
const BAND_ERROR = 40;
/** Fewer say nothing of where the picture lies. */
const LEAST_PLACES = 8;

/** What a visitor sees. */
export class Screen {
  readonly #pixels: Buffer;
  readonly #all: Box;

  private constructor(pixels: Buffer, width: number, height: number) {
    this.#pixels = pixels;
    this.#all = { x: 0, y: 0, width, height };
  }

  static async read(png: Buffer): Promise<Screen> {
    const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return new Screen(data, info.width, info.height);
  }

  at(x: number, y: number): Colour {
    const i = 3 * (Math.floor(y) * this.#all.width + Math.floor(x));
    const [red = -1, green = -1, blue = -1] = this.#pixels.subarray(i, i + 3);
    return [red, green, blue];
  }

  /** The smallest box around everything of these colours. */
  boundsOf(isMeant: (seen: Colour) => boolean): Box {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let y = 0; y < this.#all.height; y++)
      for (let x = 0; x < this.#all.width; x++)
        if (isMeant(this.at(x, y))) {
          [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
          [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
        }
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  /** Finds a chart that is shown whole, from a point inside of it outwards to the ends of the bands along its sides. */
  locate(chart: Chart, inside: Point): Placed {
    const left = this.#endOf('left', inside, { x: -1, y: 0 }).x;
    const right = this.#endOf('right', inside, { x: 1, y: 0 }).x;
    const top = this.#endOf('top', inside, { x: 0, y: -1 }).y;
    const bottom = this.#endOf('bottom', inside, { x: 0, y: 1 }).y;
    const [width, height] = [right - left + 1, bottom - top + 1];
    const scale = width / chart.width;
    if (Math.abs(height - chart.height * scale) > 2)
      throw new Error(
        `The picture is distorted: ${width} × ${height} on the screen, from ${chart.width} × ${chart.height}`,
      );
    return { x: left, y: top, scale };
  }

  /**
   * Places where the screen does not show what the chart has there, as sentences: patches, and the bands that end in its
   * first and last columns and rows.
   */
  compare(chart: Chart, placed: Placed, { within = this.#all, covers = [] }: Window = {}): string[] {
    const { band, width, height } = chart;
    const middles = chart.middles();
    const sides = middles.flatMap(({ x, y }) => [
      { x: band / 2, y },
      { x: width - band / 2, y },
      { x, y: band / 2 },
      { x, y: height - band / 2 },
    ]);
    const visible = [...middles, ...sides].flatMap((point) => {
      const seen = { x: placed.x + point.x * placed.scale, y: placed.y + point.y * placed.scale };
      return isIn(within, seen) && !covers.some((box) => isIn(box, seen)) ? [{ point, seen }] : [];
    });
    if (visible.length < LEAST_PLACES) return [`only ${visible.length} places can be seen`];
    return visible.flatMap(({ point, seen }) => {
      const [shown, meant] = [this.at(seen.x, seen.y), chart.colourAt(Math.floor(point.x), Math.floor(point.y))];
      const most = sides.includes(point) ? BAND_ERROR : JPEG_ERROR;
      return apart(shown, meant) <= most ? [] : [`${point.x},${point.y} is ${shown.join(' ')}, not ${meant.join(' ')}`];
    });
  }

  /**
   * Columns and rows of the chart whose thin line is not where it ought to be, or that have one too many, at one screen
   * pixel for a pixel.
   */
  misplacedLines(chart: Chart, placed: Placed, { within = this.#all, covers = [] }: Window = {}): string[] {
    const { stripe, band, width, height } = chart;
    const middle = Math.floor(stripe.thickness / 2);
    const look = (what: string, position: number, x: number, y: number): string[] => {
      const seen = { x: placed.x + x, y: placed.y + y };
      if (!isIn(within, seen) || covers.some((box) => isIn(box, seen))) return [];
      const isDark = this.at(seen.x, seen.y)[1] < 128;
      return isDark === isLine(position) ? [] : [`${what} ${position} is ${isDark ? 'dark' : 'light'}`];
    };
    const inside = (length: number): number[] => Array.from({ length: length - 4 * band }, (_, i) => i + 2 * band);
    return [
      ...inside(width).flatMap((x) => look('column', x, x, stripe.y + middle)),
      ...inside(height)
        .filter((y) => y < stripe.y || y >= stripe.y + stripe.thickness)
        .flatMap((y) => look('row', y, stripe.x + middle, y)),
    ];
  }

  #endOf(side: Side, from: Point, step: Point): Point {
    const isBand = ({ x, y }: Point): boolean => apart(this.at(x, y), SIDES[side]) <= BAND_ERROR;
    const isThere = (point: Point): boolean => isIn(this.#all, point);
    const next = ({ x, y }: Point): Point => ({ x: x + step.x, y: y + step.y });
    let point = { x: Math.floor(from.x), y: Math.floor(from.y) };
    while (isThere(point) && !isBand(point)) point = next(point);
    if (!isThere(point)) throw new Error(`The ${side} side of the picture is not on the screen`);
    while (isThere(next(point)) && isBand(next(point))) point = next(point);
    return point;
  }
}

const isIn = ({ x, y, width, height }: Box, point: Point): boolean =>
  point.x >= x && point.y >= y && point.x < x + width && point.y < y + height;

export async function boxOf(locator: Locator): Promise<Box> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not on the screen');
  return box;
}

export async function middleOf(locator: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}
