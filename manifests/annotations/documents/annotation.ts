import type { Urls } from '../../presentation/urls.ts';
import { ANNOTATION_CONTEXT } from '../model/write.ts';
import { withAddresses } from '../own-iris.ts';

export type JsonObject = Record<string, unknown>;

/** What an annotation's document is made of. */
export interface Stored {
  container: string;
  id: string;
  body: JsonObject;
}

/** The Web Annotation at its own address. */
export function annotationDocument(stored: Stored, urls: Urls): JsonObject {
  const { '@context': context = ANNOTATION_CONTEXT, ...rest } = embedded(stored, urls);
  return { '@context': context, ...rest };
}

/** The same within a document that has the context; one with more than that brings its own. */
export function embedded({ container, id, body }: Stored, urls: Urls): JsonObject {
  const { '@context': context, type = 'Annotation', ...rest } = withAddresses(body, urls.base);
  return {
    ...(context !== undefined && context !== ANNOTATION_CONTEXT && { '@context': context }),
    id: urls.annotation(container, id),
    type,
    ...rest,
  };
}
