import type { Urls } from '../presentation/urls.ts';
import type { JsonObject, Stored } from './documents/annotation.ts';
import { readAnnotation } from './model/read.ts';
import { forViewers } from './model/viewers.ts';
import { withAddresses } from './own-iris.ts';
import type { ViewSize } from './selectors/target.ts';

/** A stored annotation in the form that IIIF viewers draw on the canvas of a view. */
export function viewerItem({ container, id, body }: Stored, view: string, urls: Urls, size?: ViewSize): JsonObject {
  const annotation = readAnnotation(withAddresses(body, urls.base));
  return forViewers({ ...annotation, id: urls.annotation(container, id) }, urls.canvas(view), size);
}
