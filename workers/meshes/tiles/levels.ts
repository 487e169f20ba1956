import { SEAM_SHARE, lockShare } from '../simplify/locks.ts';
import { readSummary } from '../stage.ts';
import type { ThreadPool } from '../threads/pool.ts';
import { FAN_OUT } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import type { TileContext } from './context.ts';
import { seamsFile } from './files.ts';
import type { NodeReport } from './finish.ts';

/**
 * Makes the tiles below the root, or the only one, level by level from the leaves up, those of a level on all threads.
 * Returns their reports, those of the upper levels first.
 */
export async function makeLevels(
  pool: ThreadPool,
  context: TileContext,
  leaves: readonly number[],
  onProgress: (fraction: number) => void,
): Promise<NodeReport[]> {
  const { depth } = context;
  // A level is a quarter of the one below it, but its triangles are handled twice.
  const total = leaves.length * 1.6;
  let done = 0;
  const step = (share: number) => (): void => onProgress(Math.min(1, (done += share) / total));
  let level = await pool.all(
    'makeLeaf',
    leaves.map((index) => ({ context, node: { level: depth, index } })),
    step(1),
  );
  const reports = [level];
  while (level[0]!.level > 1) {
    level = await makeLevel(pool, context, level, step(1.8));
    reports.unshift(level);
  }
  onProgress(1);
  return reports.flat();
}

/** The root above what `makeLevels` made: one tile, of one thread; none where there is one leaf only. */
export async function makeRoot(
  pool: ThreadPool,
  context: TileContext,
  below: readonly NodeReport[],
): Promise<NodeReport[]> {
  const level = below.filter((report) => report.level === 1);
  return level.length === 0 ? [] : makeLevel(pool, context, level, () => undefined);
}

async function makeLevel(
  pool: ThreadPool,
  context: TileContext,
  children: readonly NodeReport[],
  onDone: () => void,
): Promise<NodeReport[]> {
  const level = children[0]!.level - 1;
  const nodes = parentsOf(children);
  const inputs = nodes.map((node) => ({ context, node }));
  const triangles = children.reduce((sum, child) => sum + child.triangles, 0) / FAN_OUT;
  const locked = children.reduce((sum, child) => sum + child.locked, 0);
  if (level === 0 || lockShare(locked, triangles) < SEAM_SHARE) return pool.all('makeNode', inputs, onDone);
  const { folder } = context;
  // Made again, insides would take the place of the meshes whose borders are done.
  if (!readSummary(seamsFile(folder, level))) await pool.all('makeInside', inputs);
  await pool.run('makeSeams', { folder, level, nodes, triangles: triangles / nodes.length });
  return pool.all('makeOutside', inputs, onDone);
}

function parentsOf(children: readonly TreeNode[]): TreeNode[] {
  const indices = new Set(children.map(({ index }) => Math.floor(index / FAN_OUT)));
  return Array.from(indices, (index) => ({ level: children[0]!.level - 1, index }));
}
