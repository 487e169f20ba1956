import { join } from 'node:path';
import type { Codestream } from './codestream.ts';
import { decodeByOpenJpeg } from './openjpeg.ts';
import { decodeByVips } from './vips.ts';

/**
 * Decodes a JPEG 2000 file of any kind into a TIFF: by the system's vips, which holds a few tiles in memory; and what
 * that cannot, in memory as a whole.
 */
export async function decodeJpeg2000(
  source: string,
  folder: string,
  name: string,
  codestream: Codestream,
): Promise<void> {
  // OpenJPEG 2.5.0, as Debian has it, decodes this without complaint into plain grey or faded colours.
  const otherwise = codestream.highThroughput
    ? 'This is High-Throughput JPEG 2000. Save it as JPEG 2000 Part 1 or as TIFF.'
    : (await decodeByVips({ source, folder, name, profile: codestream.profile }))?.message;
  if (otherwise !== undefined) await decodeByOpenJpeg(source, join(folder, name), codestream, otherwise);
}
