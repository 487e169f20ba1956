import type { Look } from './pages.ts';
import type { Linear, Part } from './read-scan.ts';

/** What ought to be seen of a scan, without any light. */
export interface Drawing {
  width: number;
  height: number;
  /** Whether the scan covers a pixel. */
  covered: Uint8Array;
  /** Linear red, green and blue of each pixel. */
  colours: Float32Array;
}

const DEGREE = Math.PI / 180;

/** Draws what a pinhole sees of a scan whose vertical angle of view is `field` degrees. */
export function drawScan(parts: readonly Part[], look: Look, field: number, width: number, height: number): Drawing {
  const { right, up, back } = axesOf(look);
  const from = look.target.map((value, axis) => value + back[axis]! * look.distance) as [number, number, number];
  const focal = height / 2 / Math.tan((field / 2) * DEGREE);
  const drawing = {
    width,
    height,
    covered: new Uint8Array(width * height),
    colours: new Float32Array(width * height * 3),
  };
  const nearest = new Float32Array(width * height);
  for (const part of parts) {
    const { places } = part;
    // Of each corner: across, down, and one over its distance, which is linear on the screen.
    const seen = new Float64Array(places.length);
    for (let at = 0; at < places.length; at += 3) {
      const [x, y, z] = [places[at]! - from[0], places[at + 1]! - from[1], places[at + 2]! - from[2]];
      const away = -(x * back[0] + y * back[1] + z * back[2]);
      seen[at] = width / 2 + (focal * (x * right[0] + y * right[1] + z * right[2])) / away;
      seen[at + 1] = height / 2 - (focal * (x * up[0] + y * up[1] + z * up[2])) / away;
      seen[at + 2] = 1 / away;
    }
    for (let triangle = 0; triangle < places.length; triangle += 9) fill(part, seen, triangle, drawing, nearest);
  }
  return drawing;
}

/** Of the screen, and towards the eye. */
function axesOf({ azimuth, elevation }: Look): Record<'right' | 'up' | 'back', Linear> {
  const [sine, cosine] = [Math.sin(azimuth * DEGREE), Math.cos(azimuth * DEGREE)];
  const [steep, level] = [Math.sin(elevation * DEGREE), Math.cos(elevation * DEGREE)];
  return {
    right: [cosine, 0, -sine],
    up: [-sine * steep, level, -cosine * steep],
    back: [sine * level, steep, cosine * level],
  };
}

function fill(part: Part, seen: Float64Array, triangle: number, drawing: Drawing, nearest: Float32Array): void {
  const [ax, ay, an, bx, by, bn, cx, cy, cn] = seen.subarray(triangle, triangle + 9) as unknown as number[] &
    [number, number, number, number, number, number, number, number, number];
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (area === 0) return;
  const { width, height, covered, colours } = drawing;
  const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy)));
  const end = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx)));
  for (let row = Math.max(0, Math.floor(Math.min(ay, by, cy))); row <= bottom; row++)
    for (let column = Math.max(0, Math.floor(Math.min(ax, bx, cx))); column <= end; column++) {
      const [x, y] = [column + 0.5, row + 0.5];
      const b = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area;
      const c = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area;
      const a = 1 - b - c;
      if (a < 0 || b < 0 || c < 0) continue;
      const near = a * an + b * bn + c * cn;
      const pixel = row * width + column;
      if (near <= nearest[pixel]!) continue;
      nearest[pixel] = near;
      covered[pixel] = 1;
      colours.set(colourAt(part, triangle / 9, [(a * an) / near, (b * bn) / near, (c * cn) / near]), pixel * 3);
    }
}

/** The colour at a place of a triangle, by the weights of its corners. */
function colourAt({ colour, colours, picture, coordinates }: Part, triangle: number, [a, b, c]: Linear): Linear {
  const mean = (values: Float32Array | Float64Array, size: number, axis: number): number => {
    const at = triangle * size * 3 + axis;
    return a * values[at]! + b * values[at + size]! + c * values[at + 2 * size]!;
  };
  if (colours) return [mean(colours, 3, 0), mean(colours, 3, 1), mean(colours, 3, 2)];
  if (!picture || !coordinates) return colour;
  const column = texel(mean(coordinates, 2, 0), picture.width);
  const at = (texel(mean(coordinates, 2, 1), picture.height) * picture.width + column) * 3;
  return [picture.pixels[at]! * colour[0], picture.pixels[at + 1]! * colour[1], picture.pixels[at + 2]! * colour[2]];
}

/** Pictures are repeated. */
const texel = (coordinate: number, size: number): number =>
  Math.min(size - 1, Math.floor((coordinate - Math.floor(coordinate)) * size));
