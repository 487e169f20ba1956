import type { Material } from '../source.ts';
import type { TextureSlot, TileMaterial } from '../surface.ts';
import { isTextured, untextured } from './tile-material.ts';

/**
 * What is left of a scan's materials on coarser levels, where their base colours come from one baked texture: the kinds
 * that must be drawn apart. The groups of a mesh that is to be baked have numbers of `list` for materials.
 */
export interface MaterialClasses {
  list: MaterialClass[];
  /** Number of the class of each of the scan's materials. */
  of: number[];
}

export interface MaterialClass {
  key: string;
  /** Without textures; what is baked is white, as its colour is in the texture. */
  material: TileMaterial;
  /** Whether it is baked. What has no texture stays as it is, with its colour and those of its vertices. */
  baked: boolean;
  /** Textures that it has beside the base colour. */
  slots: TextureSlot[];
}

/**
 * Normal maps are not baked: they are told in the tangents of texture coordinates that coarser levels do not have, and
 * what they show is smaller than what coarser levels show. The geometry's normals stay.
 */
const BAKED: readonly TextureSlot[] = ['metallicRoughnessTexture', 'occlusionTexture', 'emissiveTexture'];

const WHITE = [1, 1, 1, 1] as const;

export function classesOf(materials: readonly Material[]): MaterialClasses {
  const list: MaterialClass[] = [];
  const of = materials.map((material) => {
    const made = classOf(material);
    const known = list.findIndex(({ key }) => key === made.key);
    return known === -1 ? list.push(made) - 1 : known;
  });
  return { list, of };
}

/** The class of a material of the scan, of a leaf, or of what was baked already: it is the same for all three. */
export function classOf(material: Material | TileMaterial): MaterialClass {
  const { normalTexture: _, ...rest } = material;
  const baked = isTextured(rest);
  const plain = untextured(material);
  const own: TileMaterial = baked ? { ...plain, baseColour: WHITE } : plain;
  const slots = BAKED.filter((slot) => material[slot]);
  return { key: JSON.stringify([own, baked, slots]), material: own, baked, slots };
}
