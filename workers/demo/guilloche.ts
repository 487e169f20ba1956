import { type Plate, type Point, polar, type Tool } from './plate.ts';

/** Interlaced waves around a circle, between two radii. */
export interface Braid {
  readonly tool: Tool;
  readonly centre: Point;
  readonly inner: number;
  readonly outer: number;
  readonly strands: number;
  /** How often a strand goes in and out on its way around. */
  readonly winds: number;
  readonly width: number;
  /** The part of the breadth that the waves fill at an angle; all of it where it is not given. */
  readonly envelope?: (angle: number) => number;
}

export function braidRing(plate: Plate, braid: Braid): void {
  const { tool, centre, inner, outer, strands, winds, width, envelope = () => 1 } = braid;
  const [middle, swing] = [(inner + outer) / 2, (outer - inner) / 2];
  const steps = Math.ceil(Math.max(winds * 24, outer * 1.5));
  for (let strand = 0; strand < strands; strand++) {
    const phase = (strand / strands) * 2 * Math.PI;
    const wave = (t: number) => {
      const angle = t * 2 * Math.PI;
      return polar(centre, middle + swing * envelope(angle) * Math.cos(winds * angle + phase), angle);
    };
    plate.curve(tool, steps, wave, width);
  }
}

/** The flower of a rose engine: a braid of hairlines whose waves swell and shrink into petals. */
export function roseEngine(
  plate: Plate,
  flower: Pick<Braid, 'tool' | 'centre' | 'inner' | 'outer' | 'strands'>,
  petals: number,
  turn = 0,
): void {
  const envelope = (angle: number) => 0.64 + 0.36 * Math.cos(petals * angle + turn);
  braidRing(plate, { ...flower, winds: petals / 2, width: 1.4, envelope });
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
