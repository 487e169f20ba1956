import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageReport } from '../../../workers/images/make.ts';
import { IsolatedPool } from '../../../workers/isolate/pool.ts';
import type { MeshReport } from '../../../workers/meshes/task.ts';
import { SETTINGS } from '../meshes/twins.ts';

export interface Upload {
  name: string;
  /** Where it lies. */
  source: string;
}

export type Outcome = { report: MeshReport | ImageReport } | { error: unknown };

/** Bytes resident, of one child. */
const MEMORY = 900e6;

/** What becomes of uploads in the product's own child processes, recognised first, two at a time. */
export async function outcomes(uploads: readonly Upload[], seconds = 120): Promise<Map<string, Outcome>> {
  await using pool = new IsolatedPool({ size: 2, memory: MEMORY, seconds });
  const root = mkdtempSync(join(tmpdir(), 'vitrine-outcomes-'));
  try {
    const ends = uploads.map(async ({ name, source }, index): Promise<[string, Outcome]> => {
      const place = join(root, String(index));
      const folder = join(place, 'work');
      mkdirSync(folder, { recursive: true });
      try {
        const { kind } = await pool.run({ kind: 'recognise', source, name });
        const report =
          kind === 'mesh'
            ? await pool.run({ kind, source, name, folder, settings: SETTINGS, threads: 1 })
            : await pool.run({ kind, source, folder, maxPixels: 1e8 });
        return [name, { report }];
      } catch (error) {
        return [name, { error }];
      } finally {
        await rm(place, { recursive: true });
      }
    });
    return new Map(await Promise.all(ends));
  } finally {
    await rm(root, { recursive: true });
  }
}
