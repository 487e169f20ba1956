import { arc, measure, write } from './lettering.ts';
import { FIELD } from './medallion.ts';
import { cloud } from './noise.ts';
import { type Plate, type Point, polar, type Tool } from './plate.ts';
import { engraveSpiral } from './spiral.ts';

interface Planet {
  readonly name: string;
  readonly orbit: number;
  readonly radius: number;
  readonly angle: number;
  readonly tool: Tool;
  /** The orbits of the moons that were known in 1660. */
  readonly moons: readonly number[];
}

const PLANETS: readonly Planet[] = [
  { name: 'MERCVRIVS', orbit: 122, radius: 15, angle: 0.6, tool: 'sepia', moons: [] },
  { name: 'VENVS', orbit: 190, radius: 23, angle: 3.9, tool: 'gold', moons: [] },
  { name: 'TERRA', orbit: 268, radius: 25, angle: 2.3, tool: 'indigo', moons: [44] },
  { name: 'MARS', orbit: 346, radius: 20, angle: 5.5, tool: 'vermilion', moons: [] },
  { name: 'IVPITER', orbit: 446, radius: 50, angle: 0.35, tool: 'vermilion', moons: [66, 78, 92, 114] },
  { name: 'SATVRNVS', orbit: 562, radius: 36, angle: 4.2, tool: 'gold', moons: [] },
];

/** The sun in the middle, its light falling off outward, and the six planets about it, after Copernicus. */
export function drawOrbits(plate: Plate, centre: Point): void {
  const glow = ([x, y]: Point) => 0.95 - 0.95 * Math.exp(-Math.hypot(x - centre[0], y - centre[1]) / 150);
  plate.aquatint('indigo', centre, 60, FIELD - 3, 0.3);
  engraveSpiral(plate, { tool: 'indigo', centre, inner: 40, outer: FIELD - 6, pitch: 7, tone: glow });
  plate.circle('indigo', centre, FIELD - 8, 14);
  for (let ray = 0; ray < 48; ray++) {
    const angle = (ray / 48) * 2 * Math.PI;
    plate.line('gold', polar(centre, 34, angle), polar(centre, ray % 2 ? 66 : 92, angle), 5, 0.6);
  }
  plate.dot('burnisher', centre, 36);
  plate.dot('gold', centre, 34);
  engraveSpiral(plate, { tool: 'vermilion', centre, outer: 34, pitch: 4, tone: ([x]) => 0.35 + (x - centre[0]) / 90 });
  for (const { orbit } of PLANETS) drawOrbit(plate, centre, orbit);
  for (const planet of PLANETS) drawPlanet(plate, centre, planet);
}

function drawOrbit(plate: Plate, centre: Point, orbit: number): void {
  plate.circle('burnisher', centre, orbit, 5);
  plate.circle('gold', centre, orbit, 2);
  for (let tick = 0; tick < 360; tick++) {
    const angle = (tick * Math.PI) / 180;
    plate.line('burnisher', polar(centre, orbit, angle), polar(centre, orbit + (tick % 5 ? 5 : 10), angle), 1);
  }
}

function drawPlanet(plate: Plate, sun: Point, { name, orbit, radius, angle, tool, moons }: Planet): void {
  const length = measure(name, 24);
  const beside = angle + (Math.max(radius, ...moons) + 18 + length / 2) / orbit;
  const inward = Math.sin(beside) > 0;
  write(plate, 'burnisher', name, 24, arc(sun, orbit + (inward ? 40 : 16), beside, length, inward), 0.17);
  const at = polar(sun, orbit, angle);
  if (name === 'SATVRNVS') drawRings(plate, at, radius);
  drawGlobe(plate, sun, at, radius, tool, name === 'IVPITER');
  moons.forEach((distance, i) => {
    plate.circle('burnisher', at, distance, 1.6);
    const moon = polar(at, distance, 1.2 + i * 2.2);
    plate.dot('burnisher', moon, 5.5);
    plate.dot('gold', moon, 3.5);
  });
}

/** A globe with its night turned away from the sun; banded, if its clouds are. */
function drawGlobe(plate: Plate, sun: Point, at: Point, radius: number, tool: Tool, banded: boolean): void {
  const away = Math.atan2(at[1] - sun[1], at[0] - sun[0]);
  plate.dot('burnisher', at, radius + 3);
  plate.aquatint(tool, at, 0, radius, 0.35);
  const tone = ([x, y]: Point) => {
    const [dx, dy] = [(x - at[0]) / radius, (y - at[1]) / radius];
    const belts = banded ? 0.3 * Math.sin(dy * 11 + 2 * cloud(dx * 3 + 7, dy * 3, 3)) : 0;
    return 0.42 + 0.5 * (dx * Math.cos(away) + dy * Math.sin(away)) + belts;
  };
  engraveSpiral(plate, { tool, centre: at, outer: radius, pitch: 3.4, tone });
  plate.circle('sepia', at, radius, 1.8);
}

function drawRings(plate: Plate, at: Point, radius: number): void {
  for (let ring = 0; ring < 7; ring++) {
    if (ring === 4) continue;
    const size = radius * (1.45 + ring * 0.13);
    const ellipse = (t: number): Point => [
      at[0] + size * Math.cos(t * 2 * Math.PI) * 0.94 - size * 0.3 * Math.sin(t * 2 * Math.PI) * 0.34,
      at[1] + size * Math.cos(t * 2 * Math.PI) * 0.34 + size * 0.3 * Math.sin(t * 2 * Math.PI) * 0.94,
    ];
    plate.curve('burnisher', 140, ellipse, 7);
    plate.curve('sepia', 140, ellipse, 1.6);
  }
}
