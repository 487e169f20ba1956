import { parseFragment, type Extent, type Region } from './fragment.ts';
import { extent, readImage, type ImageResource } from './image.ts';
import { list, record, records, string, type Json } from './json.ts';
import { readLanguageMap, type LanguageMap } from './language.ts';
import { readModel, type Model } from './model.ts';
import { readStatement, type Statement } from './statement.ts';
import { thumbnailOf, type Thumbnail } from './thumbnail.ts';

export interface Canvas extends Extent {
  id: string;
  /** The last segment of the id: what the page's address calls this view. */
  key: string;
  label: LanguageMap;
  thumbnail: Thumbnail | null;
  /** What is known of this view alone, such as the measures of a model. */
  metadata: readonly Statement[];
  /** From the bottom up. */
  layers: readonly Layer[];
  /** What is shown instead of layers. */
  model: Model | null;
  annotations: readonly PageReference[];
}

/** A page of annotations: held by the canvas, or to be fetched. */
export interface PageReference {
  id: string;
  label: LanguageMap;
  items: readonly Json[] | null;
}

/** One thing painted on a canvas: an image, or a choice between several. */
export interface Layer {
  region: Region;
  options: readonly Option[];
}

export interface Option {
  label: LanguageMap;
  image: ImageResource;
}

export function readCanvas(json: Json): Canvas | null {
  const id = string(json['id']);
  const model = readModel(json);
  // A model has no pixels: a canvas of one may go without a size.
  const size = model === null ? extent(json) : { width: 1000, height: 1000, ...extent(json) };
  if (id === null || size.width === undefined || size.height === undefined) return null;
  const canvas = { width: size.width, height: size.height };
  const layers = records(json['items'])
    .flatMap((page) => records(page['items']))
    .filter((annotation) => list(annotation['motivation']).includes('painting'))
    .map((annotation) => readLayer(annotation, canvas))
    .filter((layer) => layer.options.length > 0);
  const thumbnail = records(json['thumbnail'])
    .map(readImage)
    .find((image) => image !== null);
  const only = layers.length === 1 ? layers[0]?.options[0]?.image : undefined;
  const small = thumbnail ?? (only?.service?.sizes.length ? only : undefined);
  const key = decode(
    id
      .split('#')[0]
      ?.split('/')
      .findLast((segment) => segment !== '') ?? id,
  );
  return {
    id,
    key,
    ...canvas,
    label: readLanguageMap(json['label']),
    layers,
    model,
    metadata: records(json['metadata']).map(readStatement),
    annotations: records(json['annotations']).flatMap(readPage),
    thumbnail: small ? thumbnailOf(small) : null,
  };
}

/** Presentation 3.0, section 5.5: a page without `items` is elsewhere, and an empty one is empty. */
function readPage(page: Json): PageReference[] {
  const id = string(page['id']);
  const items = page['items'] === undefined ? null : records(page['items']);
  return id === null ? [] : [{ id, label: readLanguageMap(page['label']), items }];
}

function readLayer(annotation: Json, canvas: Extent): Layer {
  return {
    region: targetRegion(annotation['target'], canvas) ?? { x: 0, y: 0, ...canvas },
    options: records(annotation['body']).flatMap(readBody),
  };
}

function readBody(body: Json): Option[] {
  if (body['type'] === 'Choice') return records(body['items']).flatMap(readBody);
  const source = body['type'] === 'SpecificResource' ? record(body['source']) : body;
  if (source['type'] !== 'Image') return [];
  const image = readImage(source);
  return image === null ? [] : [{ label: readLanguageMap(body['label'] ?? source['label']), image }];
}

/** A target is an IRI with a fragment or a SpecificResource with a FragmentSelector. */
function targetRegion(target: unknown, canvas: Extent): Region | null {
  for (const one of list(target)) {
    const { id, source, selector } = record(one);
    const places = [one, id, source, ...records(selector).map((item) => item['value'])];
    for (const place of places) {
      const region = typeof place === 'string' ? parseFragment(place, canvas) : null;
      if (region !== null) return region;
    }
  }
  return null;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
