import type { Primitive } from './primitive.ts';

/**
 * The direction of growing u at each vertex, and on which side of it v grows: what a normal map is told in (glTF 2.0,
 * 3.7.2.1). Sums over the faces around a vertex (Lengyel, "Computing tangent space basis vectors", 2001); charts that are
 * mirrored have vertices of their own. Four numbers per vertex.
 */
export function tangentsOf({ positions, normals, indices }: Primitive, texcoords: Float32Array): Float32Array {
  const vertices = positions.length / 3;
  const sums = new Float64Array(vertices * 3);
  const sides = new Float64Array(vertices);
  for (let at = 0; at < indices.length; at += 3) {
    const a = indices[at]!;
    const b = indices[at + 1]!;
    const c = indices[at + 2]!;
    const bu = texcoords[b * 2]! - texcoords[a * 2]!;
    const bv = texcoords[b * 2 + 1]! - texcoords[a * 2 + 1]!;
    const cu = texcoords[c * 2]! - texcoords[a * 2]!;
    const cv = texcoords[c * 2 + 1]! - texcoords[a * 2 + 1]!;
    const side = Math.sign(bu * cv - cu * bv);
    for (let axis = 0; axis < 3; axis++) {
      const along = positions[b * 3 + axis]! - positions[a * 3 + axis]!;
      const other = positions[c * 3 + axis]! - positions[a * 3 + axis]!;
      const tangent = (along * cv - other * bv) * side;
      sums[a * 3 + axis]! += tangent;
      sums[b * 3 + axis]! += tangent;
      sums[c * 3 + axis]! += tangent;
    }
    sides[a]! += side;
    sides[b]! += side;
    sides[c]! += side;
  }
  const tangents = new Float32Array(vertices * 4);
  for (let vertex = 0; vertex < vertices; vertex++) {
    const [x, y, z] = upright(sums, normals, vertex * 3);
    // glTF's v grows downwards, so that a picture that is not mirrored has the bitangent against it.
    tangents.set([x, y, z, sides[vertex]! > 0 ? -1 : 1], vertex * 4);
  }
  return tangents;
}

/** The sum at a vertex, made of length 1 and at right angles to the normal; any such direction where there is no sum. */
function upright(sums: Float64Array, normals: Float32Array, at: number): [number, number, number] {
  const [nx, ny, nz] = [normals[at]!, normals[at + 1]!, normals[at + 2]!];
  for (const [x, y, z] of [
    [sums[at]!, sums[at + 1]!, sums[at + 2]!],
    [1, 0, 0],
    [0, 1, 0],
  ] as const) {
    const length = Math.hypot(x, y, z);
    if (length === 0) continue;
    const along = (x * nx + y * ny + z * nz) / length;
    const [tx, ty, tz] = [x / length - along * nx, y / length - along * ny, z / length - along * nz];
    const left = Math.hypot(tx, ty, tz);
    if (left > 1e-3) return [tx / left, ty / left, tz / left];
  }
  return [0, 0, 1];
}
