import type { TileSurface } from '../surface.ts';

/**
 * Texels per step of the grid (along a line) of the textures of surfaces: the root of the texels shown over the area. Base
 * colours count, other textures where there are none. 0 where nothing is textured.
 */
export function densityOf(surfaces: readonly TileSurface[]): number {
  let [texels, area] = [0, 0];
  for (const { mesh, materials, pictures } of surfaces) {
    const { positions, texcoords, indices, groups } = mesh;
    if (!texcoords) continue;
    for (const { material, start, count } of groups) {
      const { baseColourTexture, metallicRoughnessTexture, occlusionTexture, emissiveTexture } = materials[material]!;
      const texture = baseColourTexture ?? emissiveTexture ?? metallicRoughnessTexture ?? occlusionTexture;
      const picture = texture && pictures[texture.picture];
      if (!picture) continue;
      let square = 0;
      for (let i = start; i < start + count; i += 3) {
        const [a, b, c] = [indices[i]!, indices[i + 1]!, indices[i + 2]!];
        const [u, v] = [texcoords[a * 2]!, texcoords[a * 2 + 1]!];
        const own = Math.abs(
          (texcoords[b * 2]! - u) * (texcoords[c * 2 + 1]! - v) - (texcoords[c * 2]! - u) * (texcoords[b * 2 + 1]! - v),
        );
        // Triangles to which no texels were given say nothing of how fine the others are.
        if (own === 0) continue;
        square += own;
        area += twiceArea(positions, a * 3, b * 3, c * 3);
      }
      texels += square * picture.width * picture.height;
    }
  }
  return area > 0 ? Math.sqrt(texels / area) : 0;
}

/** Of the triangle whose corners' coordinates begin at a, b, c. */
export function twiceArea(positions: Int32Array, a: number, b: number, c: number): number {
  const ux = positions[b]! - positions[a]!;
  const uy = positions[b + 1]! - positions[a + 1]!;
  const uz = positions[b + 2]! - positions[a + 2]!;
  const vx = positions[c]! - positions[a]!;
  const vy = positions[c + 1]! - positions[a + 1]!;
  const vz = positions[c + 2]! - positions[a + 2]!;
  return Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
}
