import { parentPort, workerData } from 'node:worker_threads';
import { simplifyMesh } from '../../../../workers/meshes/simplify/simplify.ts';
import type { SimplifyOptions } from '../../../../workers/meshes/simplify/simplify.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';

// A thread that simplifies one mesh, as those of the pipeline do.

const { mesh, options } = workerData as { mesh: TileMesh; options: SimplifyOptions };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has none
parentPort!.postMessage(simplifyMesh(mesh, options));
