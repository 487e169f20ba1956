import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mergeMeshes } from '../../../../workers/meshes/simplify/merge.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { smoothNormals } from './shapes.ts';

// Real scans on the grid, with positions only; undefined where there are none.

const FOLDER = process.env['VITRINE_TEST_DATA'];
/** Steps across the longest side. */
const STEPS = 2 ** 16;

export const whale = glb('si-pilot-whale-cranium.glb');
export const venus = glb('smk-venus-de-milo.glb');
export const spider = obj('assimp-spider.obj');

function bytesOf(name: string): Buffer | undefined {
  const file = FOLDER && path.join(FOLDER, 'meshes', name);
  return file && existsSync(file) ? readFileSync(file) : undefined;
}

/** Positions and indices of all primitives of a GLB without compression. */
function glb(name: string): TileMesh | undefined {
  const bytes = bytesOf(name);
  if (!bytes) return undefined;
  const length = bytes.readUInt32LE(12);
  const json = JSON.parse(bytes.toString('utf8', 20, 20 + length)) as {
    accessors: { bufferView: number; byteOffset?: number; count: number; componentType: number }[];
    bufferViews: { byteOffset?: number; byteStride?: number }[];
    meshes: { primitives: { attributes: { POSITION: number }; indices: number }[] }[];
  };
  const read = (number: number, width: number): number[] => {
    const accessor = json.accessors[number]!;
    const view = json.bufferViews[accessor.bufferView]!;
    const size = accessor.componentType === 5123 ? 2 : 4;
    const stride = view.byteStride ?? width * size;
    const start = 28 + length + (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0);
    return Array.from({ length: accessor.count * width }, (_, at) => {
      const offset = start + Math.floor(at / width) * stride + (at % width) * size;
      if (accessor.componentType === 5126) return bytes.readFloatLE(offset);
      return size === 2 ? bytes.readUInt16LE(offset) : bytes.readUInt32LE(offset);
    });
  };
  const parts = json.meshes.flatMap(({ primitives }) =>
    primitives.map(({ attributes, indices }) => ({ corners: read(attributes.POSITION, 3), indices: read(indices, 1) })),
  );
  return onGrid(parts);
}

/** Positions and faces of an OBJ, a part per material. */
function obj(name: string): TileMesh | undefined {
  const bytes = bytesOf(name);
  if (!bytes) return undefined;
  const corners: number[] = [];
  const parts = new Map<string, { corners: number[]; indices: number[] }>();
  let part: { corners: number[]; indices: number[] } = { corners, indices: [] };
  for (const line of bytes.toString('utf8').split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'v') corners.push(...rest.slice(0, 3).map(Number));
    if (word === 'usemtl') {
      part = parts.get(rest[0]!) ?? { corners, indices: [] };
      parts.set(rest[0]!, part);
    }
    if (word === 'f') {
      const face = rest.map((corner) => Number(corner.split('/')[0]) - 1);
      for (let at = 2; at < face.length; at++) part.indices.push(face[0]!, face[at - 1]!, face[at]!);
    }
  }
  return onGrid([...parts.values()]);
}

/** Welded by position, with a material per part. */
function onGrid(parts: { corners: number[]; indices: number[] }[]): TileMesh {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const { corners } of parts)
    for (const [at, value] of corners.entries()) {
      low[at % 3] = Math.min(low[at % 3]!, value);
      high[at % 3] = Math.max(high[at % 3]!, value);
    }
  const step = Math.max(...high.map((value, axis) => value - low[axis]!)) / STEPS;
  const meshes = parts.map(({ corners, indices }, material): TileMesh => {
    const positions = Int32Array.from(corners, (value, at) => Math.round((value - low[at % 3]!) / step));
    const kept: number[] = [];
    const same = (a: number, b: number): boolean =>
      [0, 1, 2].every((axis) => positions[a * 3 + axis] === positions[b * 3 + axis]);
    for (let at = 0; at < indices.length; at += 3) {
      const [a, b, c] = [indices[at]!, indices[at + 1]!, indices[at + 2]!];
      if (!same(a, b) && !same(b, c) && !same(c, a)) kept.push(a, b, c);
    }
    return {
      positions,
      // The same for all, so that vertices are one where their positions are.
      normals: Float32Array.from(positions, (_, at) => (at % 3 === 2 ? 1 : 0)),
      indices: Uint32Array.from(kept),
      groups: [{ material, start: 0, count: kept.length }],
    };
  });
  const merged = mergeMeshes(meshes);
  return { ...merged, normals: smoothNormals(merged.positions, merged.indices) };
}
