import { viewerForm, viewerText } from '../../../../manifests/annotations/for-viewers.ts';
import { receive } from '../../../../manifests/annotations/receive.ts';
import type { JsonObject } from '../../../../manifests/annotations/documents/annotation.ts';
import { Urls } from '../../../../manifests/presentation/urls.ts';

export const URLS = new Urls('https://example.org');
export const CANVAS = URLS.canvas('v1');
export const SIZE = { width: 600, height: 400 };
export const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M10.5,20 L30,20 L30,60.25 Z"/></svg>';

/** What a client may say where something is, by selector, on a canvas of 600 × 400. */
export const SELECTORS: Record<string, JsonObject> = {
  pixels: { type: 'FragmentSelector', value: 'xywh=10,20,30,40' },
  percent: { type: 'FragmentSelector', value: 'xywh=percent:50,50,25,25' },
  svg: { type: 'SvgSelector', value: SVG },
  ellipse: {
    type: 'SvgSelector',
    value: '<svg xmlns="http://www.w3.org/2000/svg"><ellipse cx="100" cy="90" rx="40" ry="20"/></svg>',
  },
  point: { type: 'PointSelector', x: 300, y: 200 },
  solid: { type: 'WktSelector', value: 'POLYGON Z ((0 0 0, 1 0 0, 1 1 0.5, 0 0 0))' },
  spot: { type: 'PointSelector', x: 0.5, y: 1.25, z: 0.1 },
  quote: { type: 'TextQuoteSelector', exact: 'incipit' },
  image: { type: 'ImageApiSelector', region: '10,20,30,40' },
};

/** An annotation as a client sends it, in the form that is kept for viewers. */
export function viewerItem(more: JsonObject): JsonObject {
  const received = receive({ type: 'Annotation', target: CANVAS, ...more }, URLS.base);
  const viewer = JSON.stringify(viewerForm(received, received.body, 'v1', SIZE));
  return JSON.parse(viewerText([{ container: 'v1', id: 'n1', viewer }], URLS)) as JsonObject;
}

export const selecting = (selector: JsonObject): JsonObject => ({
  target: { type: 'SpecificResource', source: CANVAS, selector },
});
