import { readFileSync } from 'node:fs';
import { FIGURES } from './figures.ts';
import { cloud } from './noise.ts';
import { type Point, polar } from './plate.ts';

/** A place in the sky, right ascension and declination in degrees (J2000). */
export interface Direction {
  readonly ra: number;
  readonly dec: number;
}

export interface Star extends Direction {
  readonly magnitude: number;
  /** B−V: about 0 for a white star, above 1.4 for a red one. */
  readonly colour: number;
  /** Bayer letter and constellation, as `αOri`; empty where there is none or the star is faint. */
  readonly name: string;
}

/** The chart ends where the stars never rise over Central Europe. */
export const SOUTH = -38;

/** The polar circle, the tropics and the equator. */
export const PARALLELS = [66.56, 23.44, 0, -23.44] as const;

/** A map of the sky around the north celestial pole, as one sees it when looking up: east is to the left of south. */
export interface Chart {
  readonly centre: Point;
  readonly radius: number;
}

const RADIANS = Math.PI / 180;

/** Azimuthal equidistant projection, with Orion (82.5°) upright at the bottom. */
export function project({ centre, radius }: Chart, { ra, dec }: Direction): Point {
  return polar(centre, ((90 - dec) / (90 - SOUTH)) * radius, (ra - 82.5 + 90) * RADIANS);
}

export function unproject({ centre, radius }: Chart, [x, y]: Point): Direction {
  const [dx, dy] = [x - centre[0], y - centre[1]];
  return { ra: Math.atan2(dy, dx) / RADIANS - 7.5, dec: 90 - (Math.hypot(dx, dy) / radius) * (90 - SOUTH) };
}

/** The point of the ecliptic at a longitude in degrees. */
export function ecliptic(longitude: number): Direction {
  const [l, tilt] = [longitude * RADIANS, 23.439 * RADIANS];
  const ra = Math.atan2(Math.sin(l) * Math.cos(tilt), Math.cos(l)) / RADIANS;
  return { ra, dec: Math.asin(Math.sin(l) * Math.sin(tilt)) / RADIANS };
}

/** How bright the Milky Way is, 0–1: a band that swells towards Sagittarius, torn by clouds and the Great Rift. */
export function milkyWay({ ra, dec }: Direction): number {
  const [a, d, pole] = [(ra - 192.86) * RADIANS, dec * RADIANS, 27.13 * RADIANS];
  const b = Math.asin(Math.sin(d) * Math.sin(pole) + Math.cos(d) * Math.cos(pole) * Math.cos(a)) / RADIANS;
  const y = Math.cos(d) * Math.sin(a);
  const x = Math.sin(d) * Math.cos(pole) - Math.cos(d) * Math.sin(pole) * Math.cos(a);
  const l = (122.93 * RADIANS - Math.atan2(y, x)) / RADIANS;
  const centre = 0.5 + 0.5 * Math.cos(l * RADIANS);
  // Along a circle of longitudes the noise closes upon itself.
  const r = 9 + b * 0.16;
  const [u, v] = [r * Math.cos(l * RADIANS), r * Math.sin(l * RADIANS)];
  const warp = (cloud(u, v, 3) - 0.5) * 14;
  const width = 6.5 + 5 * centre;
  const band = Math.exp(-(((b + warp * 0.5) / width) ** 2)) * (0.5 + 0.5 * centre);
  const rift = Math.exp(-(((b - 2 + warp) / 2.6) ** 2)) * Math.max(0, Math.cos((l - 35) * RADIANS)) ** 2;
  const torn = 0.25 + 1.35 * cloud(u * 2.3 + 40, v * 2.3, 6);
  return Math.max(0, Math.min(1, band * torn - 0.85 * band * rift));
}

/**
 * Every star that the naked eye sees there, brightest first: positions, magnitudes and colours of the extended
 * Hipparcos compilation (Anderson and Francis 2012), as selected by d3-celestial.
 */
export const STARS: readonly Star[] = readFileSync(new URL('stars.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [ra, dec, magnitude, colour, name = ''] = line.split('\t');
    return { ra: Number(ra), dec: Number(dec), magnitude: Number(magnitude), colour: Number(colour), name };
  });

/** The brighter of the stars that share a Bayer letter. */
export function star(name: string): Star {
  const found = STARS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`No star ${name} in the catalogue`);
  return found;
}

/** The pairs of stars that the figures of the constellations join. */
export function figureLines(): [Star, Star][] {
  return Object.entries(FIGURES).flatMap(([constellation, [, lines]]) =>
    lines.split(' ').flatMap((line) => {
      const stars = Array.from(line, (letter) => star(letter + constellation));
      return stars.slice(1).map((to, i): [Star, Star] => [stars[i]!, to]);
    }),
  );
}
