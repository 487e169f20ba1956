import type { Material } from '../source.ts';
import type { TileMesh } from '../tilemesh.ts';
import { SLOTS } from './texel-store.ts';

/**
 * Texels of their largest texture that a mesh's triangles show, for each material at most those that it has: about what
 * `cutLeaf` makes of it, less borders and gaps.
 */
export function texelArea({ indices, texcoords, groups }: TileMesh, materials: readonly Material[]): number {
  if (!texcoords) return 0;
  const areas = new Map<number, number>();
  for (const { material, start, count } of groups) {
    let area = areas.get(material) ?? 0;
    for (let i = start; i < start + count; i += 3) {
      const [a, b, c] = [indices[i]! * 2, indices[i + 1]! * 2, indices[i + 2]! * 2];
      const [u, v] = [texcoords[a]!, texcoords[a + 1]!];
      const cross = (texcoords[b]! - u) * (texcoords[c + 1]! - v) - (texcoords[c]! - u) * (texcoords[b + 1]! - v);
      area += Math.abs(cross) / 2;
    }
    areas.set(material, area);
  }
  let texels = 0;
  for (const [material, area] of areas) {
    const sizes = SLOTS.map((slot) => materials[material]?.[slot]);
    texels += Math.min(1, area) * Math.max(...sizes.map((file) => (file ? file.width * file.height : 0)));
  }
  return texels;
}
