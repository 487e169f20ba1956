import { mkdir, readdir, rm, statfs, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DamagedError, LimitError, UnreadableError } from '../../manifests/errors.ts';
import { findBorders } from './borders/borders.ts';
import type { BordersSummary } from './borders/borders.ts';
import { writeDefects } from './borders/write-defects.ts';
import { gridFor } from './grid.ts';
import type { Grid } from './grid.ts';
import { partition } from './partition/partition.ts';
import type { PartitionSummary } from './partition/partition.ts';
import { openMesh } from './read/open.ts';
import { boxInMetres, frameOf, frameTransform } from './soup/frame.ts';
import type { Frame } from './soup/frame.ts';
import { Soup } from './soup/soup.ts';
import { readSoupSummary, soupFile } from './soup/summary.ts';
import type { SoupSummary } from './soup/summary.ts';
import type { MeshProgress, MeshReport, MeshTask, MeshTechnical } from './task.ts';
import { storeTexels } from './textures/texel-store.ts';
import { ThreadPool } from './threads/pool.ts';
import { makeArchive } from './tiles/archive.ts';
import type { TileContext } from './tiles/context.ts';
import type { NodeReport } from './tiles/finish.ts';
import { makeLevels, makeRoot } from './tiles/levels.ts';
import { minimumDepth, texelsOf, texturePixels } from './tiles/depth.ts';

/** Where in the whole each step begins and ends, by the time that it takes. */
const STEPS = {
  reading: [0, 0.12],
  partition: [0.12, 0.3],
  borders: [0.3, 0.36],
  tiling: [0.36, 0.93],
  preview: [0.93, 1],
} as const;

/** Scratch that is written after the soup, for each of its bytes: its buckets, then its leaves, then its tiles. */
const SCRATCH_PER_SOUP_BYTE = 2.5;

/**
 * Makes a twin of a scan: tiles, model and poster. Every stage leaves files behind that say that it is done, so that a
 * task that was ended at any moment goes on, to the same bytes. Files are not flushed: where a loss of power has damaged
 * what an earlier task left, the folder is emptied and all begun anew, once. Throws UnreadableError or LimitError, in
 * words for the curator.
 */
export async function makeMesh(task: MeshTask, onProgress: (progress: MeshProgress) => void): Promise<MeshReport> {
  const left = await readdir(task.folder);
  let reached = 0;
  const onGrowth = ({ step, fraction }: MeshProgress): void => {
    reached = Math.max(reached, fraction);
    onProgress({ step, fraction: reached });
  };
  try {
    return await goOn(task, onGrowth);
  } catch (error) {
    if (!(error instanceof DamagedError) || left.length === 0) throw error;
    for (const name of await readdir(task.folder)) await rm(join(task.folder, name), { recursive: true });
    return goOn(task, onGrowth);
  }
}

async function goOn(task: MeshTask, onProgress: (progress: MeshProgress) => void): Promise<MeshReport> {
  const { folder, settings } = task;
  const within =
    (step: MeshProgress['step']) =>
    (fraction: number): void => {
      const [from, to] = STEPS[step];
      onProgress({ step, fraction: from + (to - from) * fraction });
    };
  within('reading')(0);
  const soup = readSoupSummary(folder) ?? (await readSoup(task, within('reading')));
  if (soup.triangles === 0) throw nothingIn(soup);
  await requireSpace(task);
  const frame = frameOf(task.name, soup.header, soup.box, task.frame);
  const transform = frameTransform(frame);
  const box = boxInMetres(soup.box, transform);
  const grid = gridFor(box, soup.meanEdge * frame.unit, settings.stepsPerEdge, soup.shortEdge * frame.unit);

  within('partition')(0);
  await using pool = new ThreadPool(task.threads);
  const divided = await partition(
    {
      folder,
      soup,
      frame: transform,
      grid,
      leafTriangles: settings.leafTriangles,
      minimumDepth: minimumDepth(texelsOf(soup), soup.triangles),
    },
    (job) => pool.run('runPartitionJob', job),
    within('partition'),
  );
  if (divided.triangles === 0) throw allTooSmall(soup, frame, grid);
  within('borders')(0);
  const { summary: borders, shared } = await findBorders(
    folder,
    divided,
    (job) => pool.run('runBordersJob', job),
    within('borders'),
  );
  within('tiling')(0);
  const texels = await storeTexels(soup.materials, folder, () => undefined);
  const context: TileContext = {
    folder,
    grid,
    depth: divided.depth,
    settings,
    materials: soup.materials,
    texels,
    shared,
  };
  const leaves = divided.leaves.filter(({ triangles }) => triangles > 0).map(({ index }) => index);
  const below = await makeLevels(pool, context, leaves, within('tiling'));
  within('preview')(0);
  const [preview, root] = await Promise.all([
    pool.run('makePreview', { context, reports: below }),
    makeRoot(pool, context, below),
  ]);
  const reports = [...root, ...below];
  const tileset = await makeArchive(context, reports);
  within('preview')(1);
  const made = { grid, soup, frame, divided, borders, reports };
  return {
    kind: 'mesh',
    mediaType: soup.header.mediaType,
    tileset,
    ...preview,
    defects: writeDefects(folder, borders.defects, grid),
    technical: technicalOf(made),
    warnings: warningsOf(made),
  };
}

async function readSoup(
  { source, name, folder }: MeshTask,
  onProgress: (fraction: number) => void,
): Promise<SoupSummary> {
  const unpacked = join(folder, 'unpacked');
  await mkdir(unpacked, { recursive: true });
  const { reader, files } = await openMesh(source, name, unpacked);
  const soup = new Soup(folder);
  const header = await reader.read(files, soup, onProgress).catch((error: unknown) => {
    soup.abandon();
    throw error;
  });
  return soup.finish(header);
}

/** Now that the triangles are counted, and as long as they are not divided: throws LimitError where the disk cannot hold what is to come. */
async function requireSpace({ folder, name, reserve = 0 }: MeshTask): Promise<void> {
  const soup = await stat(soupFile(folder)).catch(() => undefined);
  if (!soup) return;
  const { bavail, bsize } = await statfs(folder);
  const needed = Math.ceil(soup.size * SCRATCH_PER_SOUP_BYTE);
  const available = Math.max(0, bavail * bsize - reserve);
  if (available < needed)
    throw new LimitError(
      `Making tiles of ${name} needs ${needed} more bytes of disk space, and ${available} are to be had beside the ${reserve} that stay free: make room and add it again`,
    );
}

function nothingIn({ header, findings }: SoupSummary): UnreadableError {
  const found = findings.map(({ message }) => message).join(' ');
  return new UnreadableError(
    `Expected triangles, and found none that can be shown among ${header.vertices} vertices. ${found} Export it anew.`,
  );
}

/** Where one coordinate is a million times the others, nothing else is left beside it. */
function allTooSmall({ triangles, box }: SoupSummary, { unit }: Frame, { step }: Grid): UnreadableError {
  const sides = box.min.map((least, axis) => `${'xyz'[axis]} from ${least} to ${box.max[axis]}`).join(', ');
  return new UnreadableError(
    `Expected triangles of about one size, and found ${triangles} that are lost in a scan of this length: ${sides}. Positions can be kept to ${(step / unit).toPrecision(2)} there. Look for a corner that lies far away, take it out, and add the scan again.`,
  );
}

interface Made {
  grid: Grid;
  soup: SoupSummary;
  frame: Frame;
  divided: PartitionSummary;
  borders: BordersSummary;
  reports: readonly NodeReport[];
}

function technicalOf({ soup, frame, divided, borders, reports }: Made): MeshTechnical {
  const { header, materials, box } = soup;
  const findings = [...soup.findings, ...divided.findings, ...borders.findings];
  const { min, max } = boxInMetres(box, frameTransform(frame));
  return {
    triangles: divided.triangles,
    vertices: header.vertices,
    parts: header.parts,
    ...(borders.defects.pieces && { pieces: borders.defects.pieces.count }),
    size: [max[0] - min[0], max[1] - min[1], max[2] - min[2]],
    area: divided.area,
    ...(borders.volume !== undefined && { volume: Math.abs(borders.volume) }),
    closed: borders.closed,
    materials: materials.length,
    texturePixels: texturePixels(materials),
    colours: divided.layout.colours,
    ...frame,
    defects: Object.fromEntries(findings.map(({ code, count }) => [code, count])),
    levels: divided.depth + 1,
    tiles: reports.length,
    tileBytes: reports.reduce((total, { bytes }) => total + bytes, 0),
  };
}

/** Metres: what is longer or shorter than anything that museums scan has probably another unit than its file says. */
const PLAUSIBLE = [0.0005, 200] as const;

/** Steps within the mean length of an edge below which a scan no longer looks like itself. */
const FEWEST_STEPS = 4;

function warningsOf({ grid, soup, frame, divided, borders }: Made): string[] {
  const { min, max } = boxInMetres(soup.box, frameTransform(frame));
  const longest = Math.max(...max.map((value, axis) => value - min[axis]!));
  const edge = soup.meanEdge * frame.unit;
  const plausible = longest >= PLAUSIBLE[0] && longest <= PLAUSIBLE[1];
  return [
    ...[...soup.findings, ...divided.findings, ...borders.findings].map(({ count, message }) =>
      count > 1 ? `${message} (${count} times)` : message,
    ),
    ...(grid.step > edge / FEWEST_STEPS
      ? [
          `Positions are kept to ${grid.step.toPrecision(2)} metres only, as the scan is ${longest.toPrecision(3)} metres long, and its edges ${edge.toPrecision(2)} on average: where a part lies far away by mistake, take it out and add the scan again.`,
        ]
      : []),
    ...(plausible
      ? []
      : [
          `The scan is ${Number(longest.toPrecision(3))} metres long by its ${frame.unitFrom === 'guess' ? 'guessed ' : ''}unit: if that is wrong, set the right one with \`vitrine edit --asset ID --unit mm\`.`,
        ]),
  ];
}
