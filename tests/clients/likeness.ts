import type { Drawing } from './draw-scan.ts';
import { linearOf } from './read-scan.ts';
import type { Box, Screen } from './screen.ts';

/** How like what was to be seen a screen is. */
export interface Likeness {
  /** Pixels of either silhouette that are further than two pixels from the other, as a part of the expected one. */
  strays: number;
  /** Mean difference between the shares of red, green and blue in the light of small squares. */
  hue: number;
}

interface Mask {
  width: number;
  height: number;
  covered: Uint8Array;
}

/** Pixels: edges are drawn smoothly, and coarser tiles have simpler ones. */
const NEAR = 2;
/** Of a shadow, from the background. */
const LEAST_DIFFERENCE = 3;
/** Pixels of a square. */
const SQUARE = 12;

export interface Comparing {
  /** First moves the drawing to where the scan is seen, for pages that say how large they show it but not where. */
  aligned?: boolean;
  /**
   * Part of white light that rough things mirror whatever their colour, 0.01 of a dielectric: of dark ones it is much of what is
   * seen. Tone mapping may take it away again.
   */
  gloss?: number;
}

/** Compares a part of the screen, as large as the drawing, with it. */
export function likenessOf(
  screen: Screen,
  within: Box,
  drawing: Drawing,
  { aligned = false, gloss = 0 }: Comparing = {},
): Likeness {
  const seen = silhouetteOf(screen, within);
  const meant = aligned ? moved(drawing, seen) : drawing;
  const area = meant.covered.reduce((sum, one) => sum + one, 0);
  return { strays: (outside(seen, meant) + outside(meant, seen)) / area, hue: hueApart(screen, within, meant, gloss) };
}

/** What is not of the colour of the left upper corner. */
function silhouetteOf(screen: Screen, { x, y, width, height }: Box): Mask {
  const ground = screen.at(x, y);
  const covered = Uint8Array.from({ length: width * height }, (_, at) => {
    const colour = screen.at(x + (at % width), y + Math.floor(at / width));
    return colour.some((value, channel) => Math.abs(value - ground[channel]!) > LEAST_DIFFERENCE) ? 1 : 0;
  });
  return { width, height, covered };
}

function middleOf({ width, covered }: Mask): { x: number; y: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [at, one] of covered.entries()) {
    if (one === 0) continue;
    left = Math.min(left, at % width);
    right = Math.max(right, at % width);
    top = Math.min(top, Math.floor(at / width));
    bottom = Math.max(bottom, Math.floor(at / width));
  }
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function moved({ width, height, covered, colours }: Drawing, seen: Mask): Drawing {
  const [from, to] = [middleOf({ width, height, covered }), middleOf(seen)];
  const by = Math.round(to.y - from.y) * width + Math.round(to.x - from.x);
  return {
    width,
    height,
    covered: covered.map((_, at) => covered[at - by] ?? 0),
    colours: colours.map((_, at) => colours[at - by * 3] ?? 0),
  };
}

/** Pixels of a mask that are not near another. */
function outside({ width, covered }: Mask, other: Mask): number {
  let count = 0;
  for (const [at, one] of covered.entries())
    if (one === 1 && !isNear(other, at % width, Math.floor(at / width))) count++;
  return count;
}

function isNear({ width, height, covered }: Mask, x: number, y: number): boolean {
  for (let row = Math.max(0, y - NEAR); row <= Math.min(height - 1, y + NEAR); row++)
    for (let column = Math.max(0, x - NEAR); column <= Math.min(width - 1, x + NEAR); column++)
      if (covered[row * width + column] === 1) return true;
  return false;
}

function hueApart(screen: Screen, within: Box, { width, height, covered, colours }: Drawing, gloss: number): number {
  const differences: number[] = [];
  for (let top = 0; top + SQUARE <= height; top += SQUARE)
    for (let left = 0; left + SQUARE <= width; left += SQUARE) {
      const meant = [0, 0, 0];
      const seen = [0, 0, 0];
      let pixels = 0;
      for (let row = top; row < top + SQUARE; row++)
        for (let column = left; column < left + SQUARE; column++) {
          const at = row * width + column;
          if (covered[at] === 0) continue;
          pixels++;
          const shown = screen.at(within.x + column, within.y + row);
          for (let channel = 0; channel < 3; channel++) {
            meant[channel]! += colours[at * 3 + channel]! + gloss;
            seen[channel]! += linearOf(shown[channel]! / 255);
          }
        }
      if (pixels < SQUARE ** 2) continue;
      const [all, light] = [sum(meant), sum(seen)];
      differences.push(Math.max(...meant.map((value, channel) => Math.abs(value / all - seen[channel]! / light))));
    }
  return sum(differences) / differences.length;
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
