import type { Canvas } from '../iiif/canvas.ts';
import { list, record, records, string, type Json } from '../iiif/json.ts';
import { readLanguageMap } from '../iiif/language.ts';
import type { Pose } from '../twin/pose.ts';
import { readCamera } from './camera.ts';
import { readPlace, type Place } from './selector.ts';

export interface Text {
  value: string;
  /** A media type. */
  format: string;
  language: string | null;
}

export interface Link {
  id: string;
  label: string;
}

/** What made an annotation where no person did. */
export interface Machine {
  name: string;
  /** From 0 to 1. */
  confidence: number | null;
}

/** An annotation as the page shows it. */
export interface Note extends Place {
  id: string;
  /** The last segment of the id: what the page's address calls it. */
  key: string;
  texts: readonly Text[];
  tags: readonly string[];
  links: readonly Link[];
  motivations: readonly string[];
  creator: string | null;
  creatorId: string | null;
  created: Date | null;
  machine: Machine | null;
  /** Of recognised text: page, block, line, word or glyph. */
  granularity: string | null;
  camera: Pose | null;
  /** The address of the page that it came with. */
  page: string;
  /** What it is shown and hidden together with: the comments of its page, or the text that its page transcribes. */
  layer: string;
}

export function readNote(json: Json, canvas: Canvas, page: string): Note | null {
  const id = string(json['id']);
  if (id === null) return null;
  const motivations = list(json['motivation']).filter((item) => typeof item === 'string');
  const bodies = flattened(json['bodyValue'] === undefined ? json['body'] : { value: json['bodyValue'] });
  const tagging = motivations.length === 1 && motivations[0] === 'tagging';
  const isTag = (body: Json): boolean =>
    string(body['value']) !== null && (purposes(body).includes('tagging') || (tagging && purposes(body).length === 0));
  return {
    id,
    key: keyOf(id),
    ...readPlace(json['target'], canvas),
    camera: readCamera(records(json['target']).map((target) => target['scope'])),
    texts: bodies.filter((body) => !isTag(body)).flatMap(readText),
    tags: bodies.filter(isTag).map((body) => string(body['value']) ?? ''),
    links: bodies.flatMap(readLink),
    motivations: motivations.length === 0 ? ['commenting'] : motivations,
    creator: nameOf(json['creator']),
    creatorId: idOf(json['creator']),
    created: readDate(json['created'] ?? json['modified']),
    machine: readMachine(json, bodies),
    granularity: string(json['textGranularity']),
    page,
    layer: motivations.includes('supplementing') ? `${page}#text` : page,
  };
}

export function keyOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Choices, composites and lists hold bodies too; one of a choice is enough. */
function flattened(value: unknown): Json[] {
  return list(value).flatMap((item) => {
    if (typeof item === 'string') return [{ id: item }];
    const body = record(item);
    if (body['items'] === undefined) return [body];
    return flattened(body['type'] === 'Choice' ? list(body['items'])[0] : body['items']);
  });
}

function readText(body: Json): Text[] {
  const value = string(body['value']) ?? string(record(body['source'])['value']);
  if (value === null) return [];
  const format = list(body['format']).find((item) => typeof item === 'string') ?? 'text/plain';
  const language = list(body['language']).find((item) => typeof item === 'string') ?? null;
  return [{ value, format, language }];
}

function readLink(body: Json): Link[] {
  const source = typeof body['source'] === 'string' ? body['source'] : string(record(body['source'])['id']);
  const id = source ?? (body['value'] === undefined ? string(body['id']) : null);
  if (id === null || !/^https?:/i.test(id)) return [];
  const label = Object.values(readLanguageMap(body['label'] ?? record(body['source'])['label']))[0]?.[0];
  return [{ id, label: label ?? id.replace(/^https?:\/\/(?:www\.)?/i, '') }];
}

function readMachine(json: Json, bodies: readonly Json[]): Machine | null {
  const [generator] = list(json['generator']);
  const software = list(json['creator']).find((agent) => record(agent)['type'] === 'Software');
  const confidence = [json, record(generator), ...bodies]
    .map((one) => one['confidence'])
    .find((value) => typeof value === 'number');
  // Programs that people write with name themselves too; they are not sure of anything.
  if (software === undefined && (generator === undefined || confidence === undefined)) return null;
  const made = generator ?? software;
  const version = string(record(made)['version']) ?? string(record(made)['schema:softwareVersion']);
  const name = [nameOf(made) ?? '', version ?? ''].join(' ').trim();
  return { name, confidence: typeof confidence === 'number' ? confidence : null };
}

function nameOf(agents: unknown): string | null {
  const [agent] = list(agents);
  const { name, nickname, label, id } = record(agent);
  const [first] = list(name);
  const labelled = Object.values(readLanguageMap(label))[0]?.[0];
  return string(first) ?? string(nickname) ?? labelled ?? string(agent) ?? string(id);
}

function idOf(agents: unknown): string | null {
  const [agent] = list(agents);
  return string(agent) ?? string(record(agent)['id']);
}

function purposes(body: Json): readonly unknown[] {
  return list(body['purpose']);
}

function readDate(value: unknown): Date | null {
  const date = new Date(typeof value === 'string' ? value : NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}
