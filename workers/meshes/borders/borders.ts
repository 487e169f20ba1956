import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedError, LimitError } from '../../../manifests/errors.ts';
import { strayFile } from '../partition/files.ts';
import type { PartitionSummary } from '../partition/partition.ts';
import type { Finding } from '../source.ts';
import { readSummary, writeSummary, writeWhole } from '../stage.ts';
import { Candidates } from './candidates.ts';
import { defectsOf } from './defects.ts';
import type { Defects } from './defects.ts';
import { countEdge, noEdges } from './edges.ts';
import type { EdgeCounts } from './edges.ts';
import { finishLeaves } from './finish.ts';
import type { FinishOptions } from './finish.ts';
import { matchEdges } from './match.ts';
import { SharedVertices } from './shared-vertices.ts';
import { edgeFile, surveyFile, surveyLeaves } from './survey.ts';
import type { SurveyOptions, SurveySummary } from './survey.ts';
import { AllTraces, removeTraces } from './traces.ts';

export interface BordersSummary {
  /** Places that several leaves share. */
  shared: number;
  /** Of the whole scan. */
  edges: EdgeCounts;
  /** The surface has no border: it encloses a volume. */
  closed: boolean;
  /** Cubic metres, of a closed surface; negative where it is turned inside out. */
  volume?: number;
  defects: Defects;
  findings: Finding[];
}

/** Work for a thread. The candidates are shared memory, everything else is plain data. */
export type BordersJob = { kind: 'survey'; options: SurveyOptions } | { kind: 'finish'; options: FinishOptions };

export function runBordersJob(job: BordersJob): void {
  if (job.kind === 'survey') surveyLeaves(job.options);
  else finishLeaves(job.options);
}

const bordersFile = (folder: string): string => join(folder, 'borders.json');
const sharedFile = (folder: string): string => join(folder, 'shared.bin');

/** Leaves of one job. */
const JOB_LEAVES = 16;
/**
 * Candidates are about 2.5 % of the vertices of a scan (200 million triangles: 4 million, 300 MB). Where triangles are as
 * long as leaves are wide, all vertices are; then this many fill 1.3 GB at most.
 */
const MOST_STRAYS = 24e6;

/**
 * Finds out which places leaves share, makes their normals those of all their faces, and counts the edges of the whole
 * scan. A task that was killed in the midst of it begins this stage anew, which changes nothing that was done right.
 */
export async function findBorders(
  folder: string,
  partition: PartitionSummary,
  run: (job: BordersJob) => Promise<unknown>,
  onProgress: (fraction: number) => void,
): Promise<{ summary: BordersSummary; shared: SharedArrayBuffer }> {
  const done = readSummary(bordersFile(folder)) as BordersSummary | undefined;
  if (done !== undefined) return { summary: done, shared: readShared(folder) };
  const candidates = collectCandidates(folder, partition);
  const leaves = partition.leaves.filter(({ triangles }) => triangles > 0).map(({ index }) => index);
  const batches = Array.from({ length: Math.ceil(leaves.length / JOB_LEAVES) }, (_, number) =>
    leaves.slice(number * JOB_LEAVES, (number + 1) * JOB_LEAVES),
  );
  const normals = partition.computedNormals;
  let finished = 0;
  const steps = batches.length * (normals ? 2 : 1);
  const each = async (job: BordersJob): Promise<void> => {
    await run(job);
    onProgress(++finished / steps);
  };
  await Promise.all(
    batches.map((batch, number) =>
      each({ kind: 'survey', options: { folder, candidates, normals, number, leaves: batch } }),
    ),
  );
  if (normals) {
    await Promise.all(batches.map((batch) => each({ kind: 'finish', options: { folder, candidates, leaves: batch } })));
  }
  const all = new Candidates(candidates);
  const { shared, count } = sharedOf(all, partition.depth);
  const { edges, defects } = edgesOf(folder, batches.length, all);
  const closed = partition.triangles > 0 && edges.unbalanced === 0;
  const summary: BordersSummary = {
    shared: count,
    edges,
    closed,
    ...(closed ? { volume: partition.leaves.reduce((sum, { volume }) => sum + volume, 0) } : {}),
    defects,
    findings: findingsOf(edges),
  };
  writeWhole(sharedFile(folder), new Uint8Array(shared));
  writeSummary(bordersFile(folder), summary);
  for (const number of batches.keys()) {
    rmSync(edgeFile(folder, number), { force: true });
    rmSync(surveyFile(folder, number), { force: true });
    removeTraces(folder, number);
  }
  return { summary, shared };
}

function collectCandidates(
  folder: string,
  { buckets, depth, strays, computedNormals }: PartitionSummary,
): SharedArrayBuffer {
  if (strays > MOST_STRAYS) {
    throw new LimitError(
      `Expected a surface of small triangles, but ${strays} corners lie outside of the tiles that their triangles are in ` +
        `(at most ${MOST_STRAYS} are possible): divide its long triangles, or leave out what does not belong to the scan`,
    );
  }
  const buffer = Candidates.bufferFor(strays, depth, computedNormals);
  const candidates = new Candidates(buffer);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const bytes = readFileSync(strayFile(folder, bucket));
    const keys = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    for (let at = 0; at < keys.length; at += 2) candidates.insert(keys[at]!, keys[at + 1]!);
  }
  return buffer;
}

/** What several leaves have met. */
function sharedOf(candidates: Candidates, depth: number): { shared: SharedArrayBuffer; count: number } {
  let count = 0;
  for (let slot = 0; slot < candidates.size; slot++) if (candidates.levelOf(slot) < depth) count++;
  const shared = SharedVertices.bufferFor(count);
  const vertices = SharedVertices.over(shared);
  for (let slot = 0; slot < candidates.size; slot++) {
    const level = candidates.levelOf(slot);
    const key = level < depth ? candidates.keyOf(slot) : undefined;
    if (key !== undefined) vertices.set(key[0], key[1], level);
  }
  return { shared, count };
}

function edgesOf(folder: string, surveys: number, candidates: Candidates): { edges: EdgeCounts; defects: Defects } {
  const files = Array.from({ length: surveys }, (_, number) => edgeFile(folder, number));
  const edges = noEdges();
  const traces = new AllTraces(candidates);
  const complete = { open: true, pieces: true };
  let border = 0;
  for (let number = 0; number < surveys; number++) {
    const survey = readSummary(surveyFile(folder, number)) as SurveySummary;
    edges.open += survey.inner.open;
    edges.nonManifold += survey.inner.nonManifold;
    edges.unbalanced += survey.inner.unbalanced;
    border += survey.border;
    complete.open &&= survey.traces.open;
    complete.pieces &&= survey.traces.pieces;
    traces.readEdges(folder, number);
  }
  matchEdges(files, border, (one, other, faces, direction) => {
    countEdge(edges, faces, direction);
    traces.edge(one, other, faces, direction);
  });
  return { edges, defects: defectsOf(folder, surveys, candidates, { traces, complete }) };
}

function readShared(folder: string): SharedArrayBuffer {
  const bytes = readFileSync(sharedFile(folder));
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  if (bytes.length !== SharedVertices.byteLength(shared)) {
    throw new DamagedError(
      `${sharedFile(folder)} is not as it was written. Delete the task's folder and make the twin anew`,
    );
  }
  return shared;
}

function findingsOf({ open, nonManifold }: EdgeCounts): Finding[] {
  return [
    {
      code: 'open-edges',
      count: open,
      message: 'Edges have a triangle on one side only: the surface has holes or borders.',
    },
    { code: 'non-manifold-edges', count: nonManifold, message: 'Edges have more than two triangles.' },
  ].filter(({ count }) => count > 0);
}
