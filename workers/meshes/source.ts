/** What readers tell of a scan, whatever its format: triangles in batches, the materials they have, and what was wrong. */

export interface Triangles {
  count: number;
  /** x, y, z of three corners per triangle, in the units and axes of the file. All finite. */
  positions: Float64Array;
  /** x, y, z of three corners, of any length; 0, 0, 0 where a corner has none. Absent: the file has none. */
  normals?: Float32Array;
  /** u, v of three corners; v grows downwards from the picture's upper edge, as in glTF. */
  texcoords?: Float32Array;
  /** Red, green, blue, alpha of three corners, sRGB, 0…255. */
  colours?: Uint8Array;
  /** What `MeshSink.material` gave. */
  material: number;
}

/** A picture of a material, as a file that sharp can open. */
export interface TextureFile {
  path: string;
  width: number;
  height: number;
  /** How texture coordinates outside of 0…1 are meant (glTF 2.0, 5.26). */
  wrap: 'repeat' | 'mirror' | 'clamp';
  /** Absent: the numbers are as the material means them. */
  adjustment?: Adjustment;
}

/** What is to be done to red, green and blue, 0…255, of a picture of data: value × factor + offset. */
export interface Adjustment {
  factor: readonly [number, number, number];
  offset: readonly [number, number, number];
}

/** As glTF 2.0 has it (3.9): metallic and roughness, all factors linear, colours' textures sRGB. */
export interface Material {
  name: string;
  /** Red, green, blue, alpha, linear, 0…1. */
  baseColour: readonly [number, number, number, number];
  metallic: number;
  roughness: number;
  /** Linear. */
  emissive: readonly [number, number, number];
  alphaMode: 'OPAQUE' | 'MASK' | 'BLEND';
  alphaCutoff: number;
  doubleSided: boolean;
  unlit: boolean;
  baseColourTexture?: TextureFile;
  /** Green is roughness, blue is metalness. */
  metallicRoughnessTexture?: TextureFile;
  normalTexture?: TextureFile;
  occlusionTexture?: TextureFile;
  emissiveTexture?: TextureFile;
}

/** Something about a scan that its curator should know, counted: one sentence per code is told. */
export interface Finding {
  /** Of the kind `degenerate-faces`. */
  code: string;
  count: number;
  /** What was found, what was done about it, and where in the file the first one is. */
  message: string;
}

/** What a reader hands its triangles to. Everything in a batch may be used again by the reader as soon as the call is over. */
export interface MeshSink {
  /** Its number, for the batches that have it. The same material may be told once only. */
  material(material: Material): number;
  triangles(batch: Triangles): void;
  /** Counts of the same code are added up; the first message is kept. */
  finding(finding: Finding): void;
}

export type Axis = 'x' | 'y' | 'z';

/** What the file itself says of its frame; absent where it says nothing. */
export interface MeshHeader {
  mediaType: string;
  /** Metres of one unit. */
  unit?: number;
  up?: Axis;
  /** Named parts: objects, groups, nodes with a mesh. */
  parts: number;
  /** As the file counts them, before anything is dropped or merged. */
  vertices: number;
}

/** One format's reader. Throws UnreadableError with the place in the file (line or byte), LimitError where it is too much. */
export interface MeshReader {
  read(files: MeshFiles, sink: MeshSink, onProgress: (fraction: number) => void): Promise<MeshHeader>;
}

/** A run of bytes of a file on the disk: the whole of it, or an entry that is stored in an archive. */
export interface Bytes {
  path: string;
  start: number;
  length: number;
}

/** A mesh with what it refers to, and nothing outside of that. */
export interface MeshFiles {
  /** As it came, for messages; with the folders above it in its archive. */
  name: string;
  main: Bytes;
  /**
   * What a reference in the main file, or in the file `from`, leads to: percent-decoded, backslashes and letter case
   * forgiven, never outside of the upload. Undefined when it is not there.
   */
  find(reference: string, from?: string): { name: string; bytes: Bytes } | undefined;
  /** An empty folder for what is unpacked or converted. */
  folder: string;
}
