import type { Canvas } from '../iiif/canvas.ts';
import { list, record, records, string, type Json } from '../iiif/json.ts';
import type { Pose } from '../twin/pose.ts';
import { readNote } from './annotation.ts';
import { cameraScope } from './camera.ts';
import { fromHtml, isPlain, toHtml } from './markup.ts';
import { figureSelector, shapeSelector, type Place } from './selector.ts';

/** An annotation while it is written. */
export interface Draft extends Place {
  camera: Pose | null;
  text: string;
  /** Written as it stands, where it is in a format that the editor's own signs cannot say. */
  format: string | null;
  language: string;
  tags: readonly string[];
  /** Addresses, one a line in the editor. */
  links: readonly string[];
  motivation: string;
  /** What it was before, and the entity tag that says so; null for a new one. */
  before: { id: string; json: Json; etag: string } | null;
}

export const MOTIVATIONS = [
  'commenting',
  'describing',
  'identifying',
  'questioning',
  'highlighting',
  'linking',
  'tagging',
  'supplementing',
] as const;

export function newDraft(place: Partial<Pick<Draft, 'shape' | 'figure' | 'camera'>>, language: string): Draft {
  return {
    shape: null,
    figure: null,
    camera: null,
    ...place,
    text: '',
    format: null,
    language,
    tags: [],
    links: [],
    motivation: 'commenting',
    before: null,
  };
}

/** The editor's view of an annotation that is there. */
export function draftOf(json: Json, etag: string, canvas: Canvas): Draft | null {
  const note = readNote(json, canvas, '');
  if (note === null) return null;
  const [text] = note.texts;
  const html = text?.format === 'text/html' ? fromHtml(text.value) : null;
  const plain = text === undefined || text.format === 'text/plain';
  return {
    shape: note.shape,
    figure: note.figure,
    camera: note.camera,
    text: html ?? text?.value ?? '',
    format: plain || html !== null ? null : text.format,
    language: text?.language ?? '',
    tags: note.tags,
    links: note.links.map(({ id }) => id),
    motivation: note.motivations[0] ?? 'commenting',
    before: { id: note.id, json, etag },
  };
}

/** The Web Annotation to send: the old one with what the editor knows of replaced, and the rest of it kept. */
export function compose(draft: Draft, canvas: Canvas): Json {
  const { before, language } = draft;
  const bodies = [
    ...(draft.text.trim() === '' ? [] : [{ ...textOf(draft), ...(language === '' ? {} : { language }) }]),
    ...draft.tags.map((value) => ({ type: 'TextualBody', value, purpose: 'tagging' })),
    ...draft.links.map((source) => ({ type: 'SpecificResource', source, purpose: 'linking' })),
    ...(before === null ? [] : unknownBodies(before.json)),
  ];
  const { body: _body, bodyValue: _value, ...rest } = before?.json ?? {};
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    type: 'Annotation',
    ...rest,
    motivation: [draft.motivation, ...list(before?.json['motivation']).slice(1)],
    ...(bodies.length === 0 ? {} : { body: bodies }),
    target: targetOf(draft, canvas),
  };
}

function textOf({ text, format, motivation }: Draft): Json {
  const purpose = motivation === 'tagging' ? 'commenting' : motivation;
  if (format !== null) return { type: 'TextualBody', value: text, format, purpose };
  const plain = isPlain(text);
  return {
    type: 'TextualBody',
    value: plain ? text.trim() : toHtml(text),
    format: plain ? 'text/plain' : 'text/html',
    purpose,
  };
}

function targetOf(draft: Draft, canvas: Canvas): unknown {
  const { shape, figure, camera, before } = draft;
  const old = before === null ? null : draftOf(before.json, '', canvas);
  const moved = JSON.stringify([old?.shape, old?.figure, old?.camera]) !== JSON.stringify([shape, figure, camera]);
  if (before !== null && !moved) return before.json['target'];
  if (shape === null && figure === null) return canvas.id;
  const selector = shape === null ? figure && figureSelector(figure) : shapeSelector(shape, canvas);
  const scope = camera === null ? {} : { scope: cameraScope(camera, canvas.id) };
  return { type: 'SpecificResource', source: canvas.id, selector, ...scope };
}

/** What the editor does not show: further texts, images, recordings, descriptions by reference. */
function unknownBodies(json: Json): unknown[] {
  const own = list(json['bodyValue'] === undefined ? json['body'] : undefined);
  let first = true;
  return own.filter((item) => {
    const body = record(item);
    if (typeof item === 'string') return !/^https?:/i.test(item);
    if (body['items'] !== undefined) return true;
    if (string(body['value']) !== null) {
      const tag = list(body['purpose']).includes('tagging') || list(json['motivation'])[0] === 'tagging';
      if (tag) return false;
      const kept = !first;
      first = false;
      return kept;
    }
    const source = string(body['source']) ?? string(record(body['source'])['id']) ?? string(body['id']) ?? '';
    return !/^https?:/i.test(source) || records(body['selector']).length > 0;
  });
}
