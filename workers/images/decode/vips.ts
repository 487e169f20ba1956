import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { IncapableError, run } from './run.ts';

const TOOL = { program: 'vips', debian: 'libvips-tools' } as const;
const LINK = 'original';

export interface VipsLoad {
  /** The operation of libvips, by name, so that no other loader gets hold of the file. */
  loader: string;
  /** As in "This is a …". */
  reads: string;
  source: string;
  folder: string;
  /** Name of the TIFF in the folder. */
  name: string;
  /** Name of a profile in the folder for loaders that leave it behind. */
  profile?: string | undefined;
}

/** Decodes a file into a TIFF by the `vips` program of the system. Throws Error with its words for what is wrong. */
export async function loadByVips({ loader, reads, source, folder, name, profile }: VipsLoad): Promise<void> {
  // An operation takes the path as it is: only with file names in general would libvips look for options in brackets,
  // which is how the TIFF gets its own: small strips, as tiles much larger than the image are refused when they are read.
  const options = ['tile-height=16', 'bigtiff', 'compression=none', ...(profile ? [`profile=${profile}`] : [])];
  const args = [loader, source, `${name}[${options.join()}]`, '--fail-on', 'error'];
  const { code, message } = await run({ ...TOOL, reads }, args, folder);
  if (code === 0) return;
  if (/unknown action|class "\w+" not found/i.test(message)) throw builtWithout(reads);
  throw new Error(message);
}

function builtWithout(reads: string): IncapableError {
  return new IncapableError(`This is a ${reads}, which the program vips on the server was built without.`);
}

export interface VipsHeader {
  width: number;
  height: number;
  /** Images in the file. */
  pages: number;
}

/** Reads the size of an image by the same loader, without decoding it. Throws like `loadByVips`. */
export async function headerByVips({ loader, reads, source, folder }: Omit<VipsLoad, 'name'>): Promise<VipsHeader> {
  // `vipsheader` chooses the loader by the bytes, which are known to be of this one; but were it missing, another that
  // takes everything would get the file.
  const help = await run({ ...TOOL, reads }, [loader], folder);
  if (help.code !== 0) throw builtWithout(reads);
  // It looks for options in brackets.
  await symlink(source, join(folder, LINK));
  try {
    const { code, output, message } = await run({ ...TOOL, program: 'vipsheader', reads }, ['-a', LINK], folder);
    const field = (name: string): number => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(output)?.[1] ?? 1);
    if (code !== 0) throw new Error(message);
    return { width: field('width'), height: field('height'), pages: field('n-pages') };
  } finally {
    await rm(join(folder, LINK));
  }
}
