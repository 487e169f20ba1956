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
}

/** What is seen of a canvas, and how many pixels of the screen one of its own is. */
export interface Sight {
  region: Region;
  zoom: number;
}

/** The annotations of all pages that a canvas refers to or holds. Throws where one of them cannot be read. */
export async function readPages(canvas: Canvas, sight: Sight | null): Promise<Found> {
  const pages = await Promise.all(
    canvas.annotations.map(async ({ id, items }): Promise<Found> => {
      if (items !== null) return { notes: notesOf(items, canvas, id), many: false, thinned: false };
      // There is no region of the whole of a twin, whose bounds are not known here.
      const many = canvas.model === null && isOwn(id, canvas) && (await countOf(canvas)) > MANY;
      if (many) return await readRegion(canvas, id, sight);
      const all = records(record(await fetchJson(pathOf(id, canvas)))['items']);
      return { notes: notesOf(all, canvas, id), many, thinned: false };
    }),
  );
  return {
    notes: pages.flatMap(({ notes }) => notes),
    many: pages.some(({ many }) => many),
    thinned: pages.some(({ thinned }) => thinned),
  };
}

async function readRegion(canvas: Canvas, page: string, sight: Sight | null): Promise<Found> {
  const whole = { region: { x: 0, y: 0, width: canvas.width, height: canvas.height }, zoom: 1 };
  const { region, zoom } = sight ?? whole;
  const box = [region.x, region.y, region.width, region.height].map(Math.round).join(',');
  const query = `box=${box}&zoom=${zoom.toPrecision(4)}&limit=${MANY}`;
  const json = record(await fetchJson(`/api/views/${encodeURIComponent(canvas.key)}/annotations?${query}`));
  const thinned = json['thinned'] === true;
  return { notes: notesOf(records(json['items']), canvas, page), many: true, thinned };
}

function notesOf(items: readonly Json[], canvas: Canvas, page: string): Note[] {
  return items.map((json) => readNote(json, canvas, page)).filter((note) => note !== null);
}

/** Web Annotation Protocol, 4.2: a container tells its total without what is in it. */
async function countOf(canvas: Canvas): Promise<number> {
  const prefer = 'return=representation;include="http://www.w3.org/ns/ldp#PreferMinimalContainer"';
  const { total } = record(await fetchJson(containerOf(canvas), { prefer }));
  return typeof total === 'number' ? total : 0;
}

/** Whether a page is the server's own of this canvas, by whatever address the visitor came. */
function isOwn(id: string, canvas: Canvas): boolean {
  return new URL(id, location.href).pathname.endsWith(
    `/iiif/presentation/3/annotations/${encodeURIComponent(canvas.key)}`,
  );
}

function pathOf(id: string, canvas: Canvas): string {
  const url = new URL(id, location.href);
  return isOwn(id, canvas) ? url.pathname : url.href;
}

async function fetchJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(url, {
    cache: 'no-cache',
    headers: { accept: 'application/ld+json, application/json', ...headers },
  });
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return await response.json();
}
