import { join } from 'node:path';
import type { MeshDefects, Place } from '../../../manifests/meshes/defects.ts';
import type { Grid } from '../grid.ts';
import { writeWhole } from '../stage.ts';
import type { Defects } from './defects.ts';

const NAME = 'defects.json';

/** Writes where the defects are, in metres, and gives the file's name in the folder. */
export function writeDefects(folder: string, found: Defects, grid: Grid): string {
  writeWhole(join(folder, NAME), JSON.stringify(inMetres(found, grid)));
  return NAME;
}

export function inMetres({ loops, crowds, pieces }: Defects, { step, origin }: Grid): MeshDefects {
  const place = (at: Readonly<Place>): Place => [
    at[0] * step + origin[0],
    at[1] * step + origin[1],
    at[2] * step + origin[2],
  ];
  return {
    ...(loops && {
      borders: {
        count: loops.count,
        longest: loops.longest.map(({ closed, edges, length, places, normal }) => ({
          closed,
          edges,
          length: length * step,
          places: places.map(place),
          ...directionOf(normal),
        })),
      },
    }),
    crowds: crowds.map(({ edges, length, place: at, normal }) => ({
      edges,
      length: length * step,
      place: place(at),
      ...directionOf(normal),
    })),
    ...(pieces && {
      pieces: {
        count: pieces.count,
        largest: pieces.largest.map(({ triangles, area, min, max, place: at }) => ({
          triangles,
          area: area * step ** 2,
          min: place(min),
          max: place(max),
          place: place(at),
        })),
      },
    }),
  };
}

function directionOf(normal: Readonly<Place>): { normal?: Place } {
  const length = Math.hypot(...normal);
  return length > 0 ? { normal: normal.map((value) => Number((value / length).toFixed(4))) as Place } : {};
}
