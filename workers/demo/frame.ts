import { braidBand } from './guilloche.ts';
import { level, measure, write } from './lettering.ts';
import { type Plate, type Point, polar } from './plate.ts';

/** The sheet's measures: everything else is laid out within them. */
export const SHEET = { width: 9216, height: 7168 } as const;
const MARGIN = 150;
const BAND = 150;

/** Ovid, Metamorphoses I, 84–88: man alone was given a face that looks up at the stars. */
const OVID =
  'PRONAQVE CVM SPECTENT ANIMALIA CETERA TERRAM · OS HOMINI SVBLIME DEDIT CAELVMQVE VIDERE · IVSSIT ET ERECTOS AD SIDERA TOLLERE VVLTVS · ';

/** A ground of faint waves between the frame and everything that stands on it. */
export function drawGround(plate: Plate): void {
  const inset = MARGIN + BAND + 50;
  const { width, height } = SHEET;
  const lines = 330;
  for (let line = 0; line <= lines; line++) {
    const t = line / lines;
    const wave = (u: number): Point => {
      const x = inset + u * (width - 2 * inset);
      const swell =
        34 * Math.sin(u * 40 + 3 * Math.sin(t * 9)) * Math.sin(t * Math.PI) + 16 * Math.sin(u * 97 - t * 31);
      return [x, Math.max(inset, Math.min(height - inset, inset + t * (height - 2 * inset) + swell))];
    };
    plate.curve('gold', 1100, wave, (u) => 1.7 + 1.1 * Math.sin(u * 61 + t * 40));
  }
}

/** Rules, an interlaced band, a scale, and a rule that is not a rule: letters as small as pixels allow. */
export function drawBorder(plate: Plate): void {
  const rectangle = (inset: number, width: number) => {
    const [x1, y1] = [SHEET.width - inset, SHEET.height - inset];
    plate.path(
      'sepia',
      [
        [inset, inset],
        [x1, inset],
        [x1, y1],
        [inset, y1],
        [inset, inset],
      ],
      width,
    );
  };
  for (const [inset, width] of [
    [0, 9],
    [16, 2],
    [22, 1],
    [BAND - 4, 1],
    [BAND + 2, 2],
    [BAND + 22, 1],
    [BAND + 42, 4],
  ] as const) {
    rectangle(MARGIN + inset, width);
  }
  const middle = MARGIN + 22 + (BAND - 26) / 2;
  const [right, bottom] = [SHEET.width - middle, SHEET.height - middle];
  const corners: Point[] = [
    [middle, middle],
    [right, middle],
    [right, bottom],
    [middle, bottom],
  ];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % 4]!;
    const length = Math.abs(next[0] - corner[0]) + Math.abs(next[1] - corner[1]);
    const winds = Math.round(length / 260);
    braidBand(plate, 'indigo', corner, next, 52, 14, winds, 1.6);
    braidBand(plate, 'vermilion', corner, next, 20, 5, winds * 2, 1.8);
  });
  for (const corner of corners) drawCorner(plate, corner);
  const inner = MARGIN + BAND + 12;
  for (let x = inner + 10; x < SHEET.width - inner; x += 20) {
    for (const y of [inner, SHEET.height - inner]) plate.line('sepia', [x, y - 8], [x, y + 8], 6);
  }
  for (let y = inner + 10; y < SHEET.height - inner; y += 20) {
    for (const x of [inner, SHEET.width - inner]) plate.line('sepia', [x - 8, y], [x + 8, y], 6);
  }
  const line = OVID.repeat(Math.floor((SHEET.width - 2 * inner - 80) / measure(OVID, 8)));
  for (const y of [MARGIN + BAND + 36, SHEET.height - MARGIN - BAND - 28]) {
    write(plate, 'sepia', line, 8, level([SHEET.width / 2, y], measure(line, 8)), 0.14);
  }
}

/** Words in a spiral inwards, too small to be seen in any copy but the full one. */
export function writeSpiral(plate: Plate, centre: Point, radius: number): void {
  const pitch = 17;
  const place = (along: number, up: number): Point => {
    // A spiral covers its pitch times its length: what is left is the disc inside.
    const left = Math.sqrt(radius * radius - (along * pitch) / Math.PI);
    return polar(centre, left + up, ((radius - left) * 2 * Math.PI) / pitch - Math.PI / 2);
  };
  write(plate, 'sepia', OVID.repeat(2), 10, place, 0.14);
  write(plate, 'vermilion', 'VITRINE', 15, level([centre[0], centre[1] + 7], measure('VITRINE', 15)));
}

function drawCorner(plate: Plate, corner: Point): void {
  plate.dot('burnisher', corner, 74);
  plate.circle('sepia', corner, 72, 3);
  plate.circle('sepia', corner, 64, 1.2);
  for (let ray = 0; ray < 32; ray++) {
    const angle = (ray / 32) * 2 * Math.PI;
    plate.line(
      ray % 2 ? 'gold' : 'vermilion',
      polar(corner, 14, angle),
      polar(corner, ray % 2 ? 44 : 60, angle),
      5,
      0.8,
    );
  }
  plate.dot('sepia', corner, 9);
}
