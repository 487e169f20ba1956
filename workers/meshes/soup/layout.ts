/**
 * What a record of a triangle holds, in words of 32 bits: its head (the positions of three corners: in the soup nine
 * floats, in buckets three keys), then for three corners each what there is of normals (octahedral), colours (a word),
 * texture coordinates (u, v), and at last its material.
 */
export interface Layout {
  normals: boolean;
  colours: boolean;
  texcoords: boolean;
  /** False: all triangles have material 0. */
  materials: boolean;
}

/** In words from the record's start; of an attribute that is not there, the place where it would be. */
export interface Places {
  normals: number;
  colours: number;
  texcoords: number;
  material: number;
  words: number;
}

export const SOUP_HEAD = 9;
export const BUCKET_HEAD = 6;

export function placesOf(layout: Layout, head: number): Places {
  const colours = head + (layout.normals ? 3 : 0);
  const texcoords = colours + (layout.colours ? 3 : 0);
  const material = texcoords + (layout.texcoords ? 6 : 0);
  return { normals: head, colours, texcoords, material, words: material + (layout.materials ? 1 : 0) };
}

export const widened = (one: Layout, other: Layout): Layout => ({
  normals: one.normals || other.normals,
  colours: one.colours || other.colours,
  texcoords: one.texcoords || other.texcoords,
  materials: one.materials || other.materials,
});

export const sameLayout = (one: Layout, other: Layout): boolean => placesKey(one) === placesKey(other);

const placesKey = ({ normals, colours, texcoords, materials }: Layout): string =>
  [normals, colours, texcoords, materials].join();
