import { drawCircles, drawRim } from './circles.ts';
import {
  drawCluster,
  drawComet,
  drawFigures,
  drawGalaxy,
  drawMiniature,
  drawStars,
  engraveNight,
  prickDust,
} from './firmament.ts';
import { drawBorder, drawGround, SHEET, writeSpiral } from './frame.ts';
import { braidRing, roseEngine } from './guilloche.ts';
import { arc, measure, spaced, write } from './lettering.ts';
import { drawMedallion } from './medallion.ts';
import { drawMoon } from './moon.ts';
import { writeNames } from './names.ts';
import { drawOrbits } from './orbits.ts';
import { Plate, type Point } from './plate.ts';
import { drawRose } from './rose.ts';
import type { Chart } from './sky.ts';
import { drawSun } from './sun.ts';

/** One piece of the engraver's work, short enough to be stopped after. */
export type Motif = (plate: Plate) => void;

/** The picture at a width in pixels: a bare plate, and what is engraved into it, in this order. */
export interface Scene {
  readonly plate: Plate;
  readonly motifs: readonly Motif[];
}

const MIDDLE: Point = [SHEET.width / 2, SHEET.height / 2];
const CHART: Chart = { centre: MIDDLE, radius: 2840 };
const RIM = 275;
/** How many rings the sky is engraved in, so that it can be stopped. */
const NIGHTS = 12;

export function scene(width: number): Scene {
  const scale = width / SHEET.width;
  const plate = new Plate(width, Math.round(SHEET.height * scale), scale);
  const nights = Array.from({ length: NIGHTS }, (_, i): Motif => {
    return (onto) => engraveNight(onto, CHART, nightEdge(i), nightEdge(i + 1));
  });
  return { plate, motifs: [drawGround, drawBorder, prepareSky, ...nights, ...SKY, ...CORNERS, ...SIDES] };
}

/** Rings of equal area take equally long. */
const nightEdge = (i: number) => CHART.radius * Math.sqrt(i / NIGHTS);

const prepareSky: Motif = (plate) => {
  plate.dot('burnisher', MIDDLE, CHART.radius + RIM + 24);
  plate.aquatint('indigo', MIDDLE, 0, CHART.radius, 0.3);
};

const SKY: readonly Motif[] = [
  (plate) => prickDust(plate, CHART),
  (plate) => drawCircles(plate, CHART),
  (plate) => drawFigures(plate, CHART),
  (plate) => {
    drawComet(plate, CHART, { ra: 112, dec: 60 }, { ra: 96, dec: 33 });
    drawGalaxy(plate, CHART, 'M 31', { ra: 10.68, dec: 41.27 }, 46, 0.36);
    drawGalaxy(plate, CHART, 'M 33', { ra: 23.46, dec: 30.66 }, 22, 0.7);
    drawGalaxy(plate, CHART, 'M 51', { ra: 202.47, dec: 47.2 }, 16, 0.9);
    drawGalaxy(plate, CHART, 'M 81', { ra: 148.89, dec: 69.07 }, 18, 0.5);
    drawCluster(plate, CHART, 'M 13', { ra: 250.42, dec: 36.46 }, 16, 420);
    drawCluster(plate, CHART, 'M 3', { ra: 205.55, dec: 28.38 }, 13, 300);
    drawCluster(plate, CHART, 'M 44', { ra: 130.1, dec: 19.67 }, 24, 60);
    drawCluster(plate, CHART, 'M 42', { ra: 83.82, dec: -5.39 }, 20, 260);
    drawCluster(plate, CHART, 'H · X', { ra: 34.75, dec: 57.13 }, 24, 240);
  },
  (plate) => drawStars(plate, CHART),
  (plate) => writeNames(plate, CHART),
  (plate) => {
    plate.aquatint('gold', MIDDLE, CHART.radius + 186, CHART.radius + RIM, 0.55);
    plate.circle('indigo', MIDDLE, CHART.radius - 2, 14);
    drawRim(plate, CHART);
  },
  (plate) => {
    const { radius } = CHART;
    const band = { centre: MIDDLE, inner: radius + 192, outer: radius + 260, width: 1.5 };
    braidRing(plate, { ...band, tool: 'sepia', strands: 6, winds: 150 });
    braidRing(plate, { ...band, tool: 'vermilion', strands: 4, winds: 300, envelope: () => 0.4 });
    plate.rings('sepia', MIDDLE, [
      [radius + 264, 2],
      [radius + 272, 7],
    ]);
  },
];

const CORNERS: readonly Motif[] = [
  [-1, -1, 'LVNA', drawMoon] as const,
  [1, -1, 'SOL', drawSun] as const,
  [-1, 1, 'MVNDVS', drawOrbits] as const,
  [1, 1, 'VENTI', drawRose] as const,
].map(([right, down, name, draw]) => (plate) => {
  const centre: Point = [MIDDLE[0] + right * 3378, MIDDLE[1] + down * 2360];
  drawMedallion(plate, centre, name);
  draw(plate, centre);
});

const SIDES: readonly Motif[] = [
  [-1, 'indigo', 'PLANISPHÆRIVM', 'CÆLESTE'] as const,
  [1, 'vermilion', 'STELLARVM', 'INERRANTIVM'] as const,
].map(([side, tool, above, below]) => (plate) => {
  const centre: Point = [MIDDLE[0] + side * 3700, MIDDLE[1]];
  plate.dot('burnisher', centre, 505);
  plate.rings('sepia', centre, [
    [505, 2],
    [496, 6],
    [386, 2],
    [376, 1.2],
    [160, 4],
    [150, 1.2],
  ]);
  const [upper, lower] = [spaced(above), spaced(below)];
  write(plate, 'sepia', upper, 62, arc(centre, 410, -Math.PI / 2, measure(upper, 62)));
  write(plate, 'sepia', lower, 62, arc(centre, 472, Math.PI / 2, measure(lower, 62), true));
  const flower = { centre, inner: 168, outer: 368, strands: 36 };
  roseEngine(plate, { ...flower, tool: 'gold' }, 16, Math.PI);
  roseEngine(plate, { ...flower, tool }, 16);
  if (side < 0) drawMiniature(plate, { centre, radius: 142 });
  else writeSpiral(plate, centre, 132);
});
