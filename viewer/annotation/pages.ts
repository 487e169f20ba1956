import type { Canvas } from '../iiif/canvas.ts';
import type { Region } from '../iiif/fragment.ts';
import { record, records, type Json } from '../iiif/json.ts';
import { readNote, type Note } from './annotation.ts';
import { containerOf } from './container.ts';

/** More than these are not fetched at once, but those of what is in sight; it is what the server gives at most of a region. */
const MANY = 5000;

export interface Found {
  notes: Note[];
  /** Whether there are too many to fetch them all: then these are the ones of the region that was asked for. */
  many: boolean;
  /** Whether some of that region are left out, being too small to be seen or too many. */
  thinned: boolean;
  /** How many are left out, and where. */
  crowd: Crowd;
  /** Which state of the view they are of, as the server's events name it; null where that is not told. */
  revision: string | null;
}

/** A cell of a canvas with annotations that are not drawn: its place, the middle of them, and how many. */
export interface Cluster {
  region: Region;
  at: { x: number; y: number };
  count: number;
}

export interface Crowd {
  clusters: readonly Cluster[];
  /** Whether the counts are about right, and no more. */
  estimated: boolean;
}

export const NO_CROWD: Crowd = { clusters: [], estimated: false };

/** What is seen of a canvas, and how many pixels of the screen one of its own is. */
export interface Sight {
  region: Region;
  zoom: number;
}

/** The annotations of all pages that a canvas refers to or holds. Throws where one of them cannot be read. */
export async function readPages(canvas: Canvas, sight: Sight | null): Promise<Found> {
  const pages = await Promise.all(
    canvas.annotations.map(async ({ id, items }): Promise<Found> => {
      if (items !== null)
        return { notes: notesOf(items, canvas, id), many: false, thinned: false, crowd: NO_CROWD, revision: null };
      // There is no region of the whole of a twin, whose bounds are not known here.
      const many = canvas.model === null && isOwn(id, canvas) && (await countOf(canvas)) > MANY;
      if (many) return await readRegion(canvas, id, sight);
      const { json, etag } = await fetchJson(pathOf(id, canvas));
      const notes = notesOf(records(record(json)['items']), canvas, id);
      const revision = isOwn(id, canvas) ? (/"(.*)"/.exec(etag)?.[1] ?? null) : null;
      return { notes, many, thinned: false, crowd: NO_CROWD, revision };
    }),
  );
  return {
    notes: pages.flatMap(({ notes }) => notes),
    many: pages.some(({ many }) => many),
    thinned: pages.some(({ thinned }) => thinned),
    crowd: pages.find(({ many }) => many)?.crowd ?? NO_CROWD,
    revision: pages.find(({ revision }) => revision !== null)?.revision ?? null,
  };
}

/** The part of the canvas that is in a window; null where that is nothing, or not known. */
export function sightOf(canvas: Canvas, seen: Region | null, zoom: number): Sight | null {
  if (seen === null) return null;
  const [x, y] = [Math.max(0, seen.x), Math.max(0, seen.y)];
  const width = Math.min(canvas.width, seen.x + seen.width) - x;
  const height = Math.min(canvas.height, seen.y + seen.height) - y;
  if (width < 1 || height < 1) return null;
  return { region: { x, y, width, height }, zoom };
}

async function readRegion(canvas: Canvas, page: string, sight: Sight | null): Promise<Found> {
  const whole = { region: { x: 0, y: 0, width: canvas.width, height: canvas.height }, zoom: 1 };
  const { region, zoom } = sight ?? whole;
  const box = [region.x, region.y, region.width, region.height].map(Math.round).join(',');
  const query = `box=${box}&zoom=${zoom.toPrecision(4)}&limit=${MANY}&clusters=true`;
  const answer = await fetchJson(`/api/views/${encodeURIComponent(canvas.key)}/annotations?${query}`);
  const json = record(answer.json);
  const thinned = json['thinned'] === true;
  return {
    notes: notesOf(records(json['items']), canvas, page),
    many: true,
    thinned,
    crowd: crowdOf(json),
    revision: null,
  };
}

function crowdOf(json: Json): Crowd {
  const clusters = records(json['clusters']).flatMap(({ x, y, side, at, count }): Cluster[] => {
    const middle = record(at);
    const [left, top, width, right, down, many] = [x, y, side, middle['x'], middle['y'], count].map(Number);
    if (![left, top, width, right, down, many].every(Number.isFinite)) return [];
    const region = { x: left ?? 0, y: top ?? 0, width: width ?? 0, height: width ?? 0 };
    return [{ region, at: { x: right ?? 0, y: down ?? 0 }, count: many ?? 0 }];
  });
  return { clusters, estimated: json['estimated'] === true };
}

function notesOf(items: readonly Json[], canvas: Canvas, page: string): Note[] {
  return items.map((json) => readNote(json, canvas, page)).filter((note) => note !== null);
}

/** Web Annotation Protocol, 4.2: a container tells its total without what is in it. */
async function countOf(canvas: Canvas): Promise<number> {
  const prefer = 'return=representation;include="http://www.w3.org/ns/ldp#PreferMinimalContainer"';
  const { total } = record((await fetchJson(containerOf(canvas), { prefer })).json);
  return typeof total === 'number' ? total : 0;
}

/** Whether a page is the server's own of this canvas, by whatever address the visitor came. */
export function isOwn(id: string, canvas: Canvas): boolean {
  return new URL(id, location.href).pathname.endsWith(
    `/iiif/presentation/3/annotations/${encodeURIComponent(canvas.key)}`,
  );
}

function pathOf(id: string, canvas: Canvas): string {
  const url = new URL(id, location.href);
  return isOwn(id, canvas) ? url.pathname : url.href;
}

async function fetchJson(url: string, headers: Record<string, string> = {}): Promise<{ json: unknown; etag: string }> {
  const response = await fetch(url, {
    cache: 'no-cache',
    headers: { accept: 'application/ld+json, application/json', ...headers },
  });
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return { json: await response.json(), etag: response.headers.get('etag') ?? '' };
}
