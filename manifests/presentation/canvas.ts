import type { Annotation, AnnotationBody, Canvas, IIIFExternalWebResource } from '@iiif/presentation-3';
import type { Size } from '../derivatives/levels.ts';
import { imageBody, thumbnail } from './image.ts';
import { languageMap, pair } from './language.ts';
import { measures } from './measures.ts';
import type { Placement, TwinObject, View } from './model.ts';
import { model, renderings } from './rendering.ts';
import type { Urls } from './urls.ts';

export const PRESENTATION3 = 'http://iiif.io/api/presentation/3/context.json';

const ANNOTATIONS = {
  en: ['Annotations'],
  de: ['Anmerkungen'],
  es: ['Anotaciones'],
  fr: ['Annotations'],
  it: ['Annotazioni'],
};

/** A canvas needs a size, and this is what one gets whose images nobody has looked at yet. */
const UNKNOWN_SIZE: Size = { width: 1000, height: 1000 };

/** A canvas as its object's manifest holds it. `place` is its place among the object's views, counted from 1. */
export function canvas(view: View, place: number, urls: Urls): Canvas {
  const id = urls.canvas(view.id);
  const { width, height } = view.size ?? UNKNOWN_SIZE;
  const [first] = view.placements;
  const rendering = renderings([view], urls);
  const annotations = urls.annotationPage(view.id);
  const metadata = view.placements.flatMap(({ mesh }) => (mesh ? measures(mesh.numbers) : []));
  return {
    id,
    type: 'Canvas',
    label: languageMap(view.label ?? String(place)),
    height,
    width,
    ...(metadata.length > 0 && { metadata: metadata.map(pair) }),
    ...(first && { thumbnail: [thumbnail(first, urls)] }),
    ...(first?.mesh?.twin && { placeholderCanvas: placeholder(id, first, urls) }),
    ...(rendering.length > 0 && { rendering }),
    // No page rather than an empty one, which readers take for a page that is elsewhere.
    ...(annotations !== undefined && {
      // By reference: it has no `items`, as an empty list would be one without annotations (Presentation 3.0, 5.5).
      annotations: [{ id: annotations, type: 'AnnotationPage', label: ANNOTATIONS }],
    }),
    items: first ? [{ id: `${id}/painting`, type: 'AnnotationPage', items: paintings(view, urls) }] : [],
  };
}

/** The canvas on its own, at the address that is its id. */
export function canvasDocument(view: View, object: TwinObject, urls: Urls): Canvas {
  const place = object.views.findIndex(({ id }) => id === view.id) + 1;
  const whole = { id: urls.manifest(object.id), type: 'Manifest' as const, label: languageMap(object.label) };
  return { '@context': PRESENTATION3, ...canvas(view, place, urls), partOf: [whole] };
}

/** The poster: what is seen before a model is there, and where none can be shown. */
function placeholder(canvasId: string, poster: Placement, urls: Urls): Canvas {
  const id = `${canvasId}/placeholder`;
  const { width, height } = poster;
  const body = imageBody(poster, urls);
  const painting: Annotation = { id: `${id}/painting/1`, type: 'Annotation', motivation: 'painting', body, target: id };
  const page = { id: `${id}/painting`, type: 'AnnotationPage' as const, items: [painting] };
  return { id, type: 'Canvas', label: languageMap('1'), height, width, items: [page] };
}

/** One painting annotation for each placement, or for each choice of several, in the order of the placements. */
function paintings(view: View, urls: Urls): Annotation[] {
  const groups: Placement[][] = [];
  for (const placement of view.placements) {
    const { choice } = placement;
    const group = choice === undefined ? undefined : groups.find(([first]) => first?.choice === choice);
    if (group) group.push(placement);
    else groups.push([placement]);
  }
  const target = urls.canvas(view.id);
  return groups.map((group, i) => {
    const box = group[0]?.box;
    return {
      id: `${target}/painting/${i + 1}`,
      type: 'Annotation',
      motivation: 'painting',
      body: bodyOf(group, urls),
      target: box ? `${target}#xywh=${box.x},${box.y},${box.width},${box.height}` : target,
    };
  });
}

function bodyOf(group: readonly Placement[], urls: Urls): AnnotationBody {
  const bodies = group.map((placement) => ({
    ...bodyOfOne(placement, urls),
    ...(placement.label !== undefined && { label: languageMap(placement.label) }),
  }));
  const [only] = bodies;
  return only && bodies.length === 1 ? only : { type: 'Choice', items: bodies };
}

/** A model, as Universal Viewer shows it, which goes by the format; else an image. */
function bodyOfOne(placement: Placement, urls: Urls): IIIFExternalWebResource {
  const { asset, mesh } = placement;
  return mesh?.twin ? model(asset, mesh.twin.modelBytes, urls) : imageBody(placement, urls);
}
