import type { Picture } from './decode.ts';
import { SQUARE } from './squares.ts';
import type { Squares } from './squares.ts';

/** What must come, said by the specification's words and not by the server's code. */
export interface Expected {
  region: readonly [x: number, y: number, width: number, height: number];
  size: readonly [width: number, height: number];
  mirror?: boolean;
  /** Degrees clockwise. */
  rotation?: number;
  quality?: 'gray' | 'bitonal';
  /** What is beside a rotated image. */
  corners?: 'clear' | 'white';
}

/** JPEG, chroma subsampling and palettes together stay within this; other squares differ by more. */
const TOLERANCE = 14;
const STEPS = 12;

/** Compares points all over the picture with the squares that must be there. Throws Error that names the first that differs. */
export function compare(picture: Picture, { region, size, ...how }: Expected, of: Squares): void {
  const { mirror = false, rotation = 0, quality, corners } = how;
  const angle = (rotation * Math.PI) / 180;
  // Exact for quarter turns.
  const [cos, sin] = [Math.round(Math.cos(angle) * 1e12) / 1e12, Math.round(Math.sin(angle) * 1e12) / 1e12];
  const [width, height] = [
    Math.abs(size[0] * cos) + Math.abs(size[1] * sin),
    Math.abs(size[0] * sin) + Math.abs(size[1] * cos),
  ];
  const slack = rotation % 90 === 0 ? 0 : 1.5;
  if (Math.abs(picture.width - width) > slack || Math.abs(picture.height - height) > slack) {
    throw new Error(`expected ${width} × ${height}, got ${picture.width} × ${picture.height}`);
  }
  let compared = 0;
  for (let i = 0; i < STEPS; i++) {
    for (let j = 0; j < STEPS; j++) {
      const [x, y] = [((i + 0.5) * picture.width) / STEPS, ((j + 0.5) * picture.height) / STEPS];
      const [dx, dy] = [x - picture.width / 2, y - picture.height / 2];
      const across = (dx * cos + dy * sin) / size[0] + 0.5;
      const down = (dy * cos - dx * sin) / size[1] + 0.5;
      const found = picture.around(x, y);
      if (Math.min(across, down, 1 - across, 1 - down) < 0) continue;
      const sourceX = region[0] + region[2] * (mirror ? 1 - across : across);
      const sourceY = region[1] + region[3] * down;
      // Near an edge between squares, and of the picture, the mean is of both sides.
      const scale = Math.max(region[2] / size[0], region[3] / size[1]);
      if ([sourceX, sourceY].some((at) => at % SQUARE < 6 * scale + 4 || at % SQUARE > SQUARE - 6 * scale - 4))
        continue;
      if (Math.min(across, 1 - across) * size[0] < 6 || Math.min(down, 1 - down) * size[1] < 6) continue;
      const wanted = shown(of, sourceX, sourceY, quality);
      if (!wanted) continue;
      compared++;
      if (wanted.some((value, c) => Math.abs(value - (found[c] ?? 0)) > TOLERANCE)) {
        throw new Error(`at ${x},${y} expected ${wanted.join()}, got ${found.map(Math.round).join()}`);
      }
    }
  }
  if (compared < 3) throw new Error(`only ${compared} points could be compared`);
  if (quality === 'bitonal' && picture.shades().size > 2) throw new Error(`${picture.shades().size} shades`);
  if (corners) checkCorner(picture.around(0, 0), corners);
}

function checkCorner(found: readonly number[], corners: 'clear' | 'white'): void {
  const [red = 0, green = 0, blue = 0, alpha = 0] = found;
  const isRight = corners === 'clear' ? alpha < 20 : alpha === 255 && Math.min(red, green, blue) > 235;
  if (!isRight) throw new Error(`expected ${corners} corners, got ${found.join()}`);
}

/** The colour of a point of the original; undefined where a bitonal image may be either. */
function shown(of: Squares, x: number, y: number, quality: Expected['quality']): readonly number[] | undefined {
  const colour = of.at(Math.floor(x / SQUARE), Math.floor(y / SQUARE));
  if (quality === undefined) return [...colour, 255];
  // Brightness as light, not as numbers: sRGB to linear, weighed (Rec. 709), and back.
  const [red, green, blue] = colour.map((value) => linear(value / 255)) as [number, number, number];
  const grey = 255 * encoded(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  if (quality === 'gray') return [grey, grey, grey, 255];
  if (Math.abs(grey - 128) < 20) return undefined;
  return grey < 128 ? [0, 0, 0, 255] : [255, 255, 255, 255];
}

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const encoded = (value: number): number => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);
