import { closeSession, openSession, useLink, writerOfToken } from '../../manifests/annotations/writers.ts';
import { baseUrl } from '../http/base-url.ts';
import type { Context, Handler } from '../http/context.ts';
import { readBody } from '../http/read-json.ts';
import { readerOf, requireOwnPage, sessionOf, setSession } from '../http/writers.ts';
import { SIGN_IN_POLICY, signInPage } from './page.ts';
import type { SignInPage } from './page.ts';
import { WORDS } from './words.ts';

const MOST_BYTES = 4096;

/** What a page that asks for a secret is sent with. */
export const SIGN_IN_HEADERS = {
  'Content-Security-Policy': SIGN_IN_POLICY,
  'Cache-Control': 'no-store',
  // The address may hold a code. Not `no-referrer`, with which forms send no origin.
  'Referrer-Policy': 'same-origin',
  Vary: 'Accept-Language, Cookie',
} as const;

/** GET /sign-in[?code=…][&next=/…] */
export const showSignIn: Handler = async (ctx, services) => {
  const writer = await readerOf(ctx, services);
  const { code } = ctx.query;
  const next = pathFrom(ctx.query['next']);
  sendPage(ctx, {
    ...(writer && { writer }),
    ...(typeof code === 'string' && { code }),
    ...(next !== undefined && { next }),
  });
};

/** POST /sign-in, a form with the field `token`: a token, or what stood in a link. */
export const signIn: Handler = async (ctx, services) => {
  requireOwnPage(ctx, services);
  const { db, settings } = services.runtime;
  const form = new URLSearchParams((await readBody(ctx, MOST_BYTES)).toString('utf8'));
  const secret = (form.get('token') ?? '').trim();
  const next = pathFrom(form.get('next') ?? undefined);
  const writer = (await writerOfToken(db, secret)) ?? (await useLink(db, secret));
  if (!writer) {
    sendPage(ctx, { wrong: true, ...(next !== undefined && { next }) });
    // Not 401: what stands in WWW-Authenticate is not how a browser signs in here.
    ctx.status = 403;
    return;
  }
  const base = baseUrl(settings, ctx);
  setSession(ctx, base, await openSession(db, writer.id, 'cookie'));
  seeOther(ctx, `${base}${next ?? '/sign-in'}`);
};

/** POST /sign-out */
export const signOut: Handler = async (ctx, services) => {
  requireOwnPage(ctx, services);
  const { db, settings } = services.runtime;
  const session = sessionOf(ctx);
  if (session !== undefined) await closeSession(db, session);
  const base = baseUrl(settings, ctx);
  setSession(ctx, base, null);
  seeOther(ctx, `${base}/sign-in`);
};

function sendPage(ctx: Context, page: Omit<SignInPage, 'language'>): void {
  const language = ctx.acceptsLanguages(Object.keys(WORDS)) || 'en';
  ctx.status = 200;
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = signInPage({ ...page, language });
}

/** A path of ours: nobody is sent to another site from here. */
function pathFrom(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(next) ? next : undefined;
}

function seeOther(ctx: Context, url: string): void {
  ctx.redirect(url);
  ctx.status = 303;
}
