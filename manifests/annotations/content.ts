import { complete } from './complete.ts';
import type { Circumstances } from './complete.ts';
import { viewerForm } from './for-viewers.ts';
import { boundsOn } from './receive.ts';
import type { Received } from './receive.ts';
import { entryOf } from './search/entry.ts';
import type { Content } from './store/create.ts';

/** A view that an annotation is on; its size is unknown until an image of it is ready. */
export interface Ground {
  view: string;
  width: number | null;
  height: number | null;
}

/**
 * What is stored of an annotation that was received. `ground` is there if it is on a view of ours. Throws InvalidError where it
 * is outside of that.
 */
export function contentOf(received: Received, ground: Ground | undefined, circumstances: Circumstances): Content {
  const { motivations, generator } = received;
  const body = complete(received.body, circumstances);
  const content = { body, motivations, ...(generator !== undefined && { generator }) };
  if (!ground) return content;
  const { view, width, height } = ground;
  const size = width !== null && height !== null ? { width, height } : undefined;
  const bounds = boundsOn(received, size);
  return {
    ...content,
    view,
    viewer: viewerForm(received, body, view, size),
    entry: entryOf(received.annotation, body),
    ...(bounds && { bounds }),
  };
}
