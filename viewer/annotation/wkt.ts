import type { Vector } from '../twin/vector.ts';

/** A place, a line or an area on the surface of a twin: metres in the frame of its glTF. */
export interface Figure {
  type: 'point' | 'line' | 'area';
  places: readonly Vector[];
}

const FORM = /^\s*(POINT|LINESTRING|POLYGON)\s*(?:Z\s*)?\(\s*\(?([^()]*)\)?\s*\)\s*$/i;
const TYPES: Readonly<Record<string, Figure['type']>> = { POINT: 'point', LINESTRING: 'line', POLYGON: 'area' };

/** Reads Well-Known Text with three coordinates; null for every other. An area's ring is closed without saying its start twice. */
export function parseWkt(text: string): Figure | null {
  const [, name = '', list = ''] = FORM.exec(text) ?? [];
  const type = TYPES[name.toUpperCase()];
  const rows = list.split(',').map((place) => place.trim().split(/\s+/).map(Number));
  const places = rows.flatMap(([x, y, z]): Vector[] =>
    Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z) ? [[x ?? 0, y ?? 0, z ?? 0]] : [],
  );
  if (type === undefined || places.length !== rows.length) return null;
  return { type, places: type === 'area' && same(places[0], places.at(-1)) ? places.slice(0, -1) : places };
}

export function formatWkt({ type, places }: Figure): string {
  if (type === 'point') return `POINT Z (${places.slice(0, 1).map(row).join()})`;
  if (type === 'line') return `LINESTRING Z (${places.map(row).join(', ')})`;
  return `POLYGON Z ((${[...places, ...places.slice(0, 1)].map(row).join(', ')}))`;
}

function row(place: Vector): string {
  return place.map(precise).join(' ');
}

/** To a hundredth of a millimetre: finer than any scan. */
export function precise(value: number): number {
  return Math.round(value * 1e5) / 1e5 || 0;
}

function same(a: Vector | undefined, b: Vector | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b && a.every((value, axis) => value === b[axis]);
}
