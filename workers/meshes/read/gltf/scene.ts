import type { Findings } from '../findings.ts';
import type { Document, JsonObject } from './document.ts';
import { identity, localMatrix, multiply } from './matrix.ts';
import type { Matrix } from './matrix.ts';

/** A node that has a mesh. */
export interface Placed {
  node: JsonObject;
  mesh: number;
  /** From the mesh to the scene. */
  matrix: Matrix;
}

export interface Scene {
  placed: Placed[];
  /** Sixteen numbers per node: from each to the scene. Zeros for nodes that are not in it. */
  worlds: Float64Array;
}

/** The default scene, or what comes closest to it, without recursion and each node at most once. */
export function readScene(document: Document, findings: Findings): Scene {
  const worlds = new Float64Array(document.count('nodes') * 16);
  const placed: Placed[] = [];
  const seen = new Uint8Array(document.count('nodes'));
  // Nodes to visit, last first, with the matrix that is above them.
  const stack = rootsOf(document, findings)
    .toReversed()
    .map((root) => ({ ...root, above: identity() }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { index, from, above } = next;
    const node = document.get('nodes', index, from);
    if (seen[index]) {
      findings.add(
        'repeated-nodes',
        () => `${from}: node ${index} is met a second time; nodes are a tree, so it is shown where it was met first.`,
      );
      continue;
    }
    seen[index] = 1;
    const matrix = multiply(above, localMatrix(node));
    worlds.set(matrix, index * 16);
    const mesh = node.integer('mesh');
    if (mesh !== undefined) placed.push({ node, mesh, matrix });
    const children = node.integers('children');
    for (let i = children.length - 1; i >= 0; i--) {
      stack.push({ index: children[i]!, from: `${node.at('children')}/${i}`, above: matrix });
    }
  }
  return { placed: placed.length > 0 || document.count('nodes') > 0 ? placed : loose(document, findings), worlds };
}

function rootsOf(document: Document, findings: Findings): { index: number; from: string }[] {
  const scenes = document.count('scenes');
  if (scenes > 0) {
    const wanted = document.root.integer('scene');
    if (scenes > 1) {
      findings.add(
        'several-scenes',
        () => `The file has ${scenes} scenes; ${wanted === undefined ? 'the first' : 'the default one'} is shown.`,
      );
    }
    const scene = document.get('scenes', wanted ?? 0, '/scene');
    return scene.integers('nodes').map((index, i) => ({ index, from: `${scene.at('nodes')}/${i}` }));
  }
  if (document.count('nodes') > 0) findings.add('no-scene', () => 'The file has no scene; all of its nodes are shown.');
  const isChild = new Uint8Array(document.count('nodes'));
  for (const node of document.root.objects('nodes')) for (const child of node.integers('children')) isChild[child] = 1;
  return Array.from(isChild.keys())
    .filter((index) => !isChild[index])
    .map((index) => ({ index, from: `/nodes/${index}` }));
}

/** Meshes of a file without nodes. */
function loose(document: Document, findings: Findings): Placed[] {
  const meshes = document.count('meshes');
  if (meshes > 0) findings.add('no-scene', () => `The file has no nodes; its ${meshes} meshes are shown as they are.`);
  return document.root.objects('meshes').map((node, mesh) => ({ node, mesh, matrix: identity() }));
}
