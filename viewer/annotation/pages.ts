import type { Canvas } from '../iiif/canvas.ts';
import { record, records } from '../iiif/json.ts';
import { readNote, type Note } from './annotation.ts';

/** The annotations of all pages that a canvas refers to or holds. Throws where one of them cannot be read. */
export async function readPages(canvas: Canvas): Promise<Note[]> {
  const pages = await Promise.all(
    canvas.annotations.map(async ({ id, items }) => {
      const found = items ?? records(record(await fetchPage(id))['items']);
      return found.map((json) => readNote(json, canvas, id)).filter((note) => note !== null);
    }),
  );
  return pages.flat();
}

async function fetchPage(id: string): Promise<unknown> {
  const { origin, pathname, search } = new URL(id, location.href);
  // The server's own may be named by another address than the one the visitor came by.
  const own = pathname.startsWith('/iiif/presentation/');
  const response = await fetch(own ? pathname + search : origin + pathname + search, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${response.status} for ${id}`);
  return await response.json();
}
