import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCodestream } from '../codestream.ts';
import type { Codestream } from '../codestream.ts';
import type { Decodable, Encoded } from './decoder.ts';
import { decodeByOpenJpeg } from './openjpeg.ts';
import { IncapableError } from './run.ts';
import { loadByVips } from './vips.ts';

const PROFILE = 'decoded.icc';

/**
 * JPEG 2000 of any kind: by OpenJPEG under the `vips` program of the system, which holds a few tiles in memory, and what
 * that cannot, in memory as a whole.
 */
export function jpeg2000({ source, folder, read }: Encoded): Decodable {
  const codestream = readCodestream(read);
  const { bits, channels } = codestream;
  return {
    sizes: [codestream],
    // vips knows no resolution of JPEG 2000 and writes one pixel per millimetre; and it has one way up only.
    technical: { bits, channels, pixelsPerInch: undefined, orientation: undefined },
    decode: async (_, name) => {
      // OpenJPEG 2.5.0, as Debian has it, decodes this without complaint into plain grey or faded colours.
      const otherwise = codestream.highThroughput
        ? 'This is High-Throughput JPEG 2000. Save it as JPEG 2000 Part 1 or as TIFF.'
        : await decodeByVips(source, folder, name, codestream);
      if (otherwise !== undefined) await decodeByOpenJpeg(source, join(folder, name), codestream, otherwise);
    },
  };
}

/** What to do where the other decoder cannot either, once this one could not; undefined when it could. */
async function decodeByVips(
  source: string,
  folder: string,
  name: string,
  { profile }: Codestream,
): Promise<string | undefined> {
  // Handed on: libvips 8.14 leaves the profiles of JPEG 2000 behind.
  if (profile) await writeFile(join(folder, PROFILE), profile);
  const job = { loader: 'jp2kload', reads: 'JPEG 2000 file', source, folder, name };
  try {
    await loadByVips(profile ? { ...job, profile: PROFILE } : job);
    return undefined;
  } catch (error) {
    return whatElse(error);
  } finally {
    await rm(join(folder, PROFILE), { force: true });
  }
}

function whatElse(error: unknown): string {
  if (error instanceof IncapableError)
    return 'It is read in any size when the program vips is installed on the server (Debian: libvips-tools).';
  // OpenJPEG without a correction of 2026 loses its place in files whose tiles come in turns (uclouvain/openjpeg#1558).
  if (error instanceof Error && /invalid tile part index/i.test(error.message))
    return 'Its tiles are stored in turns, which the OpenJPEG of the program vips on the server does not read. Save it as TIFF.';
  throw error;
}
