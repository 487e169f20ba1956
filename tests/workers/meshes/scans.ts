import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { gridFor } from '../../../workers/meshes/grid.ts';
import type { Grid } from '../../../workers/meshes/grid.ts';
import { partition, runPartitionJob } from '../../../workers/meshes/partition/partition.ts';
import type { PartitionJob, PartitionOptions, PartitionSummary } from '../../../workers/meshes/partition/partition.ts';
import { boxInMetres, frameTransform } from '../../../workers/meshes/soup/frame.ts';
import { Soup } from '../../../workers/meshes/soup/soup.ts';
import type { SoupSummary } from '../../../workers/meshes/soup/summary.ts';
import type { MeshHeader, Triangles } from '../../../workers/meshes/source.ts';

/** A folder that is deleted when the test is over. */
export function scratch(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-mesh-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const HEADER: MeshHeader = { mediaType: 'model/obj', parts: 1, vertices: 0 };

/** Triangles of nine numbers each as one batch. */
export const batchOf = (triangles: number[][], more: Partial<Triangles> = {}): Triangles => ({
  count: triangles.length,
  positions: Float64Array.from(triangles.flat()),
  material: 0,
  ...more,
});

export function soupOf(folder: string, batches: Triangles[]): SoupSummary {
  const soup = new Soup(folder);
  for (const batch of batches) soup.triangles(batch);
  return soup.finish(HEADER);
}

/** A closed ball of 2 × rings × 2 × rings squares, bumpy where `bumps` is more than 0, as triangles of nine numbers. */
export function ball(rings: number, bumps = 0, radius = 1): number[][] {
  const turns = rings * 2;
  const point = (ring: number, turn: number): number[] => {
    const polar = (Math.PI * ring) / rings;
    const around = (2 * Math.PI * (turn % turns)) / turns;
    // Both poles are one place each, whichever way they are reached.
    const flat = ring === 0 || ring === rings ? 0 : Math.sin(polar);
    const r = radius * (1 + bumps * (flat === 0 ? 0 : Math.sin(7 * around) * Math.sin(9 * polar)));
    return [
      r * flat * Math.cos(around),
      r * (flat === 0 ? (ring === 0 ? 1 : -1) : Math.cos(polar)),
      r * flat * Math.sin(around),
    ];
  };
  const triangles: number[][] = [];
  for (let ring = 0; ring < rings; ring++) {
    for (let turn = 0; turn < turns; turn++) {
      const [a, b, c, d] = [point(ring, turn), point(ring + 1, turn), point(ring + 1, turn + 1), point(ring, turn + 1)];
      if (ring < rings - 1) triangles.push([...a, ...c, ...b]);
      if (ring > 0) triangles.push([...a, ...d, ...c]);
    }
  }
  return triangles;
}

const quad = (a: number[], b: number[], c: number[], d: number[]): number[][] => [
  [...a, ...b, ...c],
  [...a, ...c, ...d],
];

/** A box of twelve triangles from one corner to the other, seen from outside. */
export function box([x, y, z]: [number, number, number], [X, Y, Z]: [number, number, number]): number[][] {
  return [
    ...quad([x, y, Z], [X, y, Z], [X, Y, Z], [x, Y, Z]),
    ...quad([X, y, z], [x, y, z], [x, Y, z], [X, Y, z]),
    ...quad([X, y, Z], [X, y, z], [X, Y, z], [X, Y, Z]),
    ...quad([x, y, z], [x, y, Z], [x, Y, Z], [x, Y, z]),
    ...quad([x, Y, Z], [X, Y, Z], [X, Y, z], [x, Y, z]),
    ...quad([x, y, z], [X, y, z], [X, y, Z], [x, y, Z]),
  ];
}

/** What stages are called with for a soup in metres with y up. */
export function optionsFor(folder: string, soup: SoupSummary, more: Partial<PartitionOptions> = {}): PartitionOptions {
  const frame = frameTransform({ unit: 1, up: 'y' });
  const grid: Grid = gridFor(boxInMetres(soup.box, frame), soup.meanEdge, 64);
  return { folder, soup, frame, grid, leafTriangles: 100, minimumDepth: 0, ...more };
}

/** In this thread. */
export const runHere = (job: PartitionJob): Promise<void> => Promise.resolve(runPartitionJob(job));

export const partitionHere = (options: PartitionOptions): Promise<PartitionSummary> =>
  partition(options, runHere, () => undefined);
