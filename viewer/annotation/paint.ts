import type { Region } from '../iiif/fragment.ts';
import type { Note } from './annotation.ts';
import type { Shape } from './shape.ts';
import { applied, type Matrix } from './transform.ts';

/** An annotation with a place, ready to be drawn. */
export interface Drawn {
  note: Note;
  shape: Shape;
  bounds: Region;
  area: number;
}

export interface Painting {
  except: (note: Note) => boolean;
  /** The words beside a shape; null for none. */
  label: ((note: Note) => string) | null;
}

/** Pixels of the screen: what is smaller is a dot, and one dot a cell is enough. */
const DOT = 5;
const LABELS = 120;
/** Shapes to a path: the time that a path takes grows faster than what is in it. 5,000 lines of text as one took 0.7 s in software, in parts of this size 0.07 s. */
const BATCH = 100;
const LIGHT = 'rgb(255 255 255 / 92%)';
const DARK = 'rgb(20 20 20 / 55%)';

/**
 * Draws shapes that nobody touches, each line dark under light so that it is seen on every picture. Only what is in sight is drawn, and what
 * is too small to have a shape only once in each place: the time it takes has a bound that does not grow with their number.
 */
export function paint(canvas: HTMLCanvasElement, shapes: readonly Drawn[], matrix: Matrix, painting: Painting): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const density = Math.min(devicePixelRatio, 2);
  if (canvas.width !== Math.round(width * density)) canvas.width = Math.round(width * density);
  if (canvas.height !== Math.round(height * density)) canvas.height = Math.round(height * density);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.scale(density, density);
  const columns = Math.ceil(width / DOT);
  const taken = new Uint8Array(columns * Math.ceil(height / DOT));
  const scale = Math.hypot(matrix.a, matrix.b);
  const lines = new Batches();
  const dots = new Batches();
  const labelled: [string, number, number][] = [];
  for (const { note, shape, bounds } of shapes) {
    const centre = applied(matrix, { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 });
    const reach = (Math.hypot(bounds.width, bounds.height) / 2) * scale + DOT;
    if (centre.x < -reach || centre.y < -reach || centre.x > width + reach || centre.y > height + reach) continue;
    if (painting.except(note)) continue;
    if (shape.type === 'point') {
      const path = dots.next();
      path.moveTo(centre.x + DOT, centre.y);
      path.arc(centre.x, centre.y, DOT, 0, 2 * Math.PI);
    } else if (Math.max(bounds.width, bounds.height) * scale < DOT) {
      const cell = Math.floor(centre.y / DOT) * columns + Math.floor(centre.x / DOT);
      if (taken[cell] !== 0) continue;
      taken[cell] = 1;
      dots.next().rect(centre.x - 1.5, centre.y - 1.5, 3, 3);
      continue;
    } else outline(lines.next(), shape, matrix);
    if (painting.label !== null && labelled.length < LABELS) {
      labelled.push([painting.label(note), centre.x, centre.y - (shape.type === 'point' ? DOT + 4 : 0)]);
    }
  }
  context.lineJoin = 'round';
  for (const [colour, thick] of [
    [DARK, 3.5],
    [LIGHT, 1.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = thick;
    for (const path of lines.paths) context.stroke(path);
  }
  context.strokeStyle = DARK;
  context.lineWidth = 2;
  context.fillStyle = LIGHT;
  for (const path of dots.paths) {
    context.stroke(path);
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- it fills a shape, no array
    context.fill(path);
  }
  write(context, labelled);
}

/** Paths of at most `BATCH` shapes each. */
class Batches {
  readonly paths: Path2D[] = [];
  #shapes = 0;

  /** The path that the next shape goes into. */
  next(): Path2D {
    if (this.#shapes++ % BATCH === 0) this.paths.push(new Path2D());
    return this.paths.at(-1)!;
  }
}

function write(context: CanvasRenderingContext2D, labels: readonly [string, number, number][]): void {
  context.font = '600 13px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.strokeStyle = 'rgb(20 20 20 / 85%)';
  context.lineWidth = 4;
  context.fillStyle = '#fff';
  for (const [text, x, y] of labels) {
    const short = text.length > 32 ? `${text.slice(0, 31)}…` : text;
    context.strokeText(short, x, y);
    context.fillText(short, x, y);
  }
}

/** Adds a shape to a path, in pixels of the screen. */
export function outline(path: Path2D, shape: Shape, matrix: Matrix): void {
  if (shape.type === 'point') return;
  const closed = shape.type === 'rectangle' || shape.closed;
  for (const ring of ringsOf(shape)) {
    for (const [index, point] of ring.entries()) {
      const { x, y } = applied(matrix, point);
      if (index === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
    if (closed) path.closePath();
  }
}

export function ringsOf(shape: Shape): readonly (readonly { x: number; y: number }[])[] {
  if (shape.type === 'point') return [[shape]];
  if (shape.type === 'path') return shape.rings;
  const { x, y, width, height } = shape;
  return [
    [
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
    ],
  ];
}
