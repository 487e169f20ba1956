import type { SoupSummary } from '../soup/summary.ts';
import type { Material } from '../source.ts';
import type { TextureSlot } from '../surface.ts';
import { SLOTS } from '../textures/texel-store.ts';
import { FAN_OUT } from '../tree.ts';

/** Texels of a leaf, about: what a phone loads and keeps without noticing. */
const LEAF_TEXELS = 2048 ** 2;
/** Leaves of fewer triangles than this are not worth a request of their own. */
const LEAST_TRIANGLES = 64;

/**
 * The first picture is to be there at once: at most 200 kB. Triangles of the coarsest level of rough scans take 3.9 bytes
 * each, those with texture coordinates 5; the root's picture, of so many pixels across, takes about half.
 */
export const ROOT_TRIANGLES = { plain: 45_000, textured: 25_000 };
export const ROOT_PICTURE = 640;

/** Texels of the materials' largest textures that the triangles show. */
export function texelsOf({ materials, textureAreas }: Pick<SoupSummary, 'materials' | 'textureAreas'>): number {
  return materials.reduce((sum, material, number) => {
    const largest = Math.max(0, ...SLOTS.map((slot) => pixelsOf(material, slot)));
    return sum + largest * Math.min(1, textureAreas[number]!);
  }, 0);
}

/** Pixels of all textures, each counted once. */
export function texturePixels(materials: readonly Material[]): number {
  const files = new Map(
    materials.flatMap((material) => SLOTS.map((slot) => [material[slot]?.path, pixelsOf(material, slot)] as const)),
  );
  return [...files.values()].reduce((sum, pixels) => sum + pixels, 0);
}

const pixelsOf = (material: Material, slot: TextureSlot): number =>
  (material[slot]?.width ?? 0) * (material[slot]?.height ?? 0);

/**
 * Levels below the root that there are at least: leaves of about LEAF_TEXELS, and one above them where there are more than a quarter of that,
 * or more triangles than the first picture is to have. Not for fewer texels: four leaves that show the same textures have each of them.
 */
export function minimumDepth(texels: number, triangles: number): number {
  const wanted = Math.ceil(Math.log(texels / LEAF_TEXELS) / Math.log(FAN_OUT));
  const first = ROOT_TRIANGLES[texels > 0 ? 'textured' : 'plain'];
  const coarser = texels > LEAF_TEXELS / FAN_OUT || triangles > first ? 1 : 0;
  const most = Math.max(1, Math.floor(Math.log(triangles / LEAST_TRIANGLES) / Math.log(FAN_OUT)));
  return Math.max(0, Math.min(most, Math.max(coarser, wanted)));
}
