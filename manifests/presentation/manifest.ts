import type { InternationalString, Manifest, ResourceProvider } from '@iiif/presentation-3';
import { PRESENTATION3, canvas } from './canvas.ts';
import { thumbnail } from './image.ts';
import { languageMap, markupMap, pair } from './language.ts';
import type { Provider, Text, TwinObject, View } from './model.ts';
import { renderings } from './rendering.ts';
import { searchServices } from './search-services.ts';
import type { Urls } from './urls.ts';

/** The Presentation 3.0 manifest of an object. */
export function manifest(object: TwinObject, urls: Urls): Manifest {
  const views = shown(object);
  const first = views.flatMap(({ placements }) => placements)[0];
  const originals = renderings(views, urls);
  return {
    '@context': PRESENTATION3,
    id: urls.manifest(object.id),
    type: 'Manifest',
    label: languageMap(object.label),
    ...(object.metadata?.length && { metadata: object.metadata.map(pair) }),
    ...(object.summary !== undefined && { summary: markupMap(object.summary) }),
    ...(object.requiredStatement && { requiredStatement: pair(object.requiredStatement) }),
    ...(object.rights !== undefined && { rights: object.rights }),
    ...(object.provider?.length && { provider: object.provider.map(provider) }),
    ...(first && { thumbnail: [thumbnail(first, urls)] }),
    ...(object.navDate !== undefined && { navDate: object.navDate }),
    ...(object.viewingDirection && { viewingDirection: object.viewingDirection }),
    ...(object.behavior?.length && { behavior: [...object.behavior] }),
    homepage: [page(urls.object(object.id), object.label)],
    // The canvases offer their own; the object offers a file that is all of it, as a book in one TIFF is.
    ...(originals.length === 1 && { rendering: originals }),
    ...(object.searchable && services(object.id, urls)),
    items: views.map((view) => canvas(view, object.views.indexOf(view) + 1, urls)),
  };
}

function services(object: string, urls: Urls): Pick<Manifest, 'service'> {
  const [one, two] = [urls.search(1, object), urls.search(2, object)];
  return one === undefined || two === undefined ? {} : { service: searchServices(one, two) };
}

/**
 * Views whose images are still being made are left out: viewers show a canvas without an image as an error or an empty
 * page. A manifest must have an item, though, so where nothing is ready all canvases are there, empty, each with a
 * size, as Mirador 4 and Universal Viewer break on a canvas without one.
 */
function shown(object: TwinObject): View[] {
  const canvases = object.views.filter(({ kind }) => kind === 'canvas');
  const ready = canvases.filter(({ placements }) => placements.length > 0);
  return ready.length > 0 ? ready : canvases;
}

function provider({ id, label, homepage, logo }: Provider): ResourceProvider {
  return {
    id,
    type: 'Agent',
    label: languageMap(label),
    ...(homepage !== undefined && { homepage: [page(homepage, label)] }),
    ...(logo !== undefined && { logo: [{ id: logo, type: 'Image' }] }),
  };
}

interface Page {
  id: string;
  type: 'Text';
  label: InternationalString;
  format: 'text/html';
}

function page(id: string, label: Text): Page {
  return { id, type: 'Text', label: languageMap(label), format: 'text/html' };
}
