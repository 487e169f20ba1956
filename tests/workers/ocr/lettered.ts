import sharp from 'sharp';
import { level, measure, write } from '../../../workers/demo/lettering.ts';
import { INKS, Plate } from '../../../workers/demo/plate.ts';
import type { PageImage } from '../../../workers/ocr/image.ts';

/** A line of capitals (there is no J, U and W), and where its middle is on the page; lengths in pixels. */
export interface Lettering {
  text: string;
  x: number;
  y: number;
  /** Of the capitals. */
  height?: number;
}

export const WIDTH = 1200;
export const HEIGHT = 600;
export const LINES: readonly Lettering[] = [
  { text: 'THE OLD RIVER NEAR THE CASTLE', x: 600, y: 150 },
  { text: 'A GREEN ISLAND IN THE LAKE', x: 600, y: 300 },
  { text: 'PRINTED AT VIENNA IN 1791', x: 500, y: 450, height: 30 },
];

/** Greys of a white page with lines of capitals in black: text that looks the same on a machine without fonts. */
function lettering(lines: readonly Lettering[], width: number, height: number): Uint8Array {
  const plate = new Plate(width, height, 1);
  for (const { text, x, y, height: tall = 40 } of lines)
    write(plate, 'sepia', text, tall, level([x, y + tall / 2], measure(text, tall)), 0.16);
  return Uint8Array.from({ length: width * height }, (_, i) => 255 - (plate.pixels[i * INKS.length] ?? 0));
}

/** As the engine gets it. */
export function letteredPage(lines = LINES, width = WIDTH, height = HEIGHT): PageImage {
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`);
  return { width, height, bytes: Buffer.concat([header, lettering(lines, width, height)]) };
}

/** As a file that somebody scanned. */
export async function letteredPng(lines = LINES, width = WIDTH, height = HEIGHT): Promise<Buffer> {
  return sharp(lettering(lines, width, height), { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}

/** The box of a line's ink. */
export function boxOf({ text, x, y, height: tall = 40 }: Lettering): number[] {
  const [long, pen] = [measure(text, tall), tall * 0.16];
  return [x - (long + pen) / 2, y - (tall + pen) / 2, long + pen, tall + pen];
}
