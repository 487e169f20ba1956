import { FIELD } from './medallion.ts';
import { cloud } from './noise.ts';
import { type Plate, type Point, polar } from './plate.ts';
import { engraveSpiral } from './spiral.ts';

const DISC = 285;
const RAYS = 32;

/** The sun with straight rays of light and waving rays of heat, and spots as Scheiner saw them. */
export function drawSun(plate: Plate, centre: Point): void {
  plate.aquatint('gold', centre, 0, FIELD - 3, 0.16);
  for (let i = 0; i < 720; i++) {
    const angle = (i * Math.PI) / 360;
    plate.line('gold', polar(centre, DISC + 30, angle), polar(centre, FIELD - 8 - 90 * (i % 3), angle), 2.6, 0.6);
  }
  for (let ray = 0; ray < RAYS; ray++) {
    const angle = (ray / RAYS) * 2 * Math.PI - Math.PI / 2;
    if (ray % 2) drawFlame(plate, centre, angle);
    else drawBeam(plate, centre, angle, ray % 4 ? 540 : 615);
  }
  plate.dot('burnisher', centre, DISC + 10);
  plate.aquatint('gold', centre, 0, DISC, 0.5);
  const tone = ([x, y]: Point) => {
    const [dx, dy] = [(x - centre[0]) / DISC, (y - centre[1]) / DISC];
    const limb = 1 - Math.sqrt(Math.max(0, 1 - dx * dx - dy * dy));
    const grain = cloud(dx * 9 + 30, dy * 9 + 30, 5);
    const belts = Math.exp(-(((Math.abs(dy + 0.15 * dx) - 0.3) / 0.12) ** 2));
    const spots = Math.max(0, cloud(dx * 4 + 80, dy * 7 + 80, 4) - 0.62) * 12 * belts;
    return 0.12 + 0.62 * limb + 0.5 * (grain - 0.4) + spots;
  };
  engraveSpiral(plate, { tool: 'vermilion', centre, outer: DISC, pitch: 5.2, tone });
  plate.circle('sepia', centre, DISC + 2, 4);
  plate.circle('sepia', centre, DISC + 10, 1.4);
}

/** A straight ray: one side in the light, the other shaded by hairlines that end in its point. */
function drawBeam(plate: Plate, centre: Point, angle: number, length: number): void {
  const half = 0.075;
  const tip = polar(centre, length, angle);
  const [left, right] = [polar(centre, DISC, angle - half), polar(centre, DISC, angle + half)];
  plate.facet('burnisher', [left, tip, right]);
  plate.facet('gold', [left, tip, right], 0.55);
  for (let hair = 0; hair <= 7; hair++) {
    plate.line('sepia', polar(centre, DISC, angle + (half * hair) / 7), tip, 2, 0.5);
  }
  plate.path('sepia', [left, tip, right], 2.4);
}

/** A waving ray: hairlines that swell in its belly and meet at its tip. */
function drawFlame(plate: Plate, centre: Point, angle: number): void {
  const wave = (side: number) => (t: number) => {
    const bend = 0.034 * Math.sin(t * 2.5 * Math.PI) * (1 - 0.3 * t);
    return polar(centre, DISC + t * 250, angle + bend + side * 0.062 * (1 - t));
  };
  plate.curve('burnisher', 60, wave(0), (t) => 40 * (1 - t) + 3);
  plate.curve('vermilion', 60, wave(0), (t) => 30 * (1 - t));
  for (let hair = -6; hair <= 6; hair++) {
    const width = Math.abs(hair) === 6 ? 2.4 : 1.3;
    plate.curve(Math.abs(hair) === 6 ? 'sepia' : 'burnisher', 60, wave(hair / 6), (t) => width * (1 - 0.6 * t));
  }
}
