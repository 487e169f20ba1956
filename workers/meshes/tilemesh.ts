/**
 * The mesh of one node of the tree, welded: no two vertices agree in everything. A vertex belongs to one group, so that
 * the border of two materials is a seam like that of two charts of a texture.
 */
export interface TileMesh {
  /** x, y, z per vertex, in steps of the grid. */
  positions: Int32Array;
  /** x, y, z per vertex, of length 1. */
  normals: Float32Array;
  /** Red, green, blue, alpha per vertex, sRGB. */
  colours?: Uint8Array;
  /** u, v per vertex; v grows downwards. Of the source's textures in a leaf; of the tile's own picture after baking. */
  texcoords?: Float32Array;
  /** Three per triangle, counter-clockwise seen from outside. Groups follow each other without gaps. */
  indices: Uint32Array;
  groups: MeshGroup[];
}

export interface MeshGroup {
  material: number;
  /** First of its indices. */
  start: number;
  /** Of its indices: a multiple of 3. */
  count: number;
}

export const vertexCount = ({ positions }: TileMesh): number => positions.length / 3;
export const triangleCount = ({ indices }: TileMesh): number => indices.length / 3;
