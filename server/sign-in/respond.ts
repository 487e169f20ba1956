import type { Context } from '../http/context.ts';
import { WORDS } from './words.ts';

/** What a page that asks for a secret, or shows one, is sent with, beside its policy. */
export const SECRET_HEADERS = {
  'Cache-Control': 'no-store',
  // The address may hold a code. Not `no-referrer`, with which forms send no origin.
  'Referrer-Policy': 'same-origin',
  Vary: 'Accept-Language, Cookie',
} as const;

/** The first of the visitor's languages that there are words for. */
export const languageOf = (ctx: Context): string => ctx.acceptsLanguages(Object.keys(WORDS)) || 'en';

export function sendHtml(ctx: Context, html: string, status = 200): void {
  ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = html;
}

export function seeOther(ctx: Context, url: string): void {
  ctx.redirect(url);
  ctx.status = 303;
}
