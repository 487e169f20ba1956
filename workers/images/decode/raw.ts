import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UnreadableError } from '../../../manifests/errors.ts';
import type { Decodable, Encoded } from './decoder.ts';
import { run } from './run.ts';
import type { Tool } from './run.ts';

const TOOL = { debian: 'libraw-bin', reads: 'camera raw file' } as const;
const IDENTIFY: Tool = { ...TOOL, program: 'raw-identify' };
const DEVELOP: Tool = { ...TOOL, program: 'dcraw_emu' };

/** A camera's raw data, developed by LibRaw as the camera was set: its white balance, in sRGB, the right way up. */
export async function cameraRaw({ source, folder }: Encoded): Promise<Decodable> {
  const { output } = await run(IDENTIFY, ['-v', source], folder);
  const [, width, height] = /^Output size:\s+(\d+) x (\d+)/m.exec(output) ?? [];
  const camera = /^Camera:\s+(.+?)(?:\s+ID:.*)?$/m.exec(output)?.[1];
  if (width === undefined || height === undefined) {
    throw new UnreadableError(
      'This is a camera raw file of a kind that LibRaw on the server does not read, or it is damaged. Export it as TIFF.',
    );
  }
  return {
    sizes: [{ width: Number(width), height: Number(height) }],
    // LibRaw makes up a date where the file has none.
    technical: { camera, date: undefined, pixelsPerInch: undefined, orientation: undefined },
    decode: async (_, name) => {
      const { message } = await run(DEVELOP, ['-w', '-o', '1', '-T', '-Z', name, source], folder);
      // It says so, develops what there is, and ends as if all were well.
      const whole = !/unexpected end of file|corrupt|cannot/i.test(message);
      const made = await stat(join(folder, name)).catch(() => undefined);
      if (!whole || !made) {
        throw new UnreadableError('This camera raw file is damaged or incomplete: it cannot be developed.');
      }
    },
  };
}
