import { ROLES, addWriter, listWriters, revokeWriter } from '../../manifests/annotations/writers.ts';
import type { Writer } from '../../manifests/annotations/writers.ts';
import type { Role } from '../../manifests/catalogue/schema.ts';
import { ConflictError, InvalidError, NotFoundError } from '../../manifests/errors.ts';
import { baseUrl } from '../http/base-url.ts';
import type { Context, Handler, Services } from '../http/context.ts';
import { readBody } from '../http/read-json.ts';
import { readerOf, requireOwnPage, setSession } from '../http/writers.ts';
import { framePolicy } from './frame.ts';
import { SECRET_HEADERS, languageOf, seeOther, sendHtml } from './respond.ts';
import { COPY_SCRIPT, closedPage, madePage, tokensPage } from './tokens-page.ts';
import type { Refusal, TokenForm, TokensPage } from './tokens-page.ts';

const MOST_BYTES = 4096;
const LONGEST_NAME = 200;

export const TOKENS_HEADERS = { ...SECRET_HEADERS, 'Content-Security-Policy': framePolicy(COPY_SCRIPT) } as const;

/** GET /tokens[?revoked={writer}]: all tokens, for administrators. */
export const showTokens: Handler = async (ctx, services) => {
  const writer = await administrator(ctx, services);
  if (!writer) return;
  const rows = await listWriters(services.runtime.db);
  const revoked = rows.find((row) => row.id === ctx.query['revoked'] && row.revoked !== null)?.name;
  sendHtml(ctx, tokensPage({ language: languageOf(ctx), writer, rows, ...(revoked !== undefined && { revoked }) }));
};

/** POST /tokens, a form: `name`, `role` and perhaps `kind` of a new one, or `revoke`, the id of one. */
export const changeTokens: Handler = async (ctx, services) => {
  requireOwnPage(ctx, services);
  const writer = await administrator(ctx, services);
  if (!writer) return;
  const form = new URLSearchParams((await readBody(ctx, MOST_BYTES)).toString('utf8'));
  const id = form.get('revoke');
  await (id === null ? make(ctx, services, writer, form) : revoke(ctx, services, writer, id));
};

/** Who may be here; undefined for all others, who are answered by this. */
async function administrator(ctx: Context, services: Services): Promise<Writer | undefined> {
  const writer = await readerOf(ctx, services);
  if (writer?.role === 'administrator') return writer;
  if (writer) sendHtml(ctx, closedPage(languageOf(ctx), writer), 403);
  else seeOther(ctx, `${baseUrl(services.runtime.settings, ctx)}/sign-in?next=/tokens`);
  return undefined;
}

async function make(ctx: Context, services: Services, writer: Writer, sent: URLSearchParams): Promise<void> {
  const { db } = services.runtime;
  const form = readForm(sent);
  const { name, role, kind } = form;
  // Control characters are no part of a name, and PostgreSQL does not take all of them.
  if (name === '' || name.length > LONGEST_NAME || /\p{Cc}/u.test(name))
    return refuse(ctx, services, { writer, form, refusal: 'badName' }, 400);
  if (role === null) return refuse(ctx, services, { writer, form, refusal: 'badRole' }, 400);
  const made = await addWriter(db, { name, role, kind }).catch((error: unknown) => {
    if (error instanceof InvalidError) return undefined;
    throw error;
  });
  if (!made) return refuse(ctx, services, { writer, form, refusal: 'taken' }, 400);
  sendHtml(ctx, madePage(languageOf(ctx), { name, token: made.token, writer }), 201);
}

async function revoke(ctx: Context, services: Services, writer: Writer, id: string): Promise<void> {
  const { db, settings } = services.runtime;
  try {
    await revokeWriter(db, { id }, { keepAdministrator: true });
  } catch (error) {
    if (error instanceof ConflictError) {
      const name = (await listWriters(db)).find((row) => row.id === id)?.name ?? id;
      return refuse(ctx, services, { writer, refusal: { last: name } }, 409);
    }
    // Revoked by somebody else in the meantime, as was asked.
    if (!(error instanceof NotFoundError)) throw error;
  }
  const base = baseUrl(settings, ctx);
  if (id !== writer.id) return seeOther(ctx, `${base}/tokens?revoked=${encodeURIComponent(id)}`);
  setSession(ctx, base, null);
  seeOther(ctx, `${base}/sign-in?next=/tokens`);
}

/** The page again, with what was sent and why nothing was done. */
async function refuse(
  ctx: Context,
  services: Services,
  page: Pick<TokensPage, 'writer' | 'form'> & { refusal: Refusal },
  status: number,
): Promise<void> {
  const rows = await listWriters(services.runtime.db);
  sendHtml(ctx, tokensPage({ language: languageOf(ctx), rows, ...page }), status);
}

function readForm(form: URLSearchParams): TokenForm {
  const role = form.get('role');
  return {
    name: (form.get('name') ?? '').trim(),
    role: ROLES.includes(role as Role) ? (role as Role) : null,
    kind: form.get('kind') === 'software' ? 'software' : 'person',
  };
}
