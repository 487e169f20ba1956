import sanitize from 'sanitize-html';
import { looksLikeHtml } from '../model/html.ts';
import type { Annotation, Resource } from '../model/types.ts';

export interface BodyText {
  value: string;
  language?: string;
}

/** What an annotation says in words, in the order of its bodies; without markup. */
export const textsOf = ({ body }: Pick<Annotation, 'body'>): BodyText[] => body.flatMap(textsIn);

function textsIn(body: Resource): BodyText[] {
  if (body.kind === 'group') return body.items.flatMap(textsIn);
  if (body.kind === 'specific') return textsIn(body.source);
  if (body.kind !== 'text') return [];
  const { value, format, language: [language] = [] } = body;
  const isHtml = format ? format.some((one) => /html/i.test(one)) : looksLikeHtml(value);
  return [{ value: isHtml ? wordsOfHtml(value) : value, ...(language !== undefined && { language }) }];
}

/** IRIs of the bodies that are elsewhere, such as terms of a thesaurus. */
export const irisOf = ({ body }: Pick<Annotation, 'body'>): string[] => body.flatMap(irisIn);

function irisIn(body: Resource): string[] {
  if (body.kind === 'group') return body.items.flatMap(irisIn);
  if (body.kind === 'specific') return irisIn(body.source);
  return body.kind === 'external' ? [body.id] : [];
}

const BLOCKS = /<(?:br|p|div|li|h[1-6]|blockquote|dd|dt|pre)\b/gi;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

function wordsOfHtml(html: string): string {
  // Between two paragraphs there is a space, although nobody wrote it.
  const bare = sanitize(html.replace(BLOCKS, ' $&'), { allowedTags: [], allowedAttributes: {} });
  return bare.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity).trim();
}
