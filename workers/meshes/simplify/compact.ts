import type { MeshGroup, TileMesh } from '../tilemesh.ts';

/**
 * The mesh with other triangles of the same vertices, and of these only those in use, in the order of their first use. A
 * triangle belongs to the group of its vertices.
 */
export function compact(mesh: TileMesh, triangles: Uint32Array): TileMesh {
  const { indices, groups } = byGroup(mesh, triangles);
  const numbers = new Uint32Array(mesh.positions.length / 3);
  const used = new Uint32Array(Math.min(numbers.length, indices.length));
  let count = 0;
  for (let corner = 0; corner < indices.length; corner++) {
    const vertex = indices[corner]!;
    let number = numbers[vertex]!;
    if (number === 0) {
      used[count++] = vertex;
      numbers[vertex] = number = count;
    }
    indices[corner] = number - 1;
  }
  const vertices = used.subarray(0, count);
  return {
    positions: gather(mesh.positions, new Int32Array(count * 3), vertices, 3),
    normals: gather(mesh.normals, new Float32Array(count * 3), vertices, 3),
    ...(mesh.colours && { colours: gather(mesh.colours, new Uint8Array(count * 4), vertices, 4) }),
    ...(mesh.texcoords && { texcoords: gather(mesh.texcoords, new Float32Array(count * 2), vertices, 2) }),
    indices,
    groups,
  };
}

/** Which of the groups each vertex belongs to. */
function groupOfVertices(mesh: TileMesh): Uint32Array {
  const groupOf = new Uint32Array(mesh.positions.length / 3);
  for (const [number, group] of mesh.groups.entries())
    for (let corner = group.start; corner < group.start + group.count; corner++)
      groupOf[mesh.indices[corner]!] = number;
  return groupOf;
}

function byGroup(mesh: TileMesh, triangles: Uint32Array): { indices: Uint32Array; groups: MeshGroup[] } {
  const one = mesh.groups.length === 1 ? mesh.groups[0] : undefined;
  if (one)
    return {
      indices: triangles.slice(),
      groups: triangles.length > 0 ? [{ material: one.material, start: 0, count: triangles.length }] : [],
    };
  const groupOf = groupOfVertices(mesh);
  const next = new Uint32Array(mesh.groups.length);
  for (let corner = 0; corner < triangles.length; corner += 3) next[groupOf[triangles[corner]!]!]! += 3;
  const groups: MeshGroup[] = [];
  let start = 0;
  for (const [number, { material }] of mesh.groups.entries()) {
    const count = next[number]!;
    next[number] = start;
    if (count > 0) groups.push({ material, start, count });
    start += count;
  }
  const indices = new Uint32Array(triangles.length);
  for (let corner = 0; corner < triangles.length; corner += 3) {
    const group = groupOf[triangles[corner]!]!;
    const to = next[group]!;
    next[group] = to + 3;
    indices[to] = triangles[corner]!;
    indices[to + 1] = triangles[corner + 1]!;
    indices[to + 2] = triangles[corner + 2]!;
  }
  return { indices, groups };
}

function gather<A extends Int32Array | Float32Array | Uint8Array>(
  from: A,
  to: A,
  which: Uint32Array,
  width: number,
): A {
  for (let at = 0, out = 0; at < which.length; at++) {
    const base = which[at]! * width;
    for (let part = 0; part < width; part++) to[out++] = from[base + part]!;
  }
  return to;
}
