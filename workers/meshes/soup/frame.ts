import type { Box } from '../grid.ts';
import type { Axis, MeshHeader } from '../source.ts';

/** How a file's numbers are to be read, and who says so. */
export interface Frame {
  /** Metres of one unit. */
  unit: number;
  unitFrom: 'file' | 'guess' | 'curator';
  up: Axis;
  upFrom: 'file' | 'guess' | 'curator';
}

/** Coordinate i in metres with y up is `scale[i]` times the file's coordinate number `axes[i]`. */
export interface FrameTransform {
  axes: readonly [number, number, number];
  scale: readonly [number, number, number];
}

const UNITS: Record<string, number> = {
  mm: 0.001,
  millimeter: 0.001,
  millimetre: 0.001,
  cm: 0.01,
  centimeter: 0.01,
  centimetre: 0.01,
  dm: 0.1,
  m: 1,
  meter: 1,
  metre: 1,
  in: 0.0254,
  inch: 0.0254,
  inches: 0.0254,
  ft: 0.3048,
  foot: 0.3048,
  feet: 0.3048,
};

/** Nothing that museums scan is longer than this in metres, and little is shorter in millimetres. */
const LONGEST_IN_METRES = 20;

/** Machine tools and scanners have z up. */
const Z_UP = /stl|ply/;

/**
 * The curator is right, then the file (glTF is in metres with y up; a name like `vase.unitsmm.stl` or `vase_mm.ply` tells
 * the unit). Else it is a guess: a scan whose longest side is more than 20 units is in millimetres, a smaller one
 * in metres; z is up in STL and PLY, y in OBJ.
 */
export function frameOf(
  name: string,
  header: Pick<MeshHeader, 'mediaType' | 'unit' | 'up'>,
  { min, max }: Box,
  curator: { unit?: number; up?: Axis } = {},
): Frame {
  const told = header.unit ?? unitOfName(name);
  const longest = Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
  const guessed = longest > LONGEST_IN_METRES ? 0.001 : 1;
  return {
    unit: curator.unit ?? told ?? guessed,
    unitFrom: from(curator.unit, told),
    up: curator.up ?? header.up ?? (Z_UP.test(header.mediaType) ? 'z' : 'y'),
    upFrom: from(curator.up, header.up),
  };
}

/** Turned by quarters, never mirrored: z up falls over backwards, x up to the left. */
export function frameTransform({ unit, up }: Pick<Frame, 'unit' | 'up'>): FrameTransform {
  if (up === 'z') return { axes: [0, 2, 1], scale: [unit, unit, -unit] };
  if (up === 'x') return { axes: [1, 0, 2], scale: [-unit, unit, unit] };
  return { axes: [0, 1, 2], scale: [unit, unit, unit] };
}

/** A box of the file in metres with y up. */
export function boxInMetres({ min, max }: Box, { axes, scale }: FrameTransform): Box {
  const one = axes.map((axis, i) => min[axis]! * scale[i]!);
  const other = axes.map((axis, i) => max[axis]! * scale[i]!);
  const pick = (choose: (...numbers: number[]) => number): [number, number, number] => [
    choose(one[0]!, other[0]!),
    choose(one[1]!, other[1]!),
    choose(one[2]!, other[2]!),
  ];
  return { min: pick(Math.min), max: pick(Math.max) };
}

const from = (curator: unknown, file: unknown): 'file' | 'guess' | 'curator' => {
  if (curator !== undefined) return 'curator';
  return file === undefined ? 'guess' : 'file';
};

/** `unitsmm`, `units-mm`, or a word of its own at the end of the name: `_mm`, `-inches`, ` (cm)`. */
function unitOfName(name: string): number | undefined {
  const stem = name.toLowerCase().replace(/\.[a-z0-9]+$/, '');
  const match =
    /units?[-_ =]?([a-z]+)(?![a-z])/.exec(stem) ??
    /[-_. ([](mm|cm|millimet(?:er|re)|centimet(?:er|re)|inch(?:es)?|feet)[)\]]?$/.exec(stem);
  return match === null ? undefined : UNITS[match[1]!];
}
