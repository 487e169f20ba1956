import { FIGURES, STAR_NAMES } from './figures.ts';
import { arc, type Baseline, measure, spaced, write } from './lettering.ts';
import { type Plate, type Point, polar, type Tool } from './plate.ts';
import { type Chart, ecliptic, figureLines, PARALLELS, project, star, STARS } from './sky.ts';

interface Name {
  readonly text: string;
  readonly tool: Tool;
  readonly height: number;
  readonly near: Point;
}

/** A point that names keep clear of. */
interface Obstacle {
  readonly at: Point;
  /** How far a name stays away from it, beyond half its height. */
  readonly room: number;
}

/** How far from what it names, in steps, a name may stand. */
const DISTANCES = [0, 40, 70, 100, 135, 170, 210, 250, 300, 360];

/** Writes the names of the bright stars and of the constellations where they cross the least. */
export function writeNames(plate: Plate, chart: Chart): void {
  const taken = obstacles(chart);
  for (const name of [...starNames(chart), ...figureNames(chart)]) {
    const near = taken.filter(({ at: [x, y] }) => Math.hypot(x - name.near[0], y - name.near[1]) < 700);
    const candidates = DISTANCES.flatMap((distance) =>
      Array.from({ length: distance ? 16 : 1 }, (_, i) => {
        const at = polar(name.near, distance, (i * Math.PI) / 8);
        const points = span(chart, name, at);
        return { at, points, cost: distance / 80 + crossings(chart, name, points, near) };
      }),
    );
    const best = candidates.reduce((a, b) => (b.cost < a.cost ? b : a));
    taken.push(...best.points.map((at) => ({ at, room: 90 })));
    writeOnParallel(plate, chart, name.tool, name.text, name.height, best.at);
  }
}

/** Letters that follow the parallel through a point, upright in either half of the chart. */
export function writeOnParallel(plate: Plate, chart: Chart, tool: Tool, text: string, height: number, at: Point): void {
  const place = parallel(chart, text, height, at);
  if (tool !== 'burnisher') write(plate, 'burnisher', text, height, place, 0.3);
  write(plate, tool, text, height, place, 0.16);
}

function parallel({ centre }: Chart, text: string, height: number, at: Point): Baseline {
  const [dx, dy] = [at[0] - centre[0], at[1] - centre[1]];
  const inward = dy > 0;
  const radius = Math.max(60, Math.hypot(dx, dy)) + (inward ? height / 2 : -height / 2);
  return arc(centre, radius, Math.atan2(dy, dx), measure(text, height), inward);
}

/** Points along the middle of a name. */
function span(chart: Chart, { text, height }: Name, at: Point): Point[] {
  const [place, length] = [parallel(chart, text, height, at), measure(text, height)];
  const count = Math.ceil(length / 24);
  return Array.from({ length: count + 1 }, (_, i) => place((i / count) * length, height / 2));
}

function crossings(chart: Chart, { height }: Name, points: readonly Point[], taken: readonly Obstacle[]): number {
  let cost = 0;
  for (const [x, y] of points) {
    if (Math.hypot(x - chart.centre[0], y - chart.centre[1]) > chart.radius - height) cost += 20;
    for (const { at, room } of taken)
      cost += Math.max(0, 1 - Math.sqrt((x - at[0]) ** 2 + (y - at[1]) ** 2) / (height / 2 + room));
  }
  return cost;
}

function obstacles(chart: Chart): Obstacle[] {
  const stars = STARS.filter(({ magnitude }) => magnitude < 4.8).map((each) => ({
    at: project(chart, each),
    room: 28 + 8 * Math.max(0, 3 - each.magnitude),
  }));
  const sun = Array.from({ length: 720 }, (_, i) => project(chart, ecliptic(i / 2)));
  const circles = PARALLELS.flatMap((dec) => Array.from({ length: 720 }, (_, i) => project(chart, { ra: i / 2, dec })));
  const lines = figureLines().flatMap(([one, other]) => {
    const [from, to] = [project(chart, one), project(chart, other)];
    const count = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 24);
    const mix = (axis: 0 | 1, t: number) => from[axis] + (to[axis] - from[axis]) * t;
    return Array.from({ length: count }, (_, i): Point => [mix(0, i / count), mix(1, i / count)]);
  });
  return [...stars, ...[...sun, ...circles, ...lines].map((at) => ({ at, room: 30 }))];
}

function starNames(chart: Chart): Name[] {
  return Object.entries(STAR_NAMES).map(([id, text]) => ({
    text,
    tool: 'burnisher',
    height: 24,
    near: project(chart, star(id)),
  }));
}

function figureNames(chart: Chart): Name[] {
  return Object.entries(FIGURES).map(([constellation, [name, lines]]) => {
    const letters = Array.from(new Set(lines.replaceAll(' ', '')));
    const members = letters.map((letter) => project(chart, star(letter + constellation)));
    const mean = (axis: 0 | 1) => members.reduce((sum, member) => sum + member[axis], 0) / members.length;
    return { text: spaced(name), tool: 'gold', height: 36, near: [mean(0), mean(1)] };
  });
}
