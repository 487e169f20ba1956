import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnreadableError } from '../../manifests/errors.ts';
import { findVips } from '../../manifests/programs.ts';

const MAX_MESSAGE = 4096;
const PROFILE = 'decoded.icc';

interface Decoding {
  source: string;
  /** The job's folder, and the TIFF's name in it. */
  folder: string;
  name: string;
  /** Handed on: libvips 8.14 leaves the profiles of JPEG 2000 behind. */
  profile: Buffer | undefined;
}

/**
 * Decodes a JPEG 2000 file of any kind into a TIFF, by the `vips` program of the system. That is
 * killed by the kernel whenever this process ends, by whatever cause; its memory counts as this process's own. Returns why
 * it could not, where another decoder may; throws Error with libvips's words for what is wrong with the file.
 */
export async function decodeByVips({ source, folder, name, profile }: Decoding): Promise<UnreadableError | undefined> {
  const found = await findVips();
  if (!found) {
    return new UnreadableError(
      'It is read in any size when the program vips is installed on the server (Debian: libvips-tools).',
    );
  }
  // The operation is named, so that no other loader gets hold of the file, and takes the path as it is: only with
  // file names in general would libvips look for options in brackets, which is how the TIFF gets its own:
  // small strips, as tiles much larger than the image are refused when they are read.
  const options = ['tile-height=16', 'bigtiff', 'compression=none', ...(profile ? [`profile=${PROFILE}`] : [])];
  const operation = ['jp2kload', source, `${name}[${options.join()}]`, '--fail-on', 'error'];
  if (profile) await writeFile(join(folder, PROFILE), profile);
  const { code, signal, message } = await run(found.path, [...found.args, ...operation], folder);
  if (profile) await rm(join(folder, PROFILE));
  if (signal) throw new UnreadableError('The file broke the program that read it, and was left aside.');
  if (code === 0) return undefined;
  const incapable = explain(message);
  if (incapable) return incapable;
  throw new Error(message);
}

function explain(message: string): UnreadableError | undefined {
  if (/unknown action|class "jp2kload" not found/i.test(message)) {
    return new UnreadableError('The program vips on the server was built without JPEG 2000.');
  }
  // OpenJPEG without a correction of 2026 loses its place in files whose tiles come in turns (uclouvain/openjpeg#1558).
  if (/invalid tile part index/i.test(message)) {
    return new UnreadableError(
      'Its tiles are stored in turns, which the OpenJPEG of the program vips on the server does not read. Save it as TIFF.',
    );
  }
  return undefined;
}

interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  message: string;
}

function run(program: string, args: string[], folder: string): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  // What libvips keeps on the disk lies beside what it makes. Warnings are none of the curator's business, and would
  // stand before the error.
  const env = { TMPDIR: folder, VIPS_CONCURRENCY: '1', VIPS_WARNING: '0', MALLOC_ARENA_MAX: '1' };
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let message = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    message = (message + text).slice(0, MAX_MESSAGE);
  });
  child.once('error', reject);
  child.once('close', (code, signal) => resolve({ code, signal, message }));
  return promise;
}
