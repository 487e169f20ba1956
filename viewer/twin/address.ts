import { LIGHT, lightAt, type Light } from './light.ts';
import type { Measure } from './measures.ts';
import type { Pose } from './pose.ts';
import type { Axis, Section } from './section.ts';
import type { Vector } from './vector.ts';

/** What the visitor sees of a twin, and how: what a link to it carries. */
export interface TwinView {
  /** Null for the whole of it, as it opens. */
  camera: Pose | null;
  light: Light;
  texture: boolean;
  wireframe: boolean;
  section: Section | null;
  measures: readonly Measure[];
}

export const OPENING: TwinView = {
  camera: null,
  light: LIGHT,
  texture: true,
  wireframe: false,
  section: null,
  measures: [],
};

/** The part of the page's address that belongs to the twin: `camera=…&light=…`; empty for what it opens with. */
export function formatTwinView(view: TwinView): string {
  const { camera, light, section } = view;
  const fine = camera === null ? 5 : decimals(camera.distance / 5000);
  const parts: [string, string | null][] = [
    ['camera', camera === null ? null : formatCamera(camera, fine)],
    ['light', light.x === LIGHT.x && light.y === LIGHT.y ? null : list([light.x, light.y], 2)],
    ['texture', view.texture ? null : 'off'],
    ['wireframe', view.wireframe ? 'on' : null],
    [
      'section',
      section === null ? null : `${section.axis},${list([section.position], 3)}${section.flipped ? ',-' : ''}`,
    ],
    ...view.measures.map((measure): [string, string] => ['measure', formatMeasure(measure)]),
  ];
  // Commas stay as they are: they are allowed in a fragment and easier to read.
  return parts.flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`])).join('&');
}

/** Reads what anybody may have written into the address: what makes no sense is as if it were not there. */
export function parseTwinView(text: string): TwinView {
  const values = new URLSearchParams(text);
  const light = numbers(values.get('light'));
  return {
    camera: parseCamera(numbers(values.get('camera'))),
    light: light.length === 2 ? lightAt(light[0] ?? 0, light[1] ?? 0) : LIGHT,
    texture: values.get('texture') !== 'off',
    wireframe: values.get('wireframe') === 'on',
    section: parseSection(values.get('section') ?? ''),
    measures: values.getAll('measure').flatMap((measure) => {
      const [a, b, c, d, e, f] = numbers(measure);
      return a === undefined ||
        b === undefined ||
        c === undefined ||
        d === undefined ||
        e === undefined ||
        f === undefined
        ? []
        : [
            [
              [a, b, c],
              [d, e, f],
            ] as const,
          ];
    }),
  };
}

function formatCamera({ azimuth, elevation, distance, target, roll }: Pose, fine: number): string {
  const place = [list([distance], fine + 1), list(target, fine)].join(',');
  const turned = turn(roll);
  return `${list([turn(azimuth), elevation], 1)},${place}${Math.abs(turned) < 0.05 ? '' : `,${list([turned], 1)}`}`;
}

/** Azimuth, elevation, distance, the three of the target; roll may be missing. */
function parseCamera(values: readonly number[]): Pose | null {
  const [azimuth, elevation, distance, x, y, z, roll = 0] = values;
  if (azimuth === undefined || elevation === undefined || distance === undefined) return null;
  if (x === undefined || y === undefined || z === undefined || distance <= 0 || Math.abs(elevation) > 90) return null;
  return { azimuth: turn(azimuth), elevation, distance, target: [x, y, z], roll: turn(roll) };
}

function parseSection(text: string): Section | null {
  const match = /^([xyz]),(\d*\.?\d+)(,-)?$/.exec(text);
  if (match === null) return null;
  return { axis: match[1] as Axis, position: Math.min(1, Number(match[2])), flipped: match[3] !== undefined };
}

function formatMeasure(measure: Measure): string {
  const [from, to] = measure;
  const span = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
  return measure.map((point: Vector) => list(point, decimals(span / 5000))).join(',');
}

function numbers(text: string | null): number[] {
  const values = (text ?? '').split(',').map((part) => (part === '' ? NaN : Number(part)));
  return values.every(Number.isFinite) ? values : [];
}

function list(values: readonly number[], digits: number): string {
  return values.map((value) => String(Number(value.toFixed(digits)) || 0)).join(',');
}

/** Digits after the point that tell lengths of this size apart. */
function decimals(size: number): number {
  return Math.min(12, Math.max(0, Math.ceil(-Math.log10(size || 1))));
}

/** Degrees from -180 up to 180. */
function turn(degrees: number): number {
  return degrees - Math.round(degrees / 360) * 360;
}
