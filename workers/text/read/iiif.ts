import { UnreadableError } from '../../../manifests/errors.ts';
import { GRANULARITIES } from '../model.ts';
import type { TextItem, TextPage } from '../model.ts';
import type { Remarks } from '../remarks.ts';
import { sourceOf } from '../target.ts';
import { readJson } from './json.ts';
import { fromPresentation2 } from './presentation2.ts';
import { PageTree } from './tree.ts';

type Json = Record<string, unknown>;

/** How deep collections hold pages: a manifest, its canvases, their pages, their annotations. */
const MAX_DEPTH = 8;

/**
 * Reads annotations in the forms of IIIF and the W3C: an annotation, several, a page, a collection with its pages in
 * it, Presentation 2's lists and layers, and the annotations that stand in a manifest. Each is kept whole; those of one
 * source are a page. What is only referred to is not fetched, and said.
 */
export async function* readAnnotations(
  characters: AsyncIterable<string>,
  remarks: Remarks,
): AsyncGenerator<TextPage, void, undefined> {
  const pages = new Map<string, PageTree>();
  const document = await readJson(characters);
  const kind = isObject(document) ? typeOf(document) : Array.isArray(document) ? 'list' : undefined;
  if (!kind || !(kind === 'list' || Object.hasOwn(MEMBERS, kind) || kind === 'Annotation')) {
    throw new UnreadableError(
      `Expected an Annotation, an AnnotationPage, an AnnotationCollection or an sc:AnnotationList but the file has ${
        kind ? `the type ${JSON.stringify(kind.slice(0, 60))}` : 'no type'
      }.`,
    );
  }
  for (const { annotation, at } of annotationsIn(document, '', 0, remarks)) {
    const source = sourceOf(annotation['target']);
    if (source === undefined) {
      remarks.add(
        'no-target',
        () => `The annotation${at && ` at ${at}`} has no target that says on what it is; it is passed over.`,
      );
      continue;
    }
    let tree = pages.get(source);
    if (!tree) pages.set(source, (tree = new PageTree({ index: pages.size, view: source, unit: 'view', parts: [] })));
    tree.page.parts.push(itemOf(annotation));
  }
  for (const tree of pages.values()) yield tree.page;
}

/** Where each type has what it consists of. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  AnnotationPage: ['items'],
  AnnotationCollection: ['first', 'items'],
  'sc:AnnotationList': ['resources'],
  'sc:Layer': ['otherContent'],
  Manifest: ['annotations', 'items'],
  Canvas: ['annotations'],
};

function* annotationsIn(
  value: unknown,
  at: string,
  depth: number,
  remarks: Remarks,
): Generator<{ annotation: Json; at: string }, void, undefined> {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) yield* annotationsIn(one, `${at}[${i}]`, depth + 1, remarks);
  } else if (typeof value === 'string') {
    remarks.add('not-fetched', () => `${at} is only a reference (${value.slice(0, 200)}): give the file itself.`);
  } else if (isObject(value)) {
    const type = typeOf(value);
    if (type === 'Annotation') {
      yield { annotation: value['@type'] === undefined ? value : fromPresentation2(value), at };
    } else {
      for (const member of type && Object.hasOwn(MEMBERS, type) ? MEMBERS[type]! : []) {
        if (value[member] !== undefined)
          yield* annotationsIn(value[member], at ? `${at}.${member}` : member, depth + 1, remarks);
      }
      if (!(type && Object.hasOwn(MEMBERS, type)))
        remarks.add('no-annotation', () => `${at} is no annotation; it is passed over.`);
    }
  } else remarks.add('no-annotation', () => `${at} is no annotation; it is passed over.`);
}

/** The type that decides; `oa:Annotation` and `Annotation` are one. */
function typeOf(value: Json): string | undefined {
  const types = [value['type'] ?? value['@type']].flat().filter((type) => typeof type === 'string');
  if (types.includes('Annotation') || types.includes('oa:Annotation')) return 'Annotation';
  return types.find((type) => Object.hasOwn(MEMBERS, type)) ?? types[0];
}

function itemOf(annotation: Json): TextItem {
  const granularity = GRANULARITIES.find((one) => one === annotation['textGranularity']);
  return {
    granularity: granularity === undefined || granularity === 'page' ? 'block' : granularity,
    annotation,
    parts: [],
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
