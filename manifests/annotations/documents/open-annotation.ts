import type { JsonObject } from './annotation.ts';
import { isObject, listed } from '../model/values.ts';
import { readSvg, shapeOfPaths } from '../selectors/svg.ts';

/** Open Annotation, as Presentation 2.1 has it (its section 6), of what Presentation 3 has. */

export const PRESENTATION2 = 'http://iiif.io/api/presentation/2/context.json';

/** Terms of DCMI for what has an address; for all else, text. */
const TYPES: Record<string, string> = {
  Audio: 'dctypes:Sound',
  Dataset: 'dctypes:Dataset',
  Image: 'dctypes:Image',
  Sound: 'dctypes:Sound',
  Video: 'dctypes:MovingImage',
};

/** Of an item of a page of Presentation 3, in the form for viewers, on the canvas of that address. */
export function openAnnotation(item: JsonObject, canvas: string): JsonObject {
  const { id, motivation, body, target, created, modified, creator } = item;
  const creators = listed(creator).filter(isObject).map(openAgent);
  return {
    '@id': id,
    '@type': 'oa:Annotation',
    ...openContent(motivation, body),
    on: openTargets(target, canvas),
    ...(created !== undefined && { 'dcterms:created': created }),
    ...(modified !== undefined && { 'dcterms:modified': modified }),
    ...(creators.length > 0 && { 'dcterms:creator': single(creators) }),
  };
}

/** What is said, and why. */
export function openContent(motivation: unknown, body: unknown): JsonObject {
  const resources = listed(body).map(openResource);
  return {
    motivation: single(listed(motivation).map((one) => prefixed(String(one)))),
    ...(resources.length > 0 && { resource: single(resources) }),
  };
}

function openResource(body: unknown): JsonObject {
  const resource = (typeof body === 'string' ? { id: body } : body) as JsonObject;
  const { id, type, value, format, language, purpose, items, source } = resource;
  if (type === 'Choice') {
    const [first, ...others] = listed(items).map(openResource);
    return { '@type': 'oa:Choice', default: first, item: others };
  }
  if (value !== undefined)
    return {
      '@type': purpose === 'tagging' ? 'oa:Tag' : 'cnt:ContentAsText',
      chars: value,
      ...(format !== undefined && { format: listed(format)[0] }),
      ...(language !== undefined && { language }),
    };
  if (source !== undefined)
    return { '@id': addressOf(source), '@type': 'oa:SpecificResource', full: addressOf(source) };
  return {
    '@id': id,
    '@type': TYPES[String(listed(type)[0])] ?? 'dctypes:Text',
    ...(format !== undefined && { format: listed(format)[0] }),
  };
}

/**
 * Where it is. Mirador draws paths only as an `oa:Choice` of a rectangle and a path, takes the first target for the canvas, and breaks at
 * selectors without a `value`: places that Presentation 2 has no form for are the whole canvas.
 */
function openTargets(target: unknown, canvas: string): unknown {
  const all = listed(target);
  const here = all.filter((one) => addressOf(one)?.split('#', 1)[0] === canvas);
  const elsewhere = all.filter((one) => !here.includes(one)).flatMap((one) => addressOf(one) ?? []);
  return single([...new Set([...here.map((one) => openTarget(one, canvas)), ...elsewhere])]);
}

function openTarget(target: unknown, canvas: string): unknown {
  if (typeof target === 'string') return target;
  const svg = listed((target as JsonObject)['selector']).find((one) => isObject(one) && one['type'] === 'SvgSelector');
  const value = isObject(svg) ? svg['value'] : undefined;
  if (typeof value !== 'string') return canvas;
  const [x0, y0, x1, y1] = shapeOfPaths(readSvg(value, '', Infinity)).box;
  const [x, y] = [Math.floor(x0), Math.floor(y0)];
  return {
    '@type': 'oa:SpecificResource',
    full: canvas,
    selector: {
      '@type': 'oa:Choice',
      default: {
        '@type': 'oa:FragmentSelector',
        value: `xywh=${x},${y},${Math.ceil(x1) - x},${Math.ceil(y1) - y}`,
      },
      item: { '@type': 'oa:SvgSelector', value },
    },
  };
}

/** Of a thing, or of what it is a part of; text that stands for itself has none. */
function addressOf(thing: unknown): string | undefined {
  if (typeof thing === 'string') return thing;
  if (!isObject(thing)) return undefined;
  const { id, source } = thing;
  if (source !== undefined) return addressOf(source);
  return typeof id === 'string' ? id : undefined;
}

function openAgent({ id, name }: JsonObject): JsonObject {
  return { ...(id !== undefined && { '@id': id }), ...(name !== undefined && { 'foaf:name': name }) };
}

const prefixed = (motivation: string): string =>
  motivation.includes(':') ? motivation : motivation === 'painting' ? 'sc:painting' : `oa:${motivation}`;

const single = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : values);
