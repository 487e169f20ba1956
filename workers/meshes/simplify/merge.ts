import type { MeshGroup, TileMesh } from '../tilemesh.ts';

/** Of the table that finds equal vertices: at most this share of its places is taken. */
const FILL = 0.6;

/**
 * Several meshes as one: vertices that agree in everything, their material included, become one, groups of one material
 * become one group. Groups are in the order of their materials' numbers, vertices in that of their first use. A mesh
 * without colours among coloured ones counts as white, one without texture coordinates as 0, 0.
 */
export function mergeMeshes(meshes: readonly TileMesh[]): TileMesh {
  let vertices = 0;
  let corners = 0;
  for (const mesh of meshes) {
    vertices += mesh.positions.length / 3;
    corners += mesh.indices.length;
  }
  const positions = new Int32Array(vertices * 3);
  const normals = new Float32Array(vertices * 3);
  // Compared as bits: a vertex is itself even where a number is not a number or -0.
  const normalBits = new Int32Array(normals.buffer);
  const colours = meshes.some((mesh) => mesh.colours) ? new Uint8Array(vertices * 4) : undefined;
  const colourBits = colours && new Int32Array(colours.buffer);
  const texcoords = meshes.some((mesh) => mesh.texcoords) ? new Float32Array(vertices * 2) : undefined;
  const texcoordBits = texcoords && new Int32Array(texcoords.buffer);
  const indices = new Uint32Array(corners);
  const groups: MeshGroup[] = [];

  let size = 16;
  while (size * FILL < vertices) size *= 2;
  const mask = size - 1;
  // Number of a vertex + 1: 0 is an empty place.
  const table = new Uint32Array(size);
  const renumbered = meshes.map((mesh) => new Uint32Array(mesh.positions.length / 3));
  const materials = [...new Set(meshes.flatMap((mesh) => mesh.groups.map((group) => group.material)))].toSorted(
    (one, other) => one - other,
  );

  let count = 0;
  let corner = 0;
  for (const material of materials) {
    const start = corner;
    const first = count;
    for (let which = 0; which < meshes.length; which++) {
      const mesh = meshes[which]!;
      const numbers = renumbered[which]!;
      const meshPositions = mesh.positions;
      const meshNormals = mesh.normals;
      const meshColours = mesh.colours;
      const meshTexcoords = mesh.texcoords;
      for (const group of mesh.groups) {
        if (group.material !== material) continue;
        const end = group.start + group.count;
        for (let at = group.start; at < end; at++) {
          const vertex = mesh.indices[at]!;
          let number = numbers[vertex]!;
          if (number === 0) {
            // Written behind the last vertex, compared in place, and kept if it is new.
            const x = meshPositions[vertex * 3]!;
            const y = meshPositions[vertex * 3 + 1]!;
            const z = meshPositions[vertex * 3 + 2]!;
            positions[count * 3] = x;
            positions[count * 3 + 1] = y;
            positions[count * 3 + 2] = z;
            normals[count * 3] = meshNormals[vertex * 3]!;
            normals[count * 3 + 1] = meshNormals[vertex * 3 + 1]!;
            normals[count * 3 + 2] = meshNormals[vertex * 3 + 2]!;
            if (colours)
              for (let c = 0; c < 4; c++) colours[count * 4 + c] = meshColours ? meshColours[vertex * 4 + c]! : 255;
            if (texcoords) {
              texcoords[count * 2] = meshTexcoords ? meshTexcoords[vertex * 2]! : 0;
              texcoords[count * 2 + 1] = meshTexcoords ? meshTexcoords[vertex * 2 + 1]! : 0;
            }
            let place = hash(x, y, z) & mask;
            for (;;) {
              number = table[place]!;
              if (number === 0) {
                table[place] = number = ++count;
                break;
              }
              const known = number - 1;
              if (
                // Those before the first belong to another material.
                known >= first &&
                positions[known * 3] === x &&
                positions[known * 3 + 1] === y &&
                positions[known * 3 + 2] === z &&
                normalBits[known * 3] === normalBits[count * 3] &&
                normalBits[known * 3 + 1] === normalBits[count * 3 + 1] &&
                normalBits[known * 3 + 2] === normalBits[count * 3 + 2] &&
                (!colourBits || colourBits[known] === colourBits[count]) &&
                (!texcoordBits ||
                  (texcoordBits[known * 2] === texcoordBits[count * 2] &&
                    texcoordBits[known * 2 + 1] === texcoordBits[count * 2 + 1]))
              )
                break;
              place = (place + 1) & mask;
            }
            numbers[vertex] = number;
          }
          indices[corner++] = number - 1;
        }
      }
    }
    if (corner > start) groups.push({ material, start, count: corner - start });
  }
  return {
    positions: positions.slice(0, count * 3),
    normals: normals.slice(0, count * 3),
    ...(colours && { colours: colours.slice(0, count * 4) }),
    ...(texcoords && { texcoords: texcoords.slice(0, count * 2) }),
    indices,
    groups,
  };
}

/** Mixes three coordinates so well that neighbours on the grid lie far apart in the table. */
export function hash(x: number, y: number, z: number): number {
  let mixed = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(z, 0xc2b2ae3d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
