import { hexOfLab, labOfBytes } from './oklab.ts';
import type { Lab } from './oklab.ts';

export interface PaletteOptions {
  /** At most so many colours. */
  colours?: number;
}

export const PALETTE_DEFAULTS: Required<PaletteOptions> = Object.freeze({ colours: 8 });

/** A colour of a picture. */
export interface Swatch {
  /** `#rrggbb`, sRGB. */
  hex: string;
  /** Of the picture's area, 0 to 1. */
  share: number;
}

/** Bits of each channel within which colours are one from the start: 32,768 of them, and the picture may have any size. */
const BITS = 5;
/** Two colours that are nearer than this, in OKLab, would be taken for one by whoever sees them apart. */
const ALIKE = 0.06;
/** Moves of the means after which nothing is to be seen of another. */
const ROUNDS = 24;

/**
 * The colours that a picture is made of, the largest first. Boxes of colours are cut in two where they are most spread,
 * beginning with the one that is worst described by its mean (Wu 1991, in OKLab); then means move to their nearest
 * colours (k-means), and those that look alike become one. No chance is in it: the same picture, the same palette.
 *
 * `pixels`: red, green, blue of each, sRGB.
 */
export function paletteOf(pixels: Uint8Array, options: PaletteOptions = {}): Swatch[] {
  const { colours } = { ...PALETTE_DEFAULTS, ...options };
  const points = pointsOf(pixels);
  if (points.length === 0) return [];
  const means = settled(points, cut(points, colours).map(meanOf));
  const groups = united(means.filter(({ weight }) => weight > 0));
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  return groups
    .map(({ lab, weight }) => ({ hex: hexOfLab(lab), share: weight / total }))
    .toSorted((one, other) => other.share - one.share || (one.hex < other.hex ? -1 : 1));
}

/** Colours that are nearly the same, as their mean. */
interface Point {
  lab: Lab;
  /** Pixels. */
  weight: number;
}

function pointsOf(pixels: Uint8Array): Point[] {
  const counts = new Uint32Array(1 << (3 * BITS));
  const sums = new Float64Array(counts.length * 3);
  const lab = new Float64Array(3);
  const off = 8 - BITS;
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
    const bin = ((red >> off) << (2 * BITS)) | ((green >> off) << BITS) | (blue >> off);
    labOfBytes(red, green, blue, lab, 0);
    counts[bin]!++;
    for (let axis = 0; axis < 3; axis++) sums[bin * 3 + axis]! += lab[axis]!;
  }
  const points: Point[] = [];
  for (const [bin, weight] of counts.entries()) {
    if (weight === 0) continue;
    const at = bin * 3;
    points.push({ lab: [sums[at]! / weight, sums[at + 1]! / weight, sums[at + 2]! / weight], weight });
  }
  return points;
}

function meanOf(points: readonly Point[]): Point {
  const sum: Lab = [0, 0, 0];
  let weight = 0;
  for (const point of points) {
    weight += point.weight;
    for (let axis = 0; axis < 3; axis++) sum[axis]! += point.lab[axis]! * point.weight;
  }
  return { lab: [sum[0] / weight, sum[1] / weight, sum[2] / weight], weight };
}

/** Sum of the squared distances from the mean along each axis. */
function spreadOf(points: readonly Point[]): Lab {
  const { lab: mean } = meanOf(points);
  const spread: Lab = [0, 0, 0];
  for (const { lab, weight } of points)
    for (let axis = 0; axis < 3; axis++) spread[axis]! += (lab[axis]! - mean[axis]!) ** 2 * weight;
  return spread;
}

function cut(points: readonly Point[], most: number): Point[][] {
  const boxes = [{ points: [...points], spread: spreadOf(points) }];
  while (boxes.length < most) {
    const worst = boxes.reduce((one, other) => (sum(other.spread) > sum(one.spread) ? other : one));
    const axis = worst.spread.indexOf(Math.max(...worst.spread));
    const middle = meanOf(worst.points).lab[axis]!;
    const halves = [true, false].map((below) => worst.points.filter(({ lab }) => lab[axis]! < middle === below));
    if (halves.some(({ length }) => length === 0)) break;
    boxes.splice(boxes.indexOf(worst), 1, ...halves.map((half) => ({ points: half, spread: spreadOf(half) })));
  }
  return boxes.map((box) => box.points);
}

const sum = ([one, two, three]: Lab): number => one + two + three;
const apart = ([l, a, b]: Lab, [m, c, d]: Lab): number => (l - m) ** 2 + (a - c) ** 2 + (b - d) ** 2;

function settled(points: readonly Point[], from: readonly Point[]): Point[] {
  let means = [...from];
  for (let round = 0; round < ROUNDS; round++) {
    const groups = means.map((): Point[] => []);
    for (const point of points) {
      let nearest = 0;
      for (let at = 1; at < means.length; at++)
        if (apart(point.lab, means[at]!.lab) < apart(point.lab, means[nearest]!.lab)) nearest = at;
      groups[nearest]!.push(point);
    }
    const moved = groups.map((group, at) => (group.length === 0 ? { lab: means[at]!.lab, weight: 0 } : meanOf(group)));
    const still = moved.every(
      ({ lab, weight }, at) => weight === means[at]!.weight && apart(lab, means[at]!.lab) === 0,
    );
    means = moved;
    if (still) break;
  }
  return means;
}

/** The nearest two become one, until all differ. */
function united(means: readonly Point[]): Point[] {
  const groups = [...means];
  for (;;) {
    let [first, second, least] = [-1, -1, ALIKE ** 2];
    for (let one = 0; one < groups.length; one++) {
      for (let other = one + 1; other < groups.length; other++) {
        const distance = apart(groups[one]!.lab, groups[other]!.lab);
        if (distance < least) [first, second, least] = [one, other, distance];
      }
    }
    if (first < 0) return groups;
    const [gone] = groups.splice(second, 1);
    groups[first] = meanOf([groups[first]!, gone!]);
  }
}
