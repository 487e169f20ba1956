import { setImmediate } from 'node:timers/promises';
import { PRESENTATION3 } from '../../presentation/canvas.ts';
import type { Urls } from '../../presentation/urls.ts';
import { viewerText } from '../for-viewers.ts';
import type { ViewerRow } from '../store/page.ts';
import type { JsonObject } from './annotation.ts';
import { PRESENTATION2, openAnnotation } from './open-annotation.ts';
import { PRESENTATION4, annotation4 } from './presentation4.ts';

export type PresentationVersion = 2 | 3 | 4;

/** The annotations on a view as one document of a version of the Presentation API. */
export interface PageForm {
  context: string;
  /** What it says before its annotations. */
  head: JsonObject;
  /** The property that has them. */
  list: 'items' | 'resources';
  /** Some of them as text, with `,` between them. */
  items: (rows: readonly ViewerRow[]) => string;
}

/** `onScene`: the view shows a twin, which Presentation 4 has on a scene. */
export function pageForm(version: PresentationVersion, view: string, onScene: boolean, urls: Urls): PageForm {
  const id = urls.annotationPage(view, version);
  const canvas = urls.canvas(view);
  const remade = (change: (item: JsonObject) => unknown) => (rows: readonly ViewerRow[]) =>
    rows.map((row) => JSON.stringify(change(JSON.parse(viewerText([row], urls)) as JsonObject))).join(',');
  switch (version) {
    case 2:
      return {
        context: PRESENTATION2,
        head: { '@context': PRESENTATION2, '@id': id, '@type': 'sc:AnnotationList' },
        list: 'resources',
        items: remade((item) => openAnnotation(item, canvas)),
      };
    case 3:
      return {
        context: PRESENTATION3,
        head: { '@context': PRESENTATION3, id, type: 'AnnotationPage' },
        list: 'items',
        items: (rows) => viewerText(rows, urls),
      };
    case 4: {
      const ground = { canvas, ...(onScene && { scene: urls.scene(view) }) };
      return {
        context: PRESENTATION4,
        head: { '@context': PRESENTATION4, id, type: 'AnnotationPage' },
        list: 'items',
        items: remade((item) => annotation4(item, ground)),
      };
    }
  }
}

/** The page of Presentation 3 as a plain file: nobody answers at an annotation's own address, so each is named within the page. */
export function staticPageForm(view: string, urls: Urls): PageForm {
  const form = pageForm(3, view, false, urls);
  return {
    ...form,
    items: (rows) => viewerText(rows, urls, ({ container, id }) => `${String(form.head['id'])}#${container}/${id}`),
  };
}

/** Annotations written in one turn. A hundred polygons take 4 ms in the form of Presentation 2, which wants their boxes, and 0.1 ms in that of 3. */
const PIECE = 100;

/** The document, piece by piece: it is never whole in memory, and between pieces others have their turn. */
export async function* pageText(
  { head, list, items }: PageForm,
  annotations: AsyncIterable<ViewerRow[]>,
): AsyncGenerator<string, void, undefined> {
  yield `${JSON.stringify(head).slice(0, -1)},"${list}":[`;
  let separator = '';
  for await (const rows of annotations) {
    for (let at = 0; at < rows.length; at += PIECE) {
      yield `${separator}${items(rows.slice(at, at + PIECE))}`;
      separator = ',';
      await setImmediate();
    }
  }
  yield ']}';
}
