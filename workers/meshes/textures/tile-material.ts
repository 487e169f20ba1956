import type { Material } from '../source.ts';
import type { TileMaterial } from '../surface.ts';
import { SLOTS } from './texel-store.ts';

/** A material without its textures, as tiles have it. */
export function untextured(material: Material | TileMaterial): TileMaterial {
  const { baseColour, metallic, roughness, emissive, alphaMode, alphaCutoff, doubleSided, unlit } = material;
  return { baseColour, metallic, roughness, emissive, alphaMode, alphaCutoff, doubleSided, unlit };
}

export const isTextured = (material: Material | TileMaterial): boolean =>
  SLOTS.some((slot) => material[slot] !== undefined);
