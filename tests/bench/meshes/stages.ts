import { mkdirSync } from 'node:fs';
import { findBorders, runBordersJob } from '../../../workers/meshes/borders/borders.ts';
import { gridFor } from '../../../workers/meshes/grid.ts';
import { partition, runPartitionJob } from '../../../workers/meshes/partition/partition.ts';
import { boxInMetres, frameTransform } from '../../../workers/meshes/soup/frame.ts';
import { Soup } from '../../../workers/meshes/soup/soup.ts';
import { generateTriangles } from './generate.ts';

/** What soup, partition and borders cost on one thread: `node stages.ts TRIANGLES FOLDER` prints microseconds of CPU per triangle. */
const triangles = Number(process.argv[2]);
const folder = process.argv[3];
if (folder === undefined || !(triangles > 0)) throw new Error('Expected a number of triangles and an empty folder');
mkdirSync(folder, { recursive: true });

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const costs: Record<string, number> = {};
const lap = (stage: string, since: number): void => {
  costs[stage] = (costs[stage] ?? 0) + cpu() - since;
};

const soup = new Soup(folder);
generateTriangles(triangles, (positions, count) => {
  const since = cpu();
  soup.triangles({ count, positions, material: 0 });
  lap('soup', since);
});
const summary = soup.finish({ mediaType: 'model/ply', parts: 1, vertices: 0 });
const frame = frameTransform({ unit: 1, up: 'z' });
const grid = gridFor(boxInMetres(summary.box, frame), summary.meanEdge, 64);

const planned = cpu();
let since = planned;
const divided = await partition(
  { folder, soup: summary, frame, grid, leafTriangles: 55_000, minimumDepth: 0 },
  (job) => {
    since = cpu();
    runPartitionJob(job);
    lap(job.kind, since);
    return Promise.resolve();
  },
  () => undefined,
);
costs['plan'] = cpu() - planned - costs['scatter']! - costs['split']!;
const begun = cpu();
const { summary: borders } = await findBorders(
  folder,
  divided,
  (job) => {
    since = cpu();
    runBordersJob(job);
    lap(job.kind, since);
    return Promise.resolve();
  },
  () => undefined,
);
costs['match'] = cpu() - begun - costs['survey']! - (costs['finish'] ?? 0);
console.log({
  triangles: divided.triangles,
  microsecondsPerTriangle: Object.fromEntries(
    Object.entries(costs).map(([stage, cost]) => [stage, Math.round((cost / divided.triangles) * 1000) / 1000]),
  ),
  all: Math.round((Object.values(costs).reduce((sum, cost) => sum + cost, 0) / divided.triangles) * 1000) / 1000,
  megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  leaves: divided.leaves.length,
  leafTriangles: [
    Math.min(...divided.leaves.map((leaf) => leaf.triangles)),
    Math.max(...divided.leaves.map((leaf) => leaf.triangles)),
  ],
  strays: divided.strays,
  shared: borders.shared,
  edges: borders.edges,
  closed: borders.closed,
  volume: borders.volume,
});
