import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sharp } from 'sharp';

/** The image in a format that a program of the system writes: with `before` and `after` the paths of a TIFF and of it. */
export async function byProgram(
  image: Sharp,
  extension: string,
  program: string,
  before: readonly string[],
  after: readonly string[] = [],
): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-by-program-'));
  try {
    const [from, to] = [join(folder, 'image.tif'), join(folder, `made.${extension}`)];
    await image.keepMetadata().tiff({ compression: 'none' }).toFile(from);
    // sharp sets VIPSHOME in the environment, with which the system's libvips finds none of its modules.
    execFileSync(program, [...before, from, to, ...after], { env: { PATH: process.env['PATH'] } });
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
