import type { Material } from '../source.ts';

/**
 * What surfaces without a material get. Seen from both sides, as these formats know no sides and scans have holes; without
 * a highlight of its own, which would be nobody's intention.
 */
export const PLAIN_MATERIAL: Material = {
  name: '',
  baseColour: [1, 1, 1, 1],
  metallic: 0,
  roughness: 1,
  emissive: [0, 0, 0],
  alphaMode: 'OPAQUE',
  alphaCutoff: 0.5,
  doubleSided: true,
  unlit: false,
};
