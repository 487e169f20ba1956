import type { Grid } from '../grid.ts';
import type { Material } from '../source.ts';
import type { MeshSettings } from '../task.ts';
import { classesOf } from '../textures/classes.ts';
import type { MaterialClasses } from '../textures/classes.ts';
import { isTextured } from '../textures/tile-material.ts';
import { TexelReader } from '../textures/texel-reader.ts';
import type { TexelStore } from '../textures/texel-store.ts';

/** What is the same for all tiles of a scan: small, or shared by all threads. */
export interface TileContext {
  folder: string;
  grid: Grid;
  depth: number;
  settings: MeshSettings;
  materials: readonly Material[];
  /** Of the textures; none where nothing is textured. */
  texels: TexelStore;
  /** Table of the places that leaves share. */
  shared: SharedArrayBuffer;
}

/** Whether tiles have pictures of their own, which coarser levels have to be given anew. */
export const isTexturedScan = ({ materials }: Pick<TileContext, 'materials'>): boolean => materials.some(isTextured);

let opened: { key: string; texels: TexelReader; classes: MaterialClasses } | undefined;

/** This thread's reader of the textures, kept from tile to tile. */
export function texturesOf({ folder, materials, texels }: TileContext): {
  texels: TexelReader;
  classes: MaterialClasses;
} {
  if (opened?.key !== folder) {
    opened?.texels[Symbol.dispose]();
    opened = { key: folder, texels: new TexelReader(texels), classes: classesOf(materials) };
  }
  return opened;
}
