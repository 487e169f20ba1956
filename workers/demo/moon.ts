import { FIELD } from './medallion.ts';
import { cloud, generator } from './noise.ts';
import { type Plate, type Point, polar } from './plate.ts';
import { engraveSpiral } from './spiral.ts';

const RADIUS = 545;
/** The seas as blots on the disc: x, y, radius, in parts of the moon's radius. */
const SEAS = [
  [-0.33, -0.42, 0.36],
  [0.24, -0.4, 0.22],
  [0.4, -0.15, 0.25],
  [0.72, -0.3, 0.13],
  [0.66, 0.08, 0.2],
  [0.5, 0.22, 0.12],
  [-0.66, -0.05, 0.34],
  [-0.5, 0.22, 0.22],
  [-0.2, 0.3, 0.2],
  [-0.62, 0.38, 0.13],
  [0.02, -0.8, 0.13],
] as const;
const LIGHT = [0.62, -0.35, 0.7] as const;

/** The moon as Hevelius saw it, seas, rays and craters in one line that winds outward and swells with their shade. */
export function drawMoon(plate: Plate, centre: Point): void {
  const random = generator(1609);
  plate.aquatint('indigo', centre, RADIUS + 14, FIELD - 3, 0.34);
  engraveSpiral(plate, { tool: 'indigo', centre, inner: RADIUS + 18, outer: FIELD - 6, pitch: 7, tone: () => 0.8 });
  plate.circle('indigo', centre, FIELD - 8, 14);
  for (let i = 0; i < 700; i++) {
    const star = polar(centre, RADIUS + 24 + (FIELD - RADIUS - 32) * random(), random() * 2 * Math.PI);
    plate.dot('burnisher', star, 0.7 + 2.2 * random() ** 8);
  }
  const craters = Array.from({ length: 900 }, (_, i) => {
    const [x, y] = polar([0, 0], Math.sqrt(random()), random() * 2 * Math.PI);
    return { x, y, radius: i < 60 ? 0.03 + 0.05 * random() ** 2 : 0.008 + 0.02 * random() ** 3 };
  });
  craters.push(
    { x: -0.12, y: 0.68, radius: 0.06 },
    { x: -0.34, y: -0.1, radius: 0.055 },
    { x: -0.62, y: -0.16, radius: 0.03 },
  );
  const rows = Array.from({ length: 41 }, (_, row) => craters.filter(({ y }) => Math.abs(y * 20 + 20 - row) < 2.5));
  const tone = ([px, py]: Point) => {
    const [x, y] = [(px - centre[0]) / RADIUS, (py - centre[1]) / RADIUS];
    const z = Math.sqrt(Math.max(0, 1 - x * x - y * y));
    let dark = 0.16 + 0.75 * (1 - Math.max(0, x * LIGHT[0] + y * LIGHT[1] + z * LIGHT[2])) ** 1.6;
    const ragged = (cloud(x * 5 + 9, y * 5 + 9, 5) - 0.5) * 0.28;
    for (const [sx, sy, radius] of SEAS) {
      const inside = radius - Math.hypot(x - sx, y - sy) + ragged * 0.7;
      dark += 0.3 * Math.max(0, Math.min(1, inside * 14 + 0.5));
    }
    // Tycho's rays: bright streaks away from it.
    const ray = Math.atan2(y - 0.68, x + 0.12) * 6;
    dark -= 0.2 * Math.max(0, cloud(ray + 60, 3, 3) - 0.52) * 5 * Math.exp(-1.6 * Math.hypot(x + 0.12, y - 0.68));
    for (const crater of rows[Math.round(y * 20 + 20)] ?? []) {
      const [dx, dy] = [(x - crater.x) / crater.radius, (y - crater.y) / crater.radius];
      const distance = Math.hypot(dx / Math.max(0.35, z), dy);
      if (distance > 1.5) continue;
      const facing = (dx * 0.85 - dy * 0.5) / Math.max(0.2, distance);
      // The floor and the near wall lie in shadow, the far wall and the rim catch the light.
      dark += distance < 1 ? 0.34 * facing * distance : -0.3 * facing * (1.5 - distance) - 0.12;
    }
    return Math.max(0.06, Math.min(0.94, dark + ragged * 0.2));
  };
  engraveSpiral(plate, { tool: 'sepia', centre, outer: RADIUS, pitch: 5.6, tone });
  plate.circle('sepia', centre, RADIUS + 3, 3);
}
