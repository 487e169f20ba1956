import { cloud, speckle } from './noise.ts';
import { INKS, type Plate } from './plate.ts';

/** Each ink's colour at full coverage, as the light it lets through on white. */
const TRANSMITTANCE = {
  sepia: [0.2, 0.145, 0.11],
  indigo: [0.085, 0.15, 0.32],
  vermilion: [0.78, 0.2, 0.12],
  gold: [0.84, 0.62, 0.2],
} as const;

const PAPER = [245, 234, 211] as const;

/** Paper is mottled in steps of this many picture units. */
const MOTTLE = 16;

/** For each ink and each coverage: what it leaves of red, green and blue. */
const LEFT = INKS.map((ink) =>
  TRANSMITTANCE[ink].map((through) => Float32Array.from({ length: 256 }, (_, c) => 1 - (c / 255) * (1 - through))),
);

/**
 * Prints rows of a plate on laid paper. The colours take the place of the coverages in the same memory, three bytes
 * a pixel instead of four, so rows must be printed once and from the top.
 */
export function print(plate: Plate, top: number, bottom: number): void {
  const { width, pixels, scale } = plate;
  for (let y = top; y < bottom; y++) {
    const row = paperRow(plate, y);
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      const light = row[Math.floor(x / (MOTTLE * scale))]! + (speckle(x, y) - 0.5) * 0.008;
      let [r, g, b] = [PAPER[0] * light, PAPER[1] * light, PAPER[2] * light];
      for (let ink = 0; ink < 4; ink++) {
        const coverage = pixels[from + ink]!;
        if (coverage === 0) continue;
        r *= LEFT[ink]![0]![coverage]!;
        g *= LEFT[ink]![1]![coverage]!;
        b *= LEFT[ink]![2]![coverage]!;
      }
      const to = (y * width + x) * 3;
      pixels[to] = Math.min(255, r + 0.5);
      pixels[to + 1] = Math.min(255, g + 0.5);
      pixels[to + 2] = Math.min(255, b + 0.5);
    }
  }
}

/** The paper's lightness along a row: clouds of fibre, the wires of the mould, and an edge that has aged. */
function paperRow({ width, height, scale }: Plate, row: number): Float32Array {
  const y = row / scale;
  const wire = Math.sin((y * 2 * Math.PI) / 14) * 0.004;
  return Float32Array.from({ length: Math.ceil(width / (MOTTLE * scale)) + 1 }, (_, i) => {
    const x = i * MOTTLE;
    const edge = Math.min(x, y, width / scale - x, height / scale - y);
    const age = 0.085 * Math.exp(-Math.max(0, edge) / (90 + 220 * cloud(x / 700, y / 700, 3)));
    return 0.965 + 0.07 * cloud(x / 1100, y / 1100, 5) - age + wire;
  });
}
