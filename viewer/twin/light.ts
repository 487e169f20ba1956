import type { Vector } from './vector.ts';

/** Where the lamp stands, seen by the visitor: a place in a disc of radius 1, x to the right, y up. In the middle it is on his head, at the rim it grazes. */
export interface Light {
  x: number;
  y: number;
}

/** From the upper left, where the eye expects light to come from. */
export const LIGHT: Light = { x: -0.35, y: 0.45 };

/** The rim: a lamp exactly beside the picture lights nothing of what faces the visitor. */
const RIM = 0.985;

export function lightAt(x: number, y: number): Light {
  const out = Math.max(1, Math.hypot(x, y) / RIM);
  return { x: x / out, y: y / out };
}

/** Towards the lamp, in the directions of the camera. */
export function lightDirection({ x, y }: Light): Vector {
  return [x, y, Math.sqrt(Math.max(0, 1 - x * x - y * y))];
}

/** How much of the light from all around is left: a grazing lamp shows tool marks only where it is alone. */
export function ambience(light: Light): number {
  return 0.25 + 0.75 * lightDirection(light)[2];
}

/** The lamp after an arrow key; null for any other key. */
export function lightMoved(light: Light, key: string): Light | null {
  const step = 0.1;
  const steps: Readonly<Record<string, [number, number]>> = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, step],
    ArrowDown: [0, -step],
  };
  const move = steps[key];
  if (key === 'Home') return LIGHT;
  return move === undefined ? null : lightAt(light.x + move[0], light.y + move[1]);
}
