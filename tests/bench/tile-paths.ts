import { levelsOf, TILE_SIZE, tileRegion, tileSizeAt } from '../../manifests/derivatives/levels.ts';
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
        const { x, y, width, height } = tileRegion(image, level, column, row);
        const size = tileSizeAt(level, column, row);
        tiles.push({
          path: `${prefix}/${x},${y},${width},${height}/${size.width},${size.height}/0/default.jpg`,
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
