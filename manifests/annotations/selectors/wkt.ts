import { AnnotationError } from '../model/refuse.ts';
import { area2, box2, point2, shape3 } from './shapes.ts';
import type { Shape } from './shapes.ts';
import { writePath } from './path.ts';

export interface Wkt {
  kind: 'point' | 'line' | 'polygon';
  dimensions: 2 | 3;
  /** x, y or x, y, z for each point of each part; of polygons, each ring, all alike. */
  lines: number[][];
}

/** How deep each type's points are in brackets: `POINT (1 2)`, `POLYGON ((…), (…))`, `MULTIPOLYGON (((…)))`. */
const TYPES: Record<string, { kind: Wkt['kind']; depth: number }> = {
  POINT: { kind: 'point', depth: 1 },
  MULTIPOINT: { kind: 'point', depth: 1 },
  LINESTRING: { kind: 'line', depth: 1 },
  MULTILINESTRING: { kind: 'line', depth: 2 },
  POLYGON: { kind: 'polygon', depth: 2 },
  TRIANGLE: { kind: 'polygon', depth: 2 },
  MULTIPOLYGON: { kind: 'polygon', depth: 3 },
};

const HEAD = /^\s*([A-Z]+?)\s*(Z)?\s*(?=\()/i;
const PART = /\s*(?:(\()|(\))|(,)|([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?![\w.]))/iy;

/**
 * Well-known text (OGC 06-103r4, 7). Measures (`M`) are not taken; `POLYGONZ` and a missing `Z` beside three numbers are,
 * as drafts of Presentation 4 and programs write both.
 */
export function readWkt(text: string, place: string, points: number): Wkt {
  const head = HEAD.exec(text);
  const name = head?.[1]?.toUpperCase() ?? '';
  const type = TYPES[name];
  if (!head || !type) {
    throw new AnnotationError('WKT of a POINT, LINESTRING, POLYGON or MULTI… of them, with Z or without', place, text);
  }
  const wrong = (came: string): AnnotationError => new AnnotationError(`the coordinates of a ${name}`, place, came);
  const lines: number[][] = [];
  let line: number[] = [];
  let point: number[] = [];
  let dimensions = 0;
  let [depth, at, count] = [0, head[0].length, 0];
  const endPoint = (): void => {
    if (point.length === 0) return;
    if (point.length !== 2 && point.length !== 3) throw wrong(`a point of ${point.length} numbers`);
    if (dimensions !== 0 && dimensions !== point.length) throw wrong('points of 2 and of 3 numbers');
    dimensions = point.length;
    if (++count > points) throw new AnnotationError(`at most ${points} points in a shape`, place, 'more');
    line.push(...point);
    point = [];
  };
  const endLine = (): void => {
    endPoint();
    if (line.length > 0) lines.push(line);
    line = [];
  };
  do {
    PART.lastIndex = at;
    const match = PART.exec(text);
    if (!match) throw wrong(text.slice(at, at + 40));
    at = PART.lastIndex;
    if (match[1] !== undefined) {
      if (line.length > 0 || point.length > 0) if (name !== 'MULTIPOINT') throw wrong('( within a list of points');
      depth++;
    } else if (match[2] !== undefined) {
      if (name === 'MULTIPOINT') endPoint();
      else endLine();
      depth--;
    } else if (match[3] !== undefined) endPoint();
    else {
      // Brackets around each point of a MULTIPOINT are the standard's form; without them is the common one.
      if (depth !== type.depth && !(name === 'MULTIPOINT' && depth === 2)) throw wrong('a number outside its brackets');
      point.push(Number(match[4]));
      if (!(Math.abs(point.at(-1)!) < 1e12)) throw wrong(match[4]!);
    }
  } while (depth > 0);
  endLine();
  if (text.slice(at).trim() !== '' && text.slice(at).trim() !== ';') throw wrong(text.slice(at, at + 40));
  const least = { point: 1, line: 2, polygon: 3 }[type.kind];
  if (lines.length === 0 || lines.some((found) => found.length < least * dimensions)) throw wrong('too few points');
  if (name === 'POINT' && count !== 1) throw wrong(`${count} points`);
  if (head[2] && dimensions !== 3) throw wrong('points without z');
  return { kind: type.kind, dimensions: dimensions as 2 | 3, lines };
}

export function shapeOfWkt({ kind, dimensions, lines }: Wkt): Shape {
  if (dimensions === 3) return shape3(kind, lines);
  const [first] = lines as [number[]];
  if (kind === 'point' && first.length === 2) return point2(first[0]!, first[1]!);
  const paths = lines.map((line) => {
    const pairs = Array.from({ length: line.length / 2 }, (_, at) => [line[2 * at]!, line[2 * at + 1]!]);
    return { start: pairs[0] as [number, number], segments: pairs.slice(1), closed: kind === 'polygon' };
  });
  const area = kind === 'polygon' ? area2(lines) : 0;
  return {
    dimensions: 2,
    kind: kind === 'polygon' ? 'polygon' : 'line',
    d: writePath(paths),
    lines,
    box: box2(lines),
    area,
  };
}

/** The one form in which Vitrine writes a place on a twin. */
export function writeWkt({ kind, lines }: Pick<Wkt, 'kind' | 'lines'>): string {
  const parts = lines.map((line) => {
    const points: string[] = [];
    for (let at = 0; at < line.length; at += 3) points.push(line.slice(at, at + 3).join(' '));
    return `(${points.join(', ')})`;
  });
  if (kind === 'polygon') return `POLYGON Z (${parts.join(', ')})`;
  if (kind === 'line')
    return parts.length === 1 ? `LINESTRING Z ${parts[0]}` : `MULTILINESTRING Z (${parts.join(', ')})`;
  return lines[0]!.length === 3 ? `POINT Z ${parts[0]}` : `MULTIPOINT Z ${parts[0]}`;
}
