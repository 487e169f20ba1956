import { rename } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import sharp from 'sharp';
import { SHEET } from './frame.ts';
import { print } from './print.ts';
import { scene } from './scene.ts';

/** Rows printed between two looks at the signal. */
const ROWS = 128;
/** The share of the time after engraving and after printing: 11.5 s, 2.5 s and 0.5 s for the JPEG were measured. */
const ENGRAVED = 0.79;
const PRINTED = 0.97;

/**
 * Draws the sample picture, 66 megapixels, and writes it as a JPEG file, which appears when it is
 * finished. Every run makes the same pixels.
 * Throws the signal's reason when it is aborted.
 */
export async function drawDemo(
  path: string,
  { onProgress, signal }: { onProgress?: (fraction: number) => void; signal?: AbortSignal } = {},
): Promise<void> {
  const { plate, motifs } = scene(SHEET.width);
  const pause = async (done: number) => {
    onProgress?.(done);
    await setImmediate();
    signal?.throwIfAborted();
  };
  for (const [i, motif] of motifs.entries()) {
    await pause((ENGRAVED * i) / motifs.length);
    motif(plate);
  }
  const { width, height, pixels } = plate;
  for (let top = 0; top < height; top += ROWS) {
    await pause(ENGRAVED + ((PRINTED - ENGRAVED) * top) / height);
    print(plate, top, Math.min(height, top + ROWS));
  }
  await pause(PRINTED);
  // Optimised Huffman tables would make the file 5 % smaller and hold all coefficients: 1.1 GB instead of 0.3.
  await sharp(pixels.subarray(0, width * height * 3), { raw: { width, height, channels: 3 } })
    .withMetadata({ density: 300 })
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4', optimiseCoding: false })
    .toFile(`${path}.part`);
  await rename(`${path}.part`, path);
  onProgress?.(1);
}
