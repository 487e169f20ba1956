import sharp from 'sharp';
import { seeded } from '../../../random.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** Squares of 100 pixels, each of a colour of its own: from a piece of the picture one can tell which it is. */
export interface Squares {
  columns: number;
  rows: number;
  at: (column: number, row: number) => Colour;
}

export const SQUARE = 100;
/** A scale that a scanner would write. */
export const PIXELS_PER_INCH = 300;

export function squares(columns: number, rows: number): Squares {
  const random = seeded(columns * 1000 + rows);
  const colours = Array.from({ length: columns * rows }, (): Colour => [part(random), part(random), part(random)]);
  return { columns, rows, at: (column, row) => colours[row * columns + column] ?? [0, 0, 0] };
}

const part = (random: () => number): number => 16 + Math.floor(random() * 224);

export async function squaresPng({ columns, rows, at }: Squares): Promise<Buffer> {
  const [width, height] = [columns * SQUARE, rows * SQUARE];
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels.set(at(Math.floor(x / SQUARE), Math.floor(y / SQUARE)), 3 * (y * width + x));
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .withMetadata({ density: PIXELS_PER_INCH })
    .png()
    .toBuffer();
}
