import { ARCHIVE_FOLDER, tilePath } from '../../manifests/derivatives/paths.ts';
import { levelsOf, TILE_SIZE, tileSizeAt } from '../../manifests/derivatives/levels.ts';
import type { Size } from '../../manifests/derivatives/levels.ts';

export interface TilePath {
  path: string;
  level: number;
  column: number;
  row: number;
  /** Cut by the image's right or lower edge. */
  isEdge: boolean;
}

/** Every tile that info.json advertises, by the path that viewers ask for. */
export function allTiles(image: Size, prefix: string): TilePath[] {
  const tiles: TilePath[] = [];
  for (const [index, level] of levelsOf(image).entries()) {
    for (let row = 0; row < level.rows; row++) {
      for (let column = 0; column < level.columns; column++) {
        const size = tileSizeAt(level, column, row);
        tiles.push({
          path: prefix + tilePath(image, level, column, row).slice(ARCHIVE_FOLDER.length),
          level: index,
          column,
          row,
          isEdge: size.width < TILE_SIZE || size.height < TILE_SIZE,
        });
      }
    }
  }
  return tiles;
}
