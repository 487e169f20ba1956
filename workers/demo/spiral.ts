import { noise } from './noise.ts';
import { type Plate, type Point, polar, type Tool } from './plate.ts';

export interface Spiral {
  readonly tool: Tool;
  readonly centre: Point;
  readonly inner?: number;
  readonly outer: number;
  /** The distance from one turn to the next. */
  readonly pitch: number;
  /** How much of the pitch the line fills at a point, 0–1. */
  readonly tone: (point: Point) => number;
}

/**
 * A tone engraved in a single line that winds outward and only swells and thins, as Claude Mellan engraved a face in
 * 1649. A slow wander of the hand keeps neighbouring turns parallel but breaks the regularity that would make moiré
 * in smaller copies.
 */
export function engraveSpiral(plate: Plate, { tool, centre, inner = 0, outer, pitch, tone }: Spiral): void {
  const wander = (angle: number, radius: number) => {
    const [x, y] = polar([0, 0], radius / 90, angle);
    return radius + (noise(x + 500, y + 500) - 0.5) * Math.min(radius / 40, pitch * 0.6);
  };
  const at = (t: number) => polar(centre, wander(t, (t * pitch) / (2 * Math.PI)), t);
  let t = (inner / pitch) * 2 * Math.PI;
  let from = at(t);
  let width = 0;
  while ((t * pitch) / (2 * Math.PI) < outer) {
    // Steps of five units along the line, shorter where it bends more.
    t += Math.min(0.2, 5 / Math.max(1, (t * pitch) / (2 * Math.PI)));
    const to = at(t);
    const next = pitch * Math.max(0, Math.min(0.96, tone(to)));
    if (width + next > 0.3) plate.line(tool, from, to, width, next);
    [from, width] = [to, next];
  }
}
