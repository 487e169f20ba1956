import { linearOf } from '../../srgb.ts';
import type { Material } from '../source.ts';
import type { MtlMaterial } from './mtl.ts';
import { PLAIN_MATERIAL } from './plain-material.ts';

/**
 * What glTF's metallic-roughness has for an MTL, but for its pictures:
 *
 * - Colours are taken for sRGB, as old programs mean them and three's MTLLoader reads them, and made linear. A black Kd
 *   under a picture would hide it and is taken for white.
 * - `d` is the opacity, else 1 − `Tr`. A surface that would not be seen at all is taken for opaque: MeshLab writes
 *   `Tr 1` for that.
 * - Pr and Pm are glTF's factors. Without Pr, Blinn-Phong's exponent Ns becomes the roughness of equal highlights,
 *   (2 / (Ns + 2))^¼ (Walter 2007, with glTF's α = roughness²); without highlights (Ks black, or illum 0 or 1) it is 1.
 * - Nothing becomes unlit: `illum 0` is written by programs that did not think of it, and light that cannot be turned
 *   on a scan would be a loss.
 */
export function fromMtl(mtl: MtlMaterial): Material {
  const hidden = mtl.maps.diffuse !== undefined && (mtl.diffuse ?? []).every((value) => value === 0);
  const [r, g, b] = linear(hidden ? [1, 1, 1] : (mtl.diffuse ?? [1, 1, 1]));
  const alpha = opacity(mtl);
  const glow = mtl.emissive ?? [0, 0, 0];
  const dark = mtl.maps.emissive !== undefined && glow.every((value) => value === 0);
  return {
    ...PLAIN_MATERIAL,
    name: mtl.name,
    baseColour: [r, g, b, alpha],
    metallic: clamp(mtl.metallic ?? 0),
    roughness: clamp(mtl.roughness ?? roughness(mtl)),
    emissive: linear(dark ? [1, 1, 1] : glow),
    alphaMode: alpha < 1 ? 'BLEND' : 'OPAQUE',
  };
}

/** Whether the file says that the material is not seen at all. */
export const isInvisible = ({ opacity: d, transparency: tr }: MtlMaterial): boolean => clamp(d ?? 1 - (tr ?? 0)) === 0;

function opacity(mtl: MtlMaterial): number {
  return isInvisible(mtl) ? 1 : clamp(mtl.opacity ?? 1 - (mtl.transparency ?? 0));
}

function roughness({ exponent = 0, specular = [0, 0, 0], illumination = 2 }: MtlMaterial): number {
  if (illumination < 2 || specular.every((value) => value <= 0)) return 1;
  return (2 / (Math.max(0, exponent) + 2)) ** 0.25;
}

function linear(colour: readonly number[]): [number, number, number] {
  const [r = 0, g = 0, b = 0] = colour.map((value) => linearOf(clamp(value)));
  return [r, g, b];
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
