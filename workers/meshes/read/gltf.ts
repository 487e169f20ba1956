import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import type { MeshFiles, MeshHeader, MeshReader, MeshSink } from '../source.ts';
import { Findings } from './findings.ts';
import { Accessors } from './gltf/accessors.ts';
import { Buffers } from './gltf/buffers.ts';
import { readContainer } from './gltf/container.ts';
import { Delivery } from './gltf/deliver.ts';
import { Document } from './gltf/document.ts';
import { checkExtensions } from './gltf/extensions.ts';
import { Images } from './gltf/images.ts';
import { instancesOf } from './gltf/instances.ts';
import { readJson } from './gltf/json.ts';
import { Materials } from './gltf/materials.ts';
import type { Matrix } from './gltf/matrix.ts';
import { Primitives } from './gltf/primitive.ts';
import { readScene } from './gltf/scene.ts';
import type { Placed } from './gltf/scene.ts';
import { turnedNormalMaps } from './gltf/tangents.ts';

/** A mesh may be placed a million times in a few kilobytes. */
const MAX_TRIANGLES = 1e9;
/** Batches until others get their turn. */
const BREATH = 16;

/**
 * GLB, and glTF with its files beside it or inside. Accessors are read where they lie, in batches; only what is
 * compressed by Draco or meshopt is unpacked first, into the folder. Metres, y up (glTF 2.0, 3.4).
 */
export const gltfReader: MeshReader = {
  async read(files, sink, onProgress) {
    const findings = new Findings();
    try {
      return await read(files, sink, findings, onProgress);
    } finally {
      findings.tell(sink);
    }
  },
};

async function read(
  files: MeshFiles,
  sink: MeshSink,
  findings: Findings,
  onProgress: (fraction: number) => void,
): Promise<MeshHeader> {
  const container = await readContainer(files.main);
  for (const { code, message, count } of container.findings) findings.add(code, () => message, count);
  const { value, payloads } = await readJson(container.json);
  const document = new Document(value);
  checkExtensions(document, findings);
  const buffers = new Buffers(document, files, { binary: container.binary, payloads }, findings);
  const accessors = new Accessors(document, buffers, files.folder);
  const primitives = new Primitives(accessors, buffers, files, findings);
  const delivery = new Delivery(sink, findings);
  const scene = readScene(document, findings);
  const meshes = Map.groupBy(scene.placed, ({ mesh }) => mesh);
  const declared = estimate(document, scene.placed);
  if (declared > MAX_TRIANGLES) throw tooMany(declared);
  // What is wrong with primitives is told when they are read for good.
  const voting = new Primitives(accessors, buffers, files, new Findings());
  const turned = await turnedNormalMaps(document, [...meshes.keys()], voting, findings);
  const images = new Images(document, buffers, files, findings);
  const materials = new Materials(document, images, turned, sink, findings);

  let gone = 0;
  let batches = 0;
  const onBatch = async (triangles: number): Promise<void> => {
    gone += triangles;
    if (gone > MAX_TRIANGLES) throw tooMany(gone);
    onProgress(Math.min(1, gone / Math.max(declared, gone)));
    if (++batches % BREATH === 0) await setImmediate();
  };

  let vertices = 0;
  for (const [index, placed] of meshes) {
    const mesh = document.get('meshes', index, placed[0]?.node.at('mesh') ?? '/meshes');
    for (const json of mesh.objects('primitives')) {
      const primitive = await primitives.read(json);
      if (!primitive) continue;
      const dressed = await materials.dress(
        json.integer('material'),
        new Set(primitive.texcoords.keys()),
        json.at('material'),
      );
      for (const place of placed) {
        using instances = await instancesOf(place, scene, document, accessors, findings);
        vertices += primitive.positions.count * instances.count;
        await delivery.deliver(primitive, dressed, matricesOf(instances), onBatch);
      }
    }
  }
  await rm(join(files.folder, 'gltf-draco'), { force: true });
  if (delivery.delivered === 0) throw new UnreadableError(nothing(document, findings));
  return { mediaType: container.mediaType, unit: 1, up: 'y', parts: scene.placed.length, vertices };
}

function* matricesOf({ count, matrix }: { count: number; matrix: (index: number) => Matrix }): Generator<Matrix> {
  for (let i = 0; i < count; i++) yield matrix(i);
}

function tooMany(triangles: number): LimitError {
  return new LimitError(
    `/nodes: the file places its meshes so often that they come to ${triangles} triangles or more; up to ${MAX_TRIANGLES} are read.`,
  );
}

/** Triangles by what accessors declare, without EXT_mesh_gpu_instancing. */
function estimate(document: Document, placed: readonly Placed[]): number {
  const accessors = document.root.list('accessors');
  const known = new Map<number, number>();
  const ofMesh = (index: number): number => {
    let sum = 0;
    for (const json of document.get('meshes', index, '/meshes').objects('primitives')) {
      const accessor: unknown =
        accessors[json.integer('indices') ?? json.object('attributes')?.integer('POSITION') ?? -1];
      const count: unknown = typeof accessor === 'object' && accessor !== null ? Reflect.get(accessor, 'count') : 0;
      if (typeof count === 'number') sum += count / ((json.integer('mode') ?? 4) === 4 ? 3 : 1);
    }
    known.set(index, sum);
    return sum;
  };
  return placed.reduce((sum, { mesh }) => sum + (known.get(mesh) ?? ofMesh(mesh)), 0);
}

/** Why there are none. */
function nothing(document: Document, findings: Findings): string {
  const meshes = document.count('meshes');
  const reasons = ['index-out-of-range', 'not-a-number', 'not-triangles', 'no-positions'];
  const reason = reasons.map((code) => findings.messageOf(code)).find((message) => message !== undefined);
  const none =
    meshes === 0 ? '/meshes: there are none.' : `/nodes: no node of the scene has one of the ${meshes} meshes.`;
  return `Expected triangles, but the file has none that can be shown. ${reason ?? none} Export it with its surfaces.`;
}
