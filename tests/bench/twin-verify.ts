import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyTileset } from '../twins/verify/verify.ts';
import type { Verification } from '../twins/verify/verify.ts';
import { inMetres, loadMesh } from './meshes/load.ts';
import { SCALE, atonVenus, ball, real, spider } from './meshes/scans.ts';
import type { Scan } from './meshes/scans.ts';
import { runTwin } from './run-twin.ts';
import { openTwin } from './twin-archive.ts';

const CUTS = 50;
const SAMPLES = SCALE < 1 ? 200 : 5000;
const TOLD_PROBLEMS = 10;

export interface Verified extends Verification {
  problemCount: number;
  /** How long it took to verify. */
  seconds: number;
}

/** The independent verifier in full on a few twins: structure, tiles, cuts, distances, colours. */
export async function benchTwinVerify(folder: string): Promise<Record<string, Verified>> {
  const scans: Record<string, Scan> = {
    'generated, 1 million': await ball(folder, 1e6),
    whale: await real('whale'),
    Venus: await real('venus'),
    'Venus, textured': await atonVenus(folder),
    'PLY, a drawing for machines': await real('cycloidal'),
    'STL, a drawing for machines': await real('counter'),
    'spider, of many materials': await spider(folder),
  };
  const results: Record<string, Verified> = {};
  for (const [name, { path }] of Object.entries(scans)) {
    const work = join(folder, 'twin');
    const { technical } = await runTwin(path, { folder: work, threads: 2 });
    const original = inMetres(await loadMesh(path, join(folder, 'unpacked')), technical);
    console.error(`verifying ${name}`);
    const started = performance.now();
    await using archive = await openTwin(join(work, 'tileset.3tz'));
    const verified = await verifyTileset(archive.read, { cuts: CUTS, samples: SAMPLES, original });
    results[name] = {
      ...verified,
      problemCount: verified.problems.length,
      problems: verified.problems.slice(0, TOLD_PROBLEMS),
      seconds: Math.round((performance.now() - started) / 1000),
    };
    await rm(work, { recursive: true });
  }
  return results;
}
