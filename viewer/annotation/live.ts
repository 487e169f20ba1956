import type { Canvas } from '../iiif/canvas.ts';
import { record, string } from '../iiif/json.ts';
import { followEvents } from '../ui/events.ts';
import { isOwn } from './pages.ts';

/**
 * Hears, until `signal` aborts, which state the annotations of a view are in: once on each connection, and when somebody has changed them.
 * Nobody tells of pages that are not this server's own.
 */
export function listenToView(canvas: Canvas, heard: (revision: string) => void, signal: AbortSignal): void {
  if (!canvas.annotations.some(({ id, items }) => items === null && isOwn(id, canvas))) return;
  const url = `/api/events?view=${encodeURIComponent(canvas.key)}`;
  const hear = (data: unknown): void => {
    const revision = string(record(data)['revision']);
    if (revision !== null) heard(revision);
  };
  followEvents(url, 'annotations', hear, signal);
}
