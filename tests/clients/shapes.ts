import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { apart } from './chart.ts';
import type { Colour } from './chart.ts';
import type { Placed, Screen, Window } from './screen.ts';

interface Point {
  x: number;
  y: number;
}

/** A figure on a picture, by the corners of its outline; a circle has many. */
export interface Figure {
  svg: string;
  outline: readonly Point[];
}

const polygon = (...corners: [number, number][]): Figure => ({
  svg: `<polygon points="${corners.join(' ')}"/>`,
  outline: corners.map(([x, y]) => ({ x, y })),
});

function ellipse(cx: number, cy: number, rx: number, ry: number): Figure {
  const at = (turn: number): Point => ({ x: cx + rx * Math.cos(turn), y: cy + ry * Math.sin(turn) });
  return {
    svg: `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}"/>`,
    outline: Array.from({ length: 72 }, (_, index) => at((index * Math.PI) / 36)),
  };
}

/** What is to be seen on the plate, and to be drawn around. */
export const FIGURES = {
  rectangle: polygon([120, 90], [420, 90], [420, 240], [120, 240]),
  polygon: polygon([620, 120], [820, 300], [560, 330]),
  ellipse: ellipse(300, 560, 160, 90),
  /** A hundredth of the plate wide to each side, as points are drawn. */
  point: ellipse(800, 600, 10, 10),
} as const;

export const PLATE = { width: 1000, height: 800 };
const GROUND: Colour = [24, 24, 32];
const FIGURE: Colour = [200, 190, 170];

/** A dark plate with the figures on it in a light colour. */
export function plate(): Sharp {
  const figures = Object.values(FIGURES).map(({ svg }) => svg);
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${PLATE.width}" height="${PLATE.height}">
        <rect width="100%" height="100%" fill="rgb(${GROUND.join()})"/>
        <g fill="rgb(${FIGURE.join()})">${figures.join('')}</g></svg>`,
    ),
  ).removeAlpha();
}

/**
 * How far, in pixels of the screen, what is drawn in this colour is from the outlines of figures: `missing`, the farthest that
 * a place of an outline has to the next pixel that is drawn, and `astray`, the farthest of a drawn pixel from the next outline.
 */
export function outlinesOn(
  screen: Screen,
  placed: Placed,
  figures: readonly Figure[],
  colour: (seen: Colour) => boolean,
  { within, covers = [] }: Window = {},
): { missing: number; astray: number } {
  const wanted = figures
    .flatMap(({ outline }) => edges(outline))
    .map(({ x, y }) => ({
      x: placed.x + x * placed.scale,
      y: placed.y + y * placed.scale,
    }));
  const picture = { ...placed, width: PLATE.width * placed.scale, height: PLATE.height * placed.scale };
  const drawn: Point[] = [];
  for (let y = Math.ceil(picture.y); y < picture.y + picture.height; y++)
    for (let x = Math.ceil(picture.x); x < picture.x + picture.width; x++) {
      const isCovered = covers.some(
        (box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
      );
      const isOut =
        within && (x < within.x || y < within.y || x >= within.x + within.width || y >= within.y + within.height);
      if (!isCovered && !isOut && colour(screen.at(x, y))) drawn.push({ x: x + 0.5, y: y + 0.5 });
    }
  return { missing: farthest(wanted, drawn), astray: farthest(drawn, wanted) };
}

function farthest(from: readonly Point[], to: readonly Point[]): number {
  let most = 0;
  for (const { x, y } of from) {
    let least = Infinity;
    for (const other of to) least = Math.min(least, Math.hypot(other.x - x, other.y - y));
    most = Math.max(most, least);
  }
  return most;
}

/** Places along an outline, a few pixels from each other. */
function edges(outline: readonly Point[]): Point[] {
  return outline.flatMap((from, index) => {
    const to = outline[(index + 1) % outline.length] ?? from;
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 4);
    return Array.from({ length: steps }, (_, step) => ({
      x: from.x + ((to.x - from.x) * step) / steps,
      y: from.y + ((to.y - from.y) * step) / steps,
    }));
  });
}

/** Whether a colour is about this one. */
export const isAbout =
  (wanted: Colour, most = 90) =>
  (seen: Colour): boolean =>
    apart(seen, wanted) <= most;
