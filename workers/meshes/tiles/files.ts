import { join } from 'node:path';
import { nodeName } from '../tree.ts';
import type { TreeNode } from '../tree.ts';

/** What a node leaves in the task's folder for the level above it: see surface-file.ts. */
export const nodeSurface = (folder: string, node: TreeNode): string => join(folder, `node-${nodeName(node)}`);
/** A node whose border has still to be simplified. */
export const innerMesh = (folder: string, node: TreeNode): string => join(folder, `inner-${nodeName(node)}.mesh`);
/** Written last: where it is, the node is done. */
export const nodeFile = (folder: string, node: TreeNode): string => join(folder, `node-${nodeName(node)}.json`);
export const tileFile = (folder: string, node: TreeNode): string => join(folder, `tile-${nodeName(node)}.glb`);
export const seamsFile = (folder: string, level: number): string => join(folder, `seams-${level}.json`);
export const PREVIEW = 'preview';
