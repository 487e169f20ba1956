import type { Material } from './source.ts';
import type { TileMesh } from './tilemesh.ts';

/** Pixels in memory, sRGB or linear as the texture that they are for demands; rows from the upper edge. */
export interface Picture {
  width: number;
  height: number;
  /** 4 only where some pixel is not opaque. */
  channels: 3 | 4;
  pixels: Uint8Array;
}

export type TextureSlot =
  'baseColourTexture' | 'metallicRoughnessTexture' | 'normalTexture' | 'occlusionTexture' | 'emissiveTexture';

/** A material of a tile: as that of the scan, with its textures numbers of the tile's own pictures. */
export type TileMaterial = Omit<Material, TextureSlot | 'name'> & {
  [slot in TextureSlot]?: TileTexture;
};

export interface TileTexture {
  /** Number of the picture within the tile. */
  picture: number;
  wrap: 'repeat' | 'mirror' | 'clamp';
}

/** What one tile shows: its mesh, whose groups' materials are numbers of `materials`, with the pictures these have. */
export interface TileSurface {
  mesh: TileMesh;
  materials: TileMaterial[];
  pictures: Picture[];
}
