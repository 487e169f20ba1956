import type { Primitive } from './tile.ts';
import type { Tile } from './tileset.ts';

/** Errors fall from every tile to its children, and end at nothing. */
export function checkErrors(tile: Tile, place = 'root'): string[] {
  const own = tile.children.length === 0 && tile.geometricError !== 0 ? [`${place}: a leaf's error is not 0`] : [];
  return tile.children.reduce(
    (problems, child, index) => [
      ...problems,
      ...(child.geometricError < tile.geometricError ? [] : [`${place}/${index}: its error is not below its parent's`]),
      ...checkErrors(child, `${place}/${index}`),
    ],
    own,
  );
}

/** Boxes hold those of their children; all of ours have axes along those of the world. */
export function checkNesting(tile: Tile, place = 'root'): string[] {
  return tile.children.flatMap((child, index) => [
    ...(holds(tile.box, corners(child.box)) ? [] : [`${place}/${index}: its box is not within its parent's`]),
    ...checkNesting(child, `${place}/${index}`),
  ]);
}

/** Every vertex of a tile lies in its box and in those of the tiles above it. */
export function checkVertices({ box, uri }: Tile, primitives: readonly Primitive[]): string[] {
  const outside = primitives.reduce((sum, { positions }) => sum + countOutside(box, positions), 0);
  return outside === 0 ? [] : [`${uri}: ${outside} vertices lie outside of its box`];
}

function countOutside(box: readonly number[], positions: Float64Array): number {
  let outside = 0;
  for (let at = 0; at < positions.length; at += 3)
    if (!holds(box, [[positions[at]!, positions[at + 1]!, positions[at + 2]!]])) outside++;
  return outside;
}

/** A box's own numbers are rounded to 64 bits: as much is forgiven. */
function holds(box: readonly number[], points: readonly (readonly number[])[]): boolean {
  return points.every((point) =>
    [3, 7, 11].every((half, axis) => {
      const slack = (Math.abs(box[axis]!) + Math.abs(box[half]!)) * 1e-12;
      return Math.abs(point[axis]! - box[axis]!) <= Math.abs(box[half]!) + slack;
    }),
  );
}

function corners(box: readonly number[]): number[][] {
  return [-1, 1].map((sign) => [3, 7, 11].map((half, axis) => box[axis]! + sign * box[half]!));
}
