import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { TILE_SIZE } from '../../manifests/derivatives/levels.ts';
import type { Size } from '../../manifests/derivatives/levels.ts';

/** sRGB, 0…255. */
export type Colour = readonly [number, number, number];
export type Side = 'left' | 'right' | 'top' | 'bottom';

/** Colours of the bands along the sides, which nothing else of a chart comes near to. */
export const SIDES: Record<Side, Colour> = {
  left: [250, 20, 20],
  right: [20, 20, 250],
  top: [20, 250, 20],
  bottom: [250, 250, 20],
};
const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];
const CELLS = { columns: 6, rows: 4 };
/** Three saturated steps for each channel, without the greys. */
const PALETTE: Colour[] = [60, 130, 200].flatMap((red) =>
  [60, 130, 200].flatMap((green) =>
    [60, 130, 200].filter((blue) => !(red === green && green === blue)).map((blue): Colour => [red, green, blue]),
  ),
);

/**
 * A picture in which every place has a known colour: patches all over, a band along each side that ends in the last
 * column and row, and a white stripe of each direction with black lines one pixel thin, beside the seams of tiles.
 */
export class Chart implements Size {
  readonly width: number;
  readonly height: number;
  readonly band: number;
  readonly stripe: { x: number; y: number; thickness: number };

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.band = Math.min(16, Math.floor(Math.min(width, height) / 8));
    // Inside of the third column and the second row of patches, away from their middles.
    const thickness = Math.min(width, height) > TILE_SIZE ? 24 : 0;
    this.stripe = {
      x: Math.floor((2.75 * width) / CELLS.columns),
      y: Math.floor((1.75 * height) / CELLS.rows),
      thickness,
    };
  }

  colourAt(x: number, y: number): Colour {
    const { band, stripe, width, height } = this;
    if (x < band) return SIDES.left;
    if (x >= width - band) return SIDES.right;
    if (y < band) return SIDES.top;
    if (y >= height - band) return SIDES.bottom;
    if (y >= stripe.y && y < stripe.y + stripe.thickness) return isLine(x) ? BLACK : WHITE;
    if (x >= stripe.x && x < stripe.x + stripe.thickness) return isLine(y) ? BLACK : WHITE;
    const column = Math.floor((x * CELLS.columns) / width);
    const row = Math.floor((y * CELLS.rows) / height);
    return PALETTE[(row * CELLS.columns + column) % PALETTE.length] ?? BLACK;
  }

  /** The middle of each patch. */
  middles(): { x: number; y: number }[] {
    return Array.from({ length: CELLS.columns * CELLS.rows }, (_, i) => ({
      x: Math.floor((((i % CELLS.columns) + 0.5) * this.width) / CELLS.columns),
      y: Math.floor(((Math.floor(i / CELLS.columns) + 0.5) * this.height) / CELLS.rows),
    }));
  }

  draw(): Sharp {
    const { width, height } = this;
    const pixels = Buffer.alloc(width * height * 3);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i += 3) pixels.set(this.colourAt(x, y), i);
    }
    return sharp(pixels, { raw: { width, height, channels: 3 } });
  }
}

/** By turns the last pixel before a seam of tiles, and the first one after it. */
export function isLine(position: number): boolean {
  const seam = Math.round(position / TILE_SIZE);
  return seam > 0 && position === seam * TILE_SIZE - (seam % 2);
}

/** How far two colours are apart in their most different channel. */
export function apart(one: Colour, other: Colour): number {
  return Math.max(...one.map((value, channel) => Math.abs(value - (other[channel] ?? 0))));
}
