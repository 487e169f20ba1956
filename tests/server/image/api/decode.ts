import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { testFolder } from '../../../folder.ts';
import { findProgram } from '../../../programs.ts';

const pdftoppm = findProgram('pdftoppm');

/** Colours with alpha, whatever the format had. */
export interface Picture {
  width: number;
  height: number;
  /** Red, green, blue and alpha, the mean of the 5 × 5 pixels around, as dithered formats have it only there. */
  around(x: number, y: number): number[];
  /** How many of its visible samples there are of each shade. */
  shades(): Map<number, number>;
}

/** Decodes what came by other programs than those that made it, where there are any: vips for JPEG 2000, poppler for PDF. */
export async function decode(bytes: Buffer, type: string): Promise<Picture> {
  const { data, info } = await sharp(await readable(bytes, type), { limitInputPixels: false })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return {
    width,
    height,
    around(x, y) {
      const sums = [0, 0, 0, 0];
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) {
          const [px, py] = [clamp(Math.floor(x) + dx, width), clamp(Math.floor(y) + dy, height)];
          for (let c = 0; c < 4; c++) sums[c] = (sums[c] ?? 0) + (data[channels * (py * width + px) + c] ?? 0);
        }
      }
      return sums.map((sum) => sum / 25);
    },
    shades() {
      const counts = new Map<number, number>();
      for (const [i, value] of data.entries()) {
        if (i % channels === 3 || data[i - (i % channels) + 3] === 0) continue;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return counts;
    },
  };
}

const clamp = (value: number, length: number): number => Math.max(0, Math.min(length - 1, value));

async function readable(bytes: Buffer, type: string): Promise<Buffer> {
  if (type !== 'image/jp2' && type !== 'application/pdf') return bytes;
  await using folder = await testFolder();
  const [input, output] = [join(folder.path, 'image.jp2'), join(folder.path, 'page')];
  writeFileSync(input, bytes);
  if (type === 'image/jp2') execFileSync('vips', ['copy', input, `${output}.png`]);
  // The page is as large as its scale says: seen at that scale, its pixels are those of the image.
  else if (pdftoppm) execFileSync(pdftoppm, ['-png', '-singlefile', '-r', String(scaleOf(bytes)), input, output]);
  else return bytes.subarray(bytes.indexOf('stream\n') + 7, bytes.indexOf('\nendstream'));
  return readFileSync(`${output}.png`);
}

function scaleOf(pdf: Buffer): number {
  const text = pdf.toString('latin1');
  return (72 * Number(/\/Width (\d+)/.exec(text)?.[1])) / Number(/MediaBox \[0 0 ([\d.]+)/.exec(text)?.[1]);
}
