import { runBordersJob } from '../borders/borders.ts';
import { runPartitionJob } from '../partition/partition.ts';
import { makeLeaf } from '../tiles/leaf.ts';
import { makeInside, makeNode, makeOutside } from '../tiles/node.ts';
import { makePreview } from '../tiles/preview.ts';
import { makeSeams } from '../tiles/seams.ts';

/** What threads can be asked for: functions of plain data, of files, and of memory that all share. */
export const JOBS = {
  runPartitionJob,
  runBordersJob,
  makeLeaf,
  makeNode,
  makeInside,
  makeOutside,
  makeSeams,
  makePreview,
};
