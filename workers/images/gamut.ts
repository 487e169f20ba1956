import { colorants } from './icc.ts';
import type { Vector } from './icc.ts';

/** Which colours a pyramid can show: those of every screen, or those of the wider ones too. */
export type Gamut = 'srgb' | 'p3';

/** XYZ of D50 to linear sRGB: the inverse of the matrix of sRGB's colorants (IEC 61966-2-1, adapted by Bradford's method). */
const TO_SRGB: readonly [Vector, Vector, Vector] = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];

/**
 * How far below nought a pure colour may lie in linear sRGB, measured by its greatest part. Rounding in the many profiles
 * called sRGB comes to 0.002; the green of Display P3 to 0.22, of Adobe RGB to 0.40, of eciRGB to 0.46, of ProPhoto to 0.59.
 */
const TOLERANCE = 0.03;

/**
 * Whether a profile's colours reach beyond sRGB: a colour that sRGB cannot mix has a negative part there, and the purest
 * colours of a profile are its colorants. Its name does not count. A profile of tables alone has no colorants to go by and
 * is taken for no wider.
 */
export function isWiderThanSrgb(profile: Buffer): boolean {
  return (colorants(profile) ?? []).some((colorant) => {
    const parts = TO_SRGB.map((row) => row.reduce((sum, factor, i) => sum + factor * colorant[i]!, 0));
    return Math.min(...parts) < -TOLERANCE * Math.max(...parts);
  });
}
