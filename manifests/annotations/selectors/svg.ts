import { AnnotationError } from '../model/refuse.ts';
import { flatten } from './flatten.ts';
import { IDENTITY, readTransform, times } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import { readPath, transformed, writePath } from './path.ts';
import type { Subpath } from './path.ts';
import { area2, box2 } from './shapes.ts';
import type { Shape2 } from './shapes.ts';
import { readTags } from './xml.ts';
import type { Tag } from './xml.ts';

const GROUPS = new Set(['svg', 'g', 'a', 'switch']);
const SHAPES = new Set(['path', 'rect', 'circle', 'ellipse', 'polygon', 'polyline', 'line']);

/**
 * The shapes of an SVG selector, as parts of one path in pixels of the canvas. Everything else that SVG has, scripts,
 * styles, references and text, is left out with what is in it; what is drawn is written anew by `writeSvg`.
 */
export function readSvg(svg: string, place: string, points: number): Subpath[] {
  const tags = readTags(svg);
  if ('wrong' in tags) throw new AnnotationError('SVG', place, tags.wrong);
  if (tags[0]?.name !== 'svg' && !SHAPES.has(tags[0]?.name ?? '')) throw new AnnotationError('SVG', place, svg);
  const paths: Subpath[] = [];
  const matrices: Matrix[] = [IDENTITY];
  let left = points;
  let skipping = 0;
  for (const tag of tags) {
    const { name, kind } = tag;
    if (kind === 'close') {
      if (skipping > 0) skipping--;
      else matrices.pop();
      continue;
    }
    if (skipping > 0 || (!GROUPS.has(name) && !SHAPES.has(name))) {
      if (kind === 'open') skipping++;
      continue;
    }
    const own = tag.attributes.get('transform');
    const step = own === undefined ? IDENTITY : readTransform(own);
    if (!step) throw new AnnotationError('a transform of SVG', place, own);
    const matrix = times(matrices.at(-1)!, step);
    if (kind === 'open') matrices.push(matrix);
    if (!SHAPES.has(name)) continue;
    const data = pathOf(tag, place);
    const found = readPath(data, left);
    if (found === 'many') throw new AnnotationError(`at most ${points} points in a shape`, place, 'more');
    if (found === 'wrong') throw new AnnotationError(`the data of an SVG ${name}`, place, data);
    for (const path of found) {
      left -= path.segments.length + 1;
      const drawn = transformed(path, matrix);
      if (![drawn.start, ...drawn.segments].every((numbers) => numbers.every((number) => Math.abs(number) < 1e12))) {
        throw new AnnotationError('coordinates that a canvas can have', place, data);
      }
      paths.push(drawn);
    }
    if (left < 0) throw new AnnotationError(`at most ${points} points in a shape`, place, 'more');
  }
  if (paths.length === 0) throw new AnnotationError('SVG with a shape in it', place, svg);
  return paths;
}

export function writeSvg(paths: readonly Subpath[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg"><path d="${writePath(paths)}"/></svg>`;
}

/** A line where nothing encloses anything, otherwise a polygon. */
export function shapeOfPaths(paths: readonly Subpath[]): Shape2 {
  const lines = paths.map(flatten);
  const isOpen = paths.every(({ closed }, index) => !closed && !isRing(lines[index]!));
  const area = isOpen ? 0 : area2(lines);
  return { dimensions: 2, kind: isOpen ? 'line' : 'polygon', d: writePath(paths), lines, box: box2(lines), area };
}

function isRing(line: readonly number[]): boolean {
  return line.length > 4 && line[0] === line.at(-2) && line[1] === line.at(-1);
}

/** Basic shapes as path data (SVG 2, 10.2 to 10.7). */
function pathOf({ name, attributes }: Tag, place: string): string {
  const number = (key: string): number => {
    const value = attributes.get(key)?.trim().replace(/px$/, '') ?? '0';
    const found = Number(value);
    if (value === '' || !(Math.abs(found) < 1e12))
      throw new AnnotationError(`a number as ${key} of an SVG ${name}`, place, value);
    return found;
  };
  if (name === 'path') return attributes.get('d') ?? '';
  if (name === 'polygon' || name === 'polyline') {
    const points = attributes.get('points')?.trim() ?? '';
    if (points === '') return '';
    return `M${points}${name === 'polygon' ? 'Z' : ''}`;
  }
  if (name === 'line') return `M${number('x1')} ${number('y1')}L${number('x2')} ${number('y2')}`;
  if (name === 'rect') {
    const [x, y, width, height] = [number('x'), number('y'), number('width'), number('height')];
    if (width < 0 || height < 0)
      throw new AnnotationError('a width and height of 0 or more', place, `${width}, ${height}`);
    const rx = Math.min(width / 2, Math.abs(number(attributes.has('rx') ? 'rx' : 'ry')));
    const ry = Math.min(height / 2, Math.abs(number(attributes.has('ry') ? 'ry' : 'rx')));
    if (rx === 0 || ry === 0) return `M${x} ${y}h${width}v${height}h${-width}Z`;
    const corner = `a${rx} ${ry} 0 0 1 `;
    const [across, down] = [width - 2 * rx, height - 2 * ry];
    return (
      `M${x + rx} ${y}h${across}${corner}${rx} ${ry}v${down}${corner}${-rx} ${ry}` +
      `h${-across}${corner}${-rx} ${-ry}v${-down}${corner}${rx} ${-ry}Z`
    );
  }
  const [rx, ry] = name === 'circle' ? [number('r'), number('r')] : [number('rx'), number('ry')];
  if (rx < 0 || ry < 0) throw new AnnotationError('a radius of 0 or more', place, Math.min(rx, ry));
  const [cx, cy] = [number('cx'), number('cy')];
  const half = `a${rx} ${ry} 0 1 1 `;
  return `M${cx - rx} ${cy}${half}${2 * rx} 0${half}${-2 * rx} 0Z`;
}
