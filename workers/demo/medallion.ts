import { braidRing } from './guilloche.ts';
import { arc, measure, spaced, write } from './lettering.ts';
import { type Plate, type Point, polar } from './plate.ts';

export const MEDALLION = 800;
/** The radius of what a medallion's rim leaves for its picture. */
export const FIELD = 640;

/** A round frame in a corner of the sheet, with the name of what it shows. */
export function drawMedallion(plate: Plate, centre: Point, name: string): void {
  plate.dot('burnisher', centre, MEDALLION + 24);
  plate.aquatint('gold', centre, MEDALLION - 60, MEDALLION, 0.55);
  braidRing(plate, {
    tool: 'sepia',
    centre,
    inner: MEDALLION - 56,
    outer: MEDALLION - 6,
    strands: 5,
    winds: 60,
    width: 1.6,
  });
  plate.rings('sepia', centre, [
    [800, 7],
    [812, 2],
    [742, 2],
    [734, 1.2],
    [FIELD + 22, 1.2],
    [FIELD, 5],
  ]);
  for (let tick = 0; tick < 720; tick++) {
    const angle = (tick * Math.PI) / 360;
    const reach = tick % 10 ? (tick % 2 ? 8 : 13) : 20;
    plate.line('sepia', polar(centre, FIELD, angle), polar(centre, FIELD + reach, angle), 1.5);
  }
  const title = spaced(name);
  write(plate, 'sepia', title, 44, arc(centre, FIELD + 84, Math.PI / 2, measure(title, 44), true));
  braidRing(plate, {
    tool: 'vermilion',
    centre,
    inner: FIELD + 27,
    outer: FIELD + 31,
    strands: 2,
    winds: 180,
    width: 1,
  });
  for (const side of [-1, 1]) {
    const reach = measure(title, 44) / 2 / FIELD + 0.12;
    const from = Math.PI / 2 + side * reach;
    const span = side * (2 * Math.PI - 2 * reach) * 0.5;
    for (let strand = 0; strand < 3; strand++) {
      const vine = (t: number) =>
        polar(centre, FIELD + 58 + 15 * Math.sin(t * 90 * Math.PI + (strand * 2 * Math.PI) / 3), from + t * span);
      plate.curve('gold', 900, vine, 2.4);
    }
  }
}
