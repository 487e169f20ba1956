import { closeSession, openSession, useLink, writerOfToken } from '../../manifests/annotations/writers.ts';
import { baseUrl } from '../http/base-url.ts';
import type { Context, Handler } from '../http/context.ts';
import { readBody } from '../http/read-json.ts';
import { readerOf, requireOwnPage, sessionOf, setSession } from '../http/writers.ts';
import { framePolicy } from './frame.ts';
import { signInPage } from './page.ts';
import type { SignInPage } from './page.ts';
import { SECRET_HEADERS, languageOf, seeOther, sendHtml } from './respond.ts';

const MOST_BYTES = 4096;

export const SIGN_IN_HEADERS = { ...SECRET_HEADERS, 'Content-Security-Policy': framePolicy() } as const;

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
    // Not 401: what stands in WWW-Authenticate is not how a browser signs in here.
    sendPage(ctx, { wrong: true, ...(next !== undefined && { next }) }, 403);
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

function sendPage(ctx: Context, page: Omit<SignInPage, 'language'>, status = 200): void {
  sendHtml(ctx, signInPage({ ...page, language: languageOf(ctx) }), status);
}

/** A path of ours: nobody is sent to another site from here. */
function pathFrom(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(next) ? next : undefined;
}
