import { arc, measure, spaced, write } from './lettering.ts';
import { type Plate, polar } from './plate.ts';
import { type Chart, ecliptic, PARALLELS, project, SOUTH } from './sky.ts';

const MONTHS = [
  ['IANVARIVS', 31],
  ['FEBRVARIVS', 28],
  ['MARTIVS', 31],
  ['APRILIS', 30],
  ['MAIVS', 31],
  ['IVNIVS', 30],
  ['IVLIVS', 31],
  ['AVGVSTVS', 31],
  ['SEPTEMBER', 30],
  ['OCTOBER', 31],
  ['NOVEMBER', 30],
  ['DECEMBER', 31],
] as const;
const HOURS = 'I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII XXIII XXIV'.split(' ');
const DEGREE = Math.PI / 180;
/** The angle on the chart of right ascension 0. */
const ZERO = 7.5 * DEGREE;

/** Hour circles, tropics, the equator and the ecliptic, each divided into degrees. */
export function drawCircles(plate: Plate, chart: Chart): void {
  const { centre } = chart;
  const radiusOf = (declination: number) => (chart.radius * (90 - declination)) / (90 - SOUTH);
  for (let hour = 0; hour < 24; hour++) {
    const angle = ZERO + hour * 15 * DEGREE;
    const inner = radiusOf(hour % 6 ? 80 : 90);
    plate.line('burnisher', polar(centre, inner, angle), polar(centre, chart.radius, angle), 2);
  }
  for (const declination of PARALLELS) {
    const radius = radiusOf(declination);
    plate.circle('burnisher', centre, radius, 8);
    plate.circle('gold', centre, radius - 3, 1.6);
    plate.circle('gold', centre, radius + 3, 1.6);
    for (let degree = 0; degree < 360; degree++) {
      const angle = ZERO + degree * DEGREE;
      const reach = degree % 5 ? 3 : 9;
      plate.line('gold', polar(centre, radius - reach, angle), polar(centre, radius + reach, angle), 1.4);
    }
  }
  const along = (offset: number) => (t: number) => {
    const [x, y] = project(chart, ecliptic(t * 360));
    const [nx, ny] = project(chart, ecliptic(t * 360 + 0.5));
    const length = Math.hypot(nx - x, ny - y);
    return [x + ((ny - y) / length) * offset, y - ((nx - x) / length) * offset] as const;
  };
  plate.curve('burnisher', 1440, along(0), 22);
  for (const offset of [-9, 9]) plate.curve('vermilion', 1440, along(offset), 2.2);
  for (let degree = 0; degree < 360; degree++) {
    // Every other degree is filled, as on the scale of a map.
    if (degree % 2) plate.curve('vermilion', 4, (t) => along(0)((degree + t) / 360), 6);
    const tick = degree % 30 === 0 ? 30 : degree % 5 === 0 ? 16 : 9;
    plate.line('vermilion', along(-tick)(degree / 360), along(tick)(degree / 360), degree % 30 ? 1.4 : 3);
  }
}

/** The rim outside the sky: ten minutes, degrees, hours, and the days on which the mean sun stands there. */
export function drawRim(plate: Plate, chart: Chart): void {
  const { centre, radius } = chart;
  const tick = (angle: number, from: number, to: number, width: number) =>
    plate.line('sepia', polar(centre, radius + from, angle), polar(centre, radius + to, angle), width);
  plate.rings('sepia', centre, [
    [radius + 2, 5],
    [radius + 12, 1.5],
    [radius + 34, 1.5],
    [radius + 96, 2],
    [radius + 102, 1],
    [radius + 178, 1],
    [radius + 184, 3],
  ]);
  for (let minute = 0; minute < 2160; minute++) tick(ZERO + (minute / 6) * DEGREE, 12, minute % 3 ? 20 : 26, 1.2);
  for (let degree = 0; degree < 360; degree++) {
    const angle = ZERO + degree * DEGREE;
    tick(angle, 12, degree % 5 ? 34 : 42, 1.8);
    if (degree % 2) plate.curve('sepia', 12, (t) => polar(centre, radius + 7, angle + t * DEGREE), 8);
    if (degree % 5 === 0 && degree % 15) number(plate, chart, String(degree), 22, 54, angle);
  }
  HOURS.forEach((hour, i) => number(plate, chart, hour, 36, 48, ZERO + (i + 1) * 15 * DEGREE));
  let day = 0;
  for (const [month, days] of MONTHS) {
    for (let date = 1; date <= days; date++, day++) {
      // The sun stands at right ascension 0 on 20 March, the 79th day.
      const angle = ZERO + ((day - 78) / 365) * 2 * Math.PI;
      tick(angle, 102, date === 1 ? 178 : date % 5 ? 112 : 120, date === 1 ? 3 : 1.4);
      if (date % 5 === 0 && date < 30) number(plate, chart, String(date), 13, 123, angle);
    }
    const middle = ZERO + ((day - days / 2 - 78) / 365) * 2 * Math.PI;
    number(plate, chart, spaced(month), 28, 146, middle, 'vermilion');
  }
}

function number(
  plate: Plate,
  { centre, radius }: Chart,
  text: string,
  height: number,
  offset: number,
  angle: number,
  tool: 'sepia' | 'vermilion' = 'sepia',
): void {
  // Heads outward in the upper half, inward in the lower, so that nothing stands upside down.
  const inward = Math.sin(angle) > 0;
  write(
    plate,
    tool,
    text,
    height,
    arc(centre, radius + offset + (inward ? height : 0), angle, measure(text, height), inward),
  );
}
