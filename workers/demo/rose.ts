import { braidRing, roseEngine } from './guilloche.ts';
import { FIELD } from './medallion.ts';
import { type Plate, type Point, polar, type Tool } from './plate.ts';

/** Length and half breadth of the points of the rose, from the smallest to the largest, and the ink of their dark half. */
const POINTS: readonly (readonly [length: number, breadth: number, offset: number, step: number, tool: Tool])[] = [
  [330, 20, 1, 2, 'sepia'],
  [420, 34, 2, 4, 'gold'],
  [500, 52, 4, 8, 'vermilion'],
  [600, 74, 0, 8, 'indigo'],
];

/** A rose of the 32 winds. */
export function drawRose(plate: Plate, centre: Point): void {
  for (let line = 0; line < 32; line++) {
    const angle = (line / 32) * 2 * Math.PI;
    plate.line(line % 8 ? 'sepia' : 'vermilion', centre, polar(centre, FIELD, angle), 1.2);
  }
  for (const radius of [345, 435]) {
    plate.circle('sepia', centre, radius, 2);
    plate.circle('sepia', centre, radius + 50, 1.4);
    const [inner, outer] = [radius + 6, radius + 44];
    braidRing(plate, { tool: 'indigo', centre, inner, outer, strands: 10, winds: 48, width: 1.2 });
  }
  for (const [length, breadth, offset, step, tool] of POINTS) {
    for (let point = offset; point < 32; point += step) {
      drawPoint(plate, centre, (point / 32) * 2 * Math.PI - Math.PI / 2, length, breadth, tool);
    }
  }
  plate.dot('burnisher', centre, 92);
  plate.circle('sepia', centre, 92, 3);
  plate.aquatint('gold', centre, 0, 90, 0.3);
  roseEngine(plate, { tool: 'sepia', centre, inner: 12, outer: 86, strands: 14 }, 12);
}

/** One point: a flat half of ink, and a half that hairlines shade from its foot to its tip. */
function drawPoint(plate: Plate, centre: Point, angle: number, length: number, breadth: number, tool: Tool): void {
  const tip = polar(centre, length, angle);
  const foot = (side: number) => polar(centre, breadth * 1.9, angle + (side * Math.PI) / 8);
  plate.facet('burnisher', [centre, foot(-1), tip]);
  plate.facet('burnisher', [centre, tip, foot(1)]);
  plate.facet(tool, [centre, tip, foot(1)], 0.9);
  const hairs = Math.round(length / 9);
  for (let hair = 1; hair < hairs; hair++) {
    const t = hair / hairs;
    plate.line('sepia', between(centre, tip, t), between(foot(-1), tip, t), 1.5, 0.5);
  }
  plate.path('sepia', [centre, foot(-1), tip, foot(1), centre, tip], 2);
}

function between([x0, y0]: Point, [x1, y1]: Point, t: number): Point {
  return [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t];
}
