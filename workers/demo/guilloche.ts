import { type Plate, type Point, polar, type Tool } from './plate.ts';

/** Interlaced waves around a circle: so many strands, each winding so often between two radii. */
export function braidRing(
  plate: Plate,
  tool: Tool,
  centre: Point,
  [inner, outer]: readonly [number, number],
  strands: number,
  winds: number,
  width: number,
): void {
  const [middle, swing] = [(inner + outer) / 2, (outer - inner) / 2];
  const steps = Math.ceil(Math.max(winds * 24, middle * 1.2));
  for (let strand = 0; strand < strands; strand++) {
    const phase = (strand / strands) * 2 * Math.PI;
    const wave = (t: number) => {
      const angle = t * 2 * Math.PI;
      return polar(centre, middle + swing * Math.sin(winds * angle + phase), angle);
    };
    plate.curve(tool, steps, wave, width);
  }
}

/** Interlaced waves along a straight band from one point to another. */
export function braidBand(
  plate: Plate,
  tool: Tool,
  [x0, y0]: Point,
  [x1, y1]: Point,
  swing: number,
  strands: number,
  winds: number,
  width: number,
): void {
  const length = Math.hypot(x1 - x0, y1 - y0);
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  for (let strand = 0; strand < strands; strand++) {
    const phase = (strand / strands) * 2 * Math.PI;
    const wave = (t: number): Point => {
      const a = t * winds * 2 * Math.PI;
      // A second, slower wave makes the strands gather and part.
      const offset = swing * Math.sin(a + phase) * (0.72 + 0.28 * Math.cos(a * 0.5 + 3 * phase));
      return [x0 + ux * length * t - uy * offset, y0 + uy * length * t + ux * offset];
    };
    plate.curve(tool, Math.ceil(length / 6), wave, width);
  }
}

/** The flower of a rose engine: an interlaced ring whose waves swell and shrink into lobes. */
export function roseEngine(
  plate: Plate,
  tool: Tool,
  centre: Point,
  [inner, outer]: readonly [number, number],
  lobes: number,
  strands: number,
  turn = 0,
): void {
  const [middle, swing] = [(inner + outer) / 2, (outer - inner) / 2];
  for (let strand = 0; strand < strands; strand++) {
    const phase = (strand / strands) * 2 * Math.PI;
    const wave = (t: number) => {
      const angle = t * 2 * Math.PI;
      const envelope = 0.64 + 0.36 * Math.cos(lobes * angle + turn);
      return polar(centre, middle + swing * envelope * Math.cos((lobes / 2) * angle + phase), angle);
    };
    plate.curve(tool, Math.ceil(outer * 4), wave, 1.4);
  }
}
