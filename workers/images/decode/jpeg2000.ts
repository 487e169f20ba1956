import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnreadableError } from '../../../manifests/errors.ts';
import { readCodestream } from '../codestream.ts';
import type { Decodable, Encoded } from './decoder.ts';
import { loadByVips } from './vips.ts';

const PROFILE = 'decoded.icc';

/** JPEG 2000 of any kind, by OpenJPEG under the `vips` program of the system. */
export function jpeg2000({ source, folder, read }: Encoded): Decodable {
  const codestream = readCodestream(read);
  const { bits, channels, profile } = codestream;
  return {
    sizes: [codestream],
    // vips knows no resolution of JPEG 2000 and writes one pixel per millimetre; and it has one way up only.
    technical: { bits, channels, pixelsPerInch: undefined, orientation: undefined },
    decode: async (_, name) => {
      // Handed on: libvips 8.14 leaves the profiles of JPEG 2000 behind.
      if (profile) await writeFile(join(folder, PROFILE), profile);
      const job = { loader: 'jp2kload', reads: 'JPEG 2000 file', source, folder, name };
      await loadByVips(profile ? { ...job, profile: PROFILE } : job).catch((error: unknown) => {
        throw explain(error);
      });
      if (profile) await rm(join(folder, PROFILE));
    },
  };
}

function explain(error: unknown): unknown {
  // OpenJPEG without a correction of 2026 loses its place in files whose tiles come in turns (uclouvain/openjpeg#1558).
  if (error instanceof Error && /invalid tile part index/i.test(error.message)) {
    return new UnreadableError(
      'The tiles of this JPEG 2000 file are stored in turns, which the version of OpenJPEG on the server cannot read. Save it as TIFF.',
    );
  }
  return error;
}
