import { areaOfPolygon, boxOfPoints } from './boxes.ts';
import type { Frame } from './frame.ts';
import type { Box } from './model.ts';

export type Selector = { xywh: string } | { svg: string };

/** An outline that fills more of its box says nothing that the box does not: rectangles drawn by hand, letters' slant. */
const BOX_SHARE = 0.95;

/**
 * A place on a view, in whole pixels and inside of it: a path where the outline says more than its box. Paths, because
 * Mirador draws no other shape. Nothing if it is outside.
 */
export function selectorOf(
  place: { box?: Box | undefined; polygon?: readonly number[] | undefined },
  frame: Frame,
): Selector | undefined {
  const path = place.polygon && pathOf(place.polygon, frame);
  if (path) return { svg: `<svg xmlns="http://www.w3.org/2000/svg"><path d="${path}"/></svg>` };
  const box = place.box ?? (place.polygon && boxOfPoints(place.polygon));
  const xywh = box && xywhOf(box, frame);
  return xywh === undefined ? undefined : { xywh };
}

function xywhOf(box: Box, frame: Frame): string | undefined {
  const left = Math.round(box.x * frame.scaleX);
  const top = Math.round(box.y * frame.scaleY);
  const right = Math.round((box.x + box.width) * frame.scaleX);
  const bottom = Math.round((box.y + box.height) * frame.scaleY);
  if (right < 0 || bottom < 0 || left > frame.width || top > frame.height) return undefined;
  // At least one pixel, as a region of none is an error of the Image API.
  const x = clamp(left, frame.width - 1);
  const y = clamp(top, frame.height - 1);
  const w = Math.max(1, clamp(right, frame.width) - x);
  const h = Math.max(1, clamp(bottom, frame.height) - y);
  return `${x},${y},${w},${h}`;
}

function pathOf(polygon: readonly number[], frame: Frame): string | undefined {
  const points: number[] = [];
  for (let i = 0; i + 1 < polygon.length; i += 2) {
    const x = clamp(Math.round(polygon[i]! * frame.scaleX), frame.width);
    const y = clamp(Math.round(polygon[i + 1]! * frame.scaleY), frame.height);
    if (x !== points.at(-2) || y !== points.at(-1)) points.push(x, y);
  }
  if (points.length > 2 && points[0] === points.at(-2) && points[1] === points.at(-1)) points.splice(-2);
  const box = boxOfPoints(points);
  const area = areaOfPolygon(points);
  if (!box || area === 0 || area >= BOX_SHARE * box.width * box.height) return undefined;
  let path = '';
  for (let i = 0; i < points.length; i += 2) path += `${i === 0 ? 'M' : ' L'}${points[i]},${points[i + 1]}`;
  return `${path} Z`;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
