import type { Axis } from './source.ts';

/** What is given to the child process that makes a twin of a scan. */
export interface MeshTask {
  /** The original: a mesh, or a ZIP of a mesh with its materials and pictures. */
  source: string;
  /** Its name as it came. */
  name: string;
  /**
   * Where it works and leaves what it made, on the disk of the derivatives. A task that was ended goes on from what lies
   * there; nobody else writes to it.
   */
  folder: string;
  /** What the curator says, where it overrules the file. */
  frame?: { unit?: number; up?: Axis };
  settings: MeshSettings;
  /** Threads to work with. */
  threads: number;
  /** Bytes that stay free on the folder's disk: more is needed, so LimitError. Default: 0. */
  reserve?: number;
}

export interface MeshSettings {
  /** Triangles of a leaf, about: more make fewer, larger tiles. */
  leafTriangles: number;
  /** `small`: Draco; `fast`: meshopt (EXT_meshopt_compression), a third larger and many times faster to decode. */
  profile: 'small' | 'fast';
  /** Of the textures' WebP, 1…100. */
  textureQuality: number;
  /** Steps of the grid within the mean length of an edge: more make finer positions and larger tiles. */
  stepsPerEdge: number;
}

export interface MeshProgress {
  step: 'reading' | 'partition' | 'borders' | 'tiling' | 'preview';
  /** 0…1 of the whole task; it never falls. */
  fraction: number;
}

/** The files are names in the task's folder. */
export interface MeshReport {
  kind: 'mesh';
  mediaType: string;
  /** A 3D Tiles archive (3TZ): tileset.json and all that it names. */
  tileset: string;
  /** A plain GLB of bounded size. */
  model: string;
  /** Where its defects are, as JSON: `MeshDefects`. */
  defects: string;
  /** The pyramid of the poster: page 1 of the asset, as that of an image. */
  poster: { file: string; width: number; height: number; bytes: number };
  technical: MeshTechnical;
  /** Sentences for the curator. */
  warnings: string[];
}

/** What is told of a scan. Lengths in metres, areas and volumes in their powers. */
export interface MeshTechnical {
  triangles: number;
  vertices: number;
  parts: number;
  /** Surfaces that do not touch; absent where there are too many to tell apart. */
  pieces?: number;
  /** Width, height and depth with y up. */
  size: [number, number, number];
  area: number;
  /** Only of a closed surface. */
  volume?: number;
  closed: boolean;
  materials: number;
  /** Pixels of all textures. */
  texturePixels: number;
  colours: boolean;
  /** Metres of one unit of the file, its upward axis, and who says so. */
  unit: number;
  unitFrom: 'file' | 'guess' | 'curator';
  up: Axis;
  upFrom: 'file' | 'guess' | 'curator';
  /** Code of a finding → how often. */
  defects: Record<string, number>;
  /** Of the tiles: levels of detail, their number, their bytes. */
  levels: number;
  tiles: number;
  tileBytes: number;
}
