import OpenSeadragon from 'openseadragon';

/** What OpenSeadragon's drawer calls on itself, and its types leave out. */
type DrawTile = (tile: OpenSeadragon.Tile, ...rest: unknown[]) => void;
const inherited = OpenSeadragon.CanvasDrawer.prototype as unknown as { _drawTile: DrawTile };

/**
 * Draws every tile on whole screen pixels, edge to edge. OpenSeadragon's own canvas drawer makes each tile one pixel larger
 * to hide the seams between them (openseadragon#1722), so that at full size the picture is blurred and the last column and
 * row of every tile are covered by the next one.
 */
export class ExactDrawer extends OpenSeadragon.CanvasDrawer {
  override getType(): string {
    return 'canvas';
  }

  /** Turned askew, edges fall between pixels, and seams would show. */
  minimumOverlapRequired(): boolean {
    return !this.#isStraight();
  }

  _drawTile(tile: OpenSeadragon.Tile, ...rest: unknown[]): void {
    if (this.#isStraight()) snap(tile);
    inherited._drawTile.call(this, tile, ...rest);
  }

  #isStraight(): boolean {
    return this.viewport.getRotation(true) % 180 === 0;
  }
}

function snap(tile: OpenSeadragon.Tile): void {
  const { position, size } = tile as unknown as { position: OpenSeadragon.Point; size: OpenSeadragon.Point };
  const first = whole(position);
  Object.assign(tile, { position: first, size: whole(position.plus(size)).minus(first) });
}

/** The nearest point between screen pixels, which on dense screens are smaller than CSS pixels. */
function whole(point: OpenSeadragon.Point): OpenSeadragon.Point {
  const density = OpenSeadragon.pixelDensityRatio;
  return point.times(density).apply(Math.round).divide(density);
}
