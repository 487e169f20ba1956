import { keyX, keyY, keyZ } from '../key.ts';
import { NO_NORMAL, packNormal, unpackNormal } from '../octahedral.ts';
import type { Layout } from '../soup/layout.ts';
import type { MeshGroup, TileMesh } from '../tilemesh.ts';
import { sumNormals } from './faces.ts';
import { numberPlaces } from './places.ts';
import { vertexPlaces } from './weld.ts';
import type { Welded } from './weld.ts';

export interface Leaf {
  mesh: TileMesh;
  /** Per vertex 1 where its normal was computed; absent where all were or none was. */
  computed?: Uint8Array;
}

/** Which way a vertex looks all of whose faces have no area, or cancel each other out. */
const UPWARDS = packNormal(0, 1, 0);

/** A mesh of welded triangles. Normals that the source does not have are the mean of the place's faces, weighted by area. */
export function leafOf(welded: Welded, layout: Layout): Leaf {
  const { vertices, vertexCount } = welded;
  const { normal, colour, texcoord, material, stride } = vertexPlaces(layout);
  const positions = new Int32Array(vertexCount * 3);
  const colours = layout.colours ? new Uint32Array(vertexCount) : undefined;
  const texcoords = layout.texcoords ? new Uint32Array(vertexCount * 2) : undefined;
  for (let vertex = 0, at = 0; vertex < vertexCount; vertex++, at += stride) {
    const low = vertices[at]!;
    const high = vertices[at + 1]!;
    positions[vertex * 3] = keyX(low);
    positions[vertex * 3 + 1] = keyY(low, high);
    positions[vertex * 3 + 2] = keyZ(high);
    if (colours !== undefined) colours[vertex] = vertices[at + colour]!;
    if (texcoords !== undefined) {
      texcoords[vertex * 2] = vertices[at + texcoord]!;
      texcoords[vertex * 2 + 1] = vertices[at + texcoord + 1]!;
    }
  }
  const packed = new Uint32Array(vertexCount).fill(NO_NORMAL);
  let missing = vertexCount;
  let computed: Uint8Array | undefined;
  if (layout.normals) {
    computed = new Uint8Array(vertexCount);
    missing = 0;
    for (let vertex = 0; vertex < vertexCount; vertex++) {
      packed[vertex] = vertices[vertex * stride + normal]!;
      missing += computed[vertex] = packed[vertex] === NO_NORMAL ? 1 : 0;
    }
  }
  if (missing > 0) computeNormals(welded, stride, positions, packed);
  const normals = new Float32Array(vertexCount * 3);
  for (let vertex = 0; vertex < vertexCount; vertex++) unpackNormal(packed[vertex]!, normals, vertex * 3);
  const grouped = layout.materials
    ? groupByMaterial(welded, stride, material)
    : { indices: welded.indices.slice(), groups: [{ material: 0, start: 0, count: welded.indices.length }] };
  return {
    mesh: {
      positions,
      normals,
      ...(colours === undefined ? {} : { colours: new Uint8Array(colours.buffer) }),
      ...(texcoords === undefined ? {} : { texcoords: new Float32Array(texcoords.buffer) }),
      ...grouped,
    },
    ...(computed !== undefined && missing > 0 && missing < vertexCount ? { computed } : {}),
  };
}

/** Fills in what is NO_NORMAL. */
function computeNormals(
  { vertices, vertexCount, indices }: Welded,
  stride: number,
  positions: Int32Array,
  packed: Uint32Array,
): void {
  const { numbers, count } = numberPlaces(vertices, stride, vertexCount);
  const sums = new Float64Array(count * 3);
  sumNormals(positions, indices, numbers, sums);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if (packed[vertex] === NO_NORMAL) packed[vertex] = normalOfSum(sums, numbers[vertex]! * 3);
  }
}

/** The packed direction of a sum of normals. */
export function normalOfSum(sums: Float64Array, at: number): number {
  const packed = packNormal(sums[at]!, sums[at + 1]!, sums[at + 2]!);
  return packed === NO_NORMAL ? UPWARDS : packed;
}

/** Faces of one material after those of another, else in their order. */
function groupByMaterial(
  { vertices, indices }: Welded,
  stride: number,
  place: number,
): Pick<TileMesh, 'indices' | 'groups'> {
  const materialOf = (at: number): number => vertices[indices[at]! * stride + place]!;
  const counts = new Map<number, number>();
  for (let at = 0; at < indices.length; at += 3) counts.set(materialOf(at), (counts.get(materialOf(at)) ?? 0) + 3);
  const groups: MeshGroup[] = [];
  const next = new Map<number, number>();
  let start = 0;
  for (const [material, count] of [...counts].toSorted(([one], [other]) => one - other)) {
    groups.push({ material, start, count });
    next.set(material, start);
    start += count;
  }
  const sorted = new Uint32Array(indices.length);
  for (let at = 0; at < indices.length; at += 3) {
    const material = materialOf(at);
    const to = next.get(material)!;
    sorted[to] = indices[at]!;
    sorted[to + 1] = indices[at + 1]!;
    sorted[to + 2] = indices[at + 2]!;
    next.set(material, to + 3);
  }
  return { indices: sorted, groups };
}
