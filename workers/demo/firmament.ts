import { generator, scatter } from './noise.ts';
import { writeOnParallel } from './names.ts';
import { type Plate, type Point, polar, type Tool } from './plate.ts';
import { type Chart, type Direction, figureLines, milkyWay, project, type Star, STARS, unproject } from './sky.ts';
import { engraveSpiral } from './spiral.ts';

const PITCH = 8;
/** Stars brighter than this push the line aside into a glow. */
const GLOWING = 4.2;
const CELL = 160;

/** The dark of the sky between two radii: one line, thin where there is light. */
export function engraveNight(plate: Plate, chart: Chart, inner: number, outer: number): void {
  const { centre } = chart;
  const glows = new Map<string, { at: Point; reach: number }[]>();
  for (const each of STARS.filter(({ magnitude }) => magnitude < GLOWING)) {
    const [x, y] = project(chart, each);
    const glow = { at: [x, y] as const, reach: 4.6 * starRadius(each) };
    for (let cy = Math.floor((y - CELL) / CELL); cy <= (y + CELL) / CELL; cy++) {
      for (let cx = Math.floor((x - CELL) / CELL); cx <= (x + CELL) / CELL; cx++) {
        const cell = `${cx} ${cy}`;
        glows.set(cell, [...(glows.get(cell) ?? []), glow]);
      }
    }
  }
  const tone = (point: Point) => {
    const [x, y] = point;
    let dark = 0.9 - 0.8 * milkyWay(unproject(chart, point));
    for (const { at, reach } of glows.get(`${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`) ?? []) {
      dark *= 1 - 0.95 * Math.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / (reach * reach * 0.4));
    }
    return dark;
  };
  engraveSpiral(plate, { tool: 'indigo', centre, inner, outer, pitch: PITCH, tone });
}

/** Stars below the reach of the eye, strewn more densely along the Milky Way: pricks of a pixel or two. */
export function prickDust(plate: Plate, chart: Chart): void {
  const random = generator(1610);
  for (let i = 0; i < 90_000; i++) {
    const point = polar(chart.centre, chart.radius * Math.sqrt(random()), 2 * Math.PI * random());
    const size = 0.55 + 0.9 * random() ** 6;
    if (random() < 0.06 + 0.9 * milkyWay(unproject(chart, point)) ** 1.5) plate.dot('burnisher', point, size);
  }
}

/** The lines of the constellations. */
export function drawFigures(plate: Plate, chart: Chart): void {
  for (const [from, to] of figureLines()) joinStars(plate, chart, from, to);
}

/** The stars themselves, red ones in red. */
export function drawStars(plate: Plate, chart: Chart): void {
  for (const each of STARS) {
    const at = project(chart, each);
    drawStar(plate, at, starRadius(each), each.colour > 1.35 ? 'vermilion' : 'gold');
  }
}

/** The whole chart again, as small as it can be made, for whoever finds it. */
export function drawMiniature(plate: Plate, chart: Chart): void {
  plate.aquatint('indigo', chart.centre, 0, chart.radius, 0.97);
  for (const [from, to] of figureLines()) plate.line('burnisher', project(chart, from), project(chart, to), 0.8);
  for (const each of STARS.filter(({ magnitude }) => magnitude < 4)) {
    plate.dot('burnisher', project(chart, each), 0.3 + 0.3 * (4 - each.magnitude));
  }
}

/** A swarm of stars too close to be told apart, within a radius: what the telescope made of the old nebulae. */
export function drawCluster(
  plate: Plate,
  chart: Chart,
  name: string,
  at: Direction,
  radius: number,
  count: number,
): void {
  const random = generator(count);
  const [x, y] = project(chart, at);
  for (let i = 0; i < count; i++) {
    const [dx, dy] = scatter(random);
    plate.dot('burnisher', [x + dx * radius * 0.4, y + dy * radius * 0.4], 0.6 + 1.1 * random() ** 4);
  }
  writeOnParallel(plate, chart, 'burnisher', name, 11, [x, y + radius + 14]);
}

/** A comet: a head, and hairs of light that stream from it. */
export function drawComet(plate: Plate, chart: Chart, head: Direction, tail: Direction): void {
  const random = generator(1680);
  const [from, to] = [project(chart, head), project(chart, tail)];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  for (let hair = 0; hair < 70; hair++) {
    const side = (hair / 69 - 0.5) * 2;
    const length = (0.35 + 0.65 * random()) * (1 - 0.45 * side * side);
    const strand = (t: number): Point => {
      const spread = side * (0.02 + 0.13 * t * length) + 0.09 * (t * length) ** 2;
      return [from[0] + dx * t * length - dy * spread, from[1] + dy * t * length + dx * spread];
    };
    plate.curve('burnisher', 60, strand, (t) => 2.6 * (1 - t));
  }
  plate.dot('burnisher', from, 15);
  plate.dot('gold', from, 8);
}

/** A spiral nebula of two arms, seen aslant. */
export function drawGalaxy(
  plate: Plate,
  chart: Chart,
  name: string,
  at: Direction,
  radius: number,
  slant: number,
): void {
  const centre = project(chart, at);
  const tilt = (r: number, angle: number): Point => {
    const [x, y] = [r * Math.cos(angle), r * slant * Math.sin(angle)];
    return [centre[0] + 0.8 * x - 0.6 * y, centre[1] + 0.6 * x + 0.8 * y];
  };
  for (let strand = 0; strand < 14; strand++) {
    const start = (strand % 2) * Math.PI + Math.floor(strand / 2) * 0.17;
    const arm = (t: number) => tilt(radius * (0.08 + 0.92 * t), start + 7.5 * t ** 0.7);
    plate.curve('burnisher', 90, arm, (t) => 2.2 * (1 - t) + 0.5);
  }
  plate.dot('gold', centre, radius * 0.05);
  writeOnParallel(plate, chart, 'burnisher', name, 11, [centre[0], centre[1] + radius * 0.8 + 14]);
}

function starRadius({ magnitude }: Star): number {
  return 2.4 + 0.72 * Math.max(0, 6.2 - magnitude) ** 1.85;
}

function joinStars(plate: Plate, chart: Chart, a: Star, b: Star): void {
  const [from, to] = [project(chart, a), project(chart, b)];
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const at = (gap: number): Point => [
    from[0] + ((to[0] - from[0]) * gap) / length,
    from[1] + ((to[1] - from[1]) * gap) / length,
  ];
  const [start, end] = [at(starRadius(a) + 12), at(length - starRadius(b) - 12)];
  if (length < starRadius(a) + starRadius(b) + 30) return;
  plate.line('burnisher', start, end, 8);
  plate.line('gold', start, end, 3.2);
}

/** A star of eight rays, four long and four short, each half in light and half in the colour of the star. */
function drawStar(plate: Plate, at: Point, radius: number, tool: Tool): void {
  if (radius < 7) return plate.dot('burnisher', at, radius);
  plate.dot('burnisher', at, radius * 0.62);
  for (let ray = 0; ray < 8; ray++) {
    const angle = (ray * Math.PI) / 4 - Math.PI / 2;
    const tip = polar(at, radius * (ray % 2 ? 1.05 : 1.75), angle);
    plate.line('burnisher', at, tip, radius * 0.62, 1.5);
  }
  for (let ray = 0; ray < 8; ray++) {
    const angle = (ray * Math.PI) / 4 - Math.PI / 2;
    const tip = polar(at, radius * (ray % 2 ? 0.8 : 1.3), angle);
    plate.facet(tool, [at, tip, polar(at, radius * 0.34, angle + Math.PI / 8)]);
    plate.line('sepia', at, tip, Math.min(1.4, radius * 0.06), 0.4);
  }
}
