import { DamagedError } from '../errors.ts';
import { defectsKey } from '../derivatives/keys.ts';
import type { Storage } from '../storage/storage.ts';

/** x, y, z in metres, in the frame of the model and the tiles. */
export type Place = [x: number, y: number, z: number];

/** A line where the surface ends: around a hole, or its rim. */
export interface Border {
  /** It comes back to where it began. */
  closed: boolean;
  edges: number;
  /** Metres, of all its edges. */
  length: number;
  /** Some of its places in their order, the first not said again. */
  places: Place[];
  /** Which way the surface looks there, of length 1; absent where that is not known. */
  normal?: Place;
}

/** Edges of more than two triangles that hang together. */
export interface Crowd {
  edges: number;
  length: number;
  place: Place;
  normal?: Place;
}

/** Triangles that hang together, apart from all others. */
export interface Piece {
  triangles: number;
  /** Square metres. */
  area: number;
  min: Place;
  max: Place;
  /** One of its corners. */
  place: Place;
}

/** Where the defects of a scan are: of each kind the largest, and how many there are in all. */
export interface MeshDefects {
  /** Absent where its triangles hang together too little to follow any. */
  borders?: { count: number; longest: Border[] };
  crowds: Crowd[];
  /** Absent where there are too many to tell apart. */
  pieces?: { count: number; largest: Piece[] };
}

/** Undefined of twins that were made before anybody looked. Throws DamagedError. */
export async function readDefects(
  storage: Pick<Storage, 'read' | 'stat'>,
  asset: string,
  generation: number,
): Promise<MeshDefects | undefined> {
  const key = defectsKey(asset, generation);
  const file = await storage.stat(key);
  if (!file) return undefined;
  const bytes = await storage.read(key, 0, file.size);
  try {
    return JSON.parse(bytes.toString('utf8')) as MeshDefects;
  } catch (cause) {
    throw new DamagedError(`${key} is not as it was written.`, { cause });
  }
}
