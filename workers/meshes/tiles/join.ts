import { mergeMeshes } from '../simplify/merge.ts';
import type { Picture, TileMaterial, TileSurface } from '../surface.ts';
import { SLOTS } from '../textures/texel-store.ts';
import type { TileMesh } from '../tilemesh.ts';

/** Several surfaces as one, in which each keeps materials and pictures of its own. */
export function joinSurfaces(surfaces: readonly TileSurface[]): TileSurface {
  const materials: TileMaterial[] = [];
  const pictures: Picture[] = [];
  const meshes = surfaces.map((surface): TileMesh => {
    const { mesh } = surface;
    const first = materials.length;
    materials.push(...surface.materials.map((material) => renumbered(material, pictures.length)));
    pictures.push(...surface.pictures);
    return { ...mesh, groups: mesh.groups.map((group) => ({ ...group, material: group.material + first })) };
  });
  return { mesh: mergeMeshes(meshes), materials, pictures };
}

function renumbered(material: TileMaterial, first: number): TileMaterial {
  const changed = { ...material };
  for (const slot of SLOTS) {
    const texture = material[slot];
    if (texture) changed[slot] = { ...texture, picture: texture.picture + first };
  }
  return changed;
}
