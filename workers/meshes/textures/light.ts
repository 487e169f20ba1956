import { linearOf, srgbOf } from '../../srgb.ts';

/** Of light. */
export const FULL = 65_535;

/**
 * Colours are averaged as light (IEC 61966-2-1): in sRGB, fine patterns of dark and bright would come out too dark. Light
 * of each of the 256 values, 0…65535: whole numbers are averaged twice as fast as floats.
 */
export const LIGHT: Uint16Array = Uint16Array.from({ length: 256 }, (_, i) => Math.round(FULL * linearOf(i / 255)));

/** Eight steps of light have one sRGB value: fine enough that each of the 256 is met again. */
const SHIFT = 3;

const CODES: Uint8Array = Uint8Array.from({ length: (FULL >> SHIFT) + 1 }, (_, i) => {
  const light = Math.min(1, ((i << SHIFT) + 2 ** (SHIFT - 1)) / FULL);
  return Math.round(255 * srgbOf(light));
});

/** sRGB of light that may lie outside of 0…65535. */
export const codeOf = (light: number): number =>
  CODES[light <= 0 ? 0 : light >= FULL ? FULL >> SHIFT : light >> SHIFT]!;
