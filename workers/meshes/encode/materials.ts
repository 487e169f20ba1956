import type { TileMaterial, TileTexture } from '../surface.ts';
import type { GltfDocument } from './document.ts';

const WRAPS = { repeat: 10_497, mirror: 33_648, clamp: 33_071 } as const;
const LINEAR = 9729;
const LINEAR_MIPMAP_LINEAR = 9987;

/** Adds a material (glTF 2.0, 3.9); what is the default is left out. `images`: numbers of the document's for the tile's pictures. */
export function addMaterial(document: GltfDocument, material: TileMaterial, images: readonly Image[]): number {
  const texture = (slot: TileTexture | undefined): { index: number } | undefined =>
    slot && { index: addTexture(document, images[slot.picture]!, slot.wrap) };
  const { baseColour, metallic, roughness, emissive, alphaMode, alphaCutoff, doubleSided, unlit } = material;
  const baseColorTexture = texture(material.baseColourTexture);
  const metallicRoughnessTexture = texture(material.metallicRoughnessTexture);
  const normalTexture = texture(material.normalTexture);
  const occlusionTexture = texture(material.occlusionTexture);
  const emissiveTexture = texture(material.emissiveTexture);
  if (unlit) document.use('KHR_materials_unlit');
  return document.addOnce('materials', {
    pbrMetallicRoughness: {
      ...(baseColour.some((value) => value !== 1) && { baseColorFactor: baseColour }),
      ...(baseColorTexture && { baseColorTexture }),
      metallicFactor: metallic,
      roughnessFactor: roughness,
      ...(metallicRoughnessTexture && { metallicRoughnessTexture }),
    },
    ...(normalTexture && { normalTexture }),
    ...(occlusionTexture && { occlusionTexture }),
    ...(emissiveTexture && { emissiveTexture }),
    ...(emissive.some((value) => value !== 0) && { emissiveFactor: emissive }),
    ...(alphaMode !== 'OPAQUE' && { alphaMode }),
    ...(alphaMode === 'MASK' && { alphaCutoff }),
    ...(doubleSided && { doubleSided }),
    ...(unlit && { extensions: { KHR_materials_unlit: {} } }),
  });
}

/** A picture in the document, and whether only those can show it who know WebP. */
export interface Image {
  number: number;
  webp: boolean;
}

function addTexture(document: GltfDocument, { number, webp }: Image, wrap: TileTexture['wrap']): number {
  const sampler = document.addOnce('samplers', {
    magFilter: LINEAR,
    minFilter: LINEAR_MIPMAP_LINEAR,
    wrapS: WRAPS[wrap],
    wrapT: WRAPS[wrap],
  });
  if (!webp) return document.addOnce('textures', { sampler, source: number });
  document.require('EXT_texture_webp');
  return document.addOnce('textures', { sampler, extensions: { EXT_texture_webp: { source: number } } });
}
