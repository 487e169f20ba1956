import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeshReport, MeshTask } from '../../workers/meshes/task.ts';
import { seeded } from '../random.ts';
import { runInChild } from '../workers/meshes/child.ts';
import type { Step } from '../workers/meshes/child.ts';
import { ball } from '../workers/meshes/scans.ts';
import { stlOf, taskOf } from '../workers/meshes/twins.ts';
import { SCALE } from './meshes/scans.ts';

const SEED = 1;
const KILLS = Math.ceil(100 * SCALE);
/** Of one twin, before it is left to be finished. */
const KILLS_PER_TWIN = 8;
/** In turn. Where a step is done already when a task goes on, the kill comes in one that follows. */
const STEPS: readonly Step[] = ['reading', 'partition', 'borders', 'tiling', 'tiling', 'tiling', 'preview'];

export interface TwinKills {
  seed: number;
  triangles: number;
  tiles: number;
  twins: number;
  /** By the step after whose beginning they came; those that came after the end are not counted. */
  kills: Partial<Record<Step, number>>;
  /** The moments of those twins that came out otherwise than the undisturbed one: none, or something is wrong. */
  different: string[];
}

/** Twins that are killed again and again at random moments of every step, and then finished: all have to be the same. */
export async function benchTwinKills(folder: string): Promise<TwinKills> {
  const scan = stlOf(ball(60, 0.05));
  const begin = (): MeshTask =>
    taskOf(folder, 'ball.stl', scan, { settings: { leafTriangles: 250 }, frame: { unit: 1, up: 'y' } });
  const whole = begin();
  const { report, took } = await runInChild(whole);
  if (!report) throw new Error('The undisturbed task ended without a report');
  const wanted = printOf(whole, report);
  const { triangles, tiles } = report.technical;
  const random = seeded(SEED);
  const result: TwinKills = { seed: SEED, triangles, tiles, twins: 0, kills: {}, different: [] };
  for (let kills = 0, next = 0; kills < KILLS;) {
    const task = begin();
    const moments: string[] = [];
    let ended: MeshReport | undefined;
    for (let tries = 0; tries < KILLS_PER_TWIN && kills < KILLS && !ended; tries++) {
      const step = STEPS[next++ % STEPS.length]!;
      const after = random() * (took[step] ?? 0);
      ended = (await runInChild(task, { step, after })).report;
      if (ended) break;
      kills++;
      result.kills[step] = (result.kills[step] ?? 0) + 1;
      moments.push(`${step}+${Math.round(after)} ms`);
    }
    ended ??= (await runInChild(task)).report;
    result.twins++;
    console.error(`${kills} kills, ${result.twins} twins: ${moments.join(', ')}`);
    if (!ended || printOf(task, ended) !== wanted) result.different.push(moments.join(', '));
    await rm(join(task.folder, '..'), { recursive: true });
  }
  if (result.different.length > 0) throw new Error(`Twins that differ: ${JSON.stringify(result)}`);
  return result;
}

/** Of all that is served and told. */
function printOf({ folder }: MeshTask, report: MeshReport): string {
  const hash = createHash('sha256').update(JSON.stringify(report));
  for (const file of [report.tileset, report.model, report.poster.file]) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
