import type { TemplateResult } from 'lit';
import { textBody } from './body.ts';
import type { Draft } from './draft.ts';
import { isPlain, toHtml } from './markup.ts';

/** The text of a draft as it will be read. */
export function draftBody({ text, format, language }: Draft): TemplateResult {
  const plain = format === null && isPlain(text);
  const value = format === null && !plain ? toHtml(text) : text;
  return textBody({ value, format: format ?? (plain ? 'text/plain' : 'text/html'), language: language || null });
}
