import { looksLikeHtml } from './html.ts';
import { readTarget } from '../selectors/target.ts';
import type { ViewSize } from '../selectors/target.ts';
import type { Annotation, Json, JsonObject, Resource, Selector } from './types.ts';
import { writeBody, writeItem, writeResource } from './write.ts';

/**
 * The Presentation 3 form of an annotation that Mirador 4 and its like draw on a canvas, as an item of an AnnotationPage.
 * Rectangles are `canvas#xywh=` in whole pixels, which enclose the region; other shapes are SVG of one path, points have one around
 * them beside their own; places that viewers cannot draw are the whole canvas' and keep their selector. `size` is the canvas', for regions in percent.
 */
export function forViewers(annotation: Annotation, canvasId: string, size?: ViewSize): JsonObject {
  const { body: _body, target: _target, motivation: _motivation, ...rest } = writeItem(annotation);
  const bodies = annotation.body.flatMap(forBody);
  const targets = annotation.target.flatMap((target) => forTarget(target, canvasId, size));
  return {
    ...rest,
    // Presentation 3.0, 3.1: an annotation must have a motivation.
    motivation: annotation.motivation.length === 1 ? annotation.motivation[0]! : motivations(annotation),
    ...(bodies.length > 0 && { body: writeBody(bodies, annotation) }),
    target: targets.length === 1 ? targets[0]! : targets,
  };
}

function motivations({ motivation }: Annotation): Json {
  return motivation.length === 0 ? 'commenting' : motivation;
}

/** Text stands with its format; groups other than choices, and what stands in a role, are given by what is in them. */
function forBody(body: Resource): Json[] {
  if (body.kind === 'text') {
    const { format, value, types: _types, ...rest } = body;
    return [
      writeResource({
        ...rest,
        kind: 'text',
        value,
        format: format ?? [looksLikeHtml(value) ? 'text/html' : 'text/plain'],
      }),
    ];
  }
  if (body.kind === 'group') {
    const items = body.items.flatMap(forBody);
    return body.type === 'Choice' ? [{ type: 'Choice', items }] : items;
  }
  if (body.kind === 'specific' && body.source.kind === 'text' && !body.selector) {
    return forBody({ ...body.source, ...(body.purpose && { purpose: body.purpose }) });
  }
  return [writeResource(body)];
}

function forTarget(target: Resource, canvasId: string, size: ViewSize | undefined): Json[] {
  if (target.kind === 'group') return target.items.flatMap((item) => forTarget(item, canvasId, size));
  const place = readTarget(target, size);
  if (!place || place.source !== canvasId) return [writeResource(target)];
  const { shape, extras } = place;
  if (shape?.dimensions === 2) {
    if (shape.kind === 'rectangle') {
      const [x0, y0] = [Math.floor(shape.box[0]), Math.floor(shape.box[1])];
      const [width, height] = [Math.ceil(shape.box[2]) - x0, Math.ceil(shape.box[3]) - y0];
      const time = extras.time
        ? `&t=${extras.time.start}${extras.time.end === undefined ? '' : `,${extras.time.end}`}`
        : '';
      return [`${canvasId}#xywh=${x0},${y0},${width},${height}${time}`];
    }
    if (shape.kind === 'point') {
      const { x, y } = shape;
      return [on(canvasId, [{ type: 'PointSelector', x, y }, outline(circle(x, y, size))])];
    }
    return [on(canvasId, outline(shape.d))];
  }
  if (target.kind === 'specific') return [writeResource(target)];
  return [extras.time ? writeResource(target) : canvasId];
}

/** Without a colour of its own, Mirador draws a path black, and on a dark photograph nobody sees it: this is that of its rectangles. */
function outline(d: string): Selector {
  const path = `<path d="${d}" fill="none" stroke="#00bfff"/>`;
  return { type: 'SvgSelector', value: `<svg xmlns="http://www.w3.org/2000/svg">${path}</svg>` };
}

/** Around a point, a hundredth of the canvas wide to each side: Mirador draws no PointSelector. */
function circle(x: number, y: number, size: ViewSize | undefined): string {
  const radius = Math.max(1, Math.round(Math.max(size?.width ?? 1000, size?.height ?? 0) / 100));
  const half = `a${radius} ${radius} 0 1 0`;
  return `M${x - radius} ${y}${half} ${2 * radius} 0${half} ${-2 * radius} 0Z`;
}

function on(canvasId: string, selector: Selector | Selector[]): JsonObject {
  return { type: 'SpecificResource', source: { id: canvasId, type: 'Canvas' }, selector };
}
