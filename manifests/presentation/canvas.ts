import type { Annotation, AnnotationBody, Canvas } from '@iiif/presentation-3';
import type { Size } from '../derivatives/levels.ts';
import { imageBody, thumbnail } from './image.ts';
import { languageMap } from './language.ts';
import type { Placement, TwinObject, View } from './model.ts';
import { renderings } from './rendering.ts';
import type { Urls } from './urls.ts';

export const PRESENTATION3 = 'http://iiif.io/api/presentation/3/context.json';

/** A canvas needs a size, and this is what one gets whose images nobody has looked at yet. */
const UNKNOWN_SIZE: Size = { width: 1000, height: 1000 };

/** A canvas as its object's manifest holds it. `place` is its place among the object's views, counted from 1. */
export function canvas(view: View, place: number, urls: Urls): Canvas {
  const id = urls.canvas(view.id);
  const { width, height } = view.size ?? UNKNOWN_SIZE;
  const [first] = view.placements;
  const rendering = renderings([view], urls);
  return {
    id,
    type: 'Canvas',
    label: languageMap(view.label ?? String(place)),
    height,
    width,
    ...(first && { thumbnail: [thumbnail(first, urls)] }),
    ...(rendering.length > 0 && { rendering }),
    // No page rather than an empty one, which readers take for a page that is elsewhere.
    items: first ? [{ id: `${id}/painting`, type: 'AnnotationPage', items: paintings(view, urls) }] : [],
  };
}

/** The canvas on its own, at the address that is its id. */
export function canvasDocument(view: View, object: TwinObject, urls: Urls): Canvas {
  const place = object.views.findIndex(({ id }) => id === view.id) + 1;
  const whole = { id: urls.manifest(object.id), type: 'Manifest' as const, label: languageMap(object.label) };
  return { '@context': PRESENTATION3, ...canvas(view, place, urls), partOf: [whole] };
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
    ...imageBody(placement, urls),
    ...(placement.label !== undefined && { label: languageMap(placement.label) }),
  }));
  const [only] = bodies;
  return only && bodies.length === 1 ? only : { type: 'Choice', items: bodies };
}
