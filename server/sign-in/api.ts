import { ROLES, addWriter, listWriters, revokeWriter } from '../../manifests/annotations/writers.ts';
import { ANNOTATION_CONTEXT } from '../../manifests/annotations/model/write.ts';
import { ForbiddenError, InvalidError, NotFoundError, expected } from '../../manifests/errors.ts';
import type { Role } from '../../manifests/catalogue/schema.ts';
import { urlsOf } from '../annotations/places.ts';
import { sendRepresentation } from '../annotations/representation.ts';
import type { Context, Handler, Services } from '../http/context.ts';
import { readJson } from '../http/read-json.ts';
import { readerOf, writerOf } from '../http/writers.ts';

const MOST_BYTES = 16 * 1024;

/** GET /agents/{writer}: who wrote an annotation, at the IRI that stands in it. */
export const agent: Handler = async (ctx, services) => {
  const id = ctx.params['writer'] ?? '';
  const writer = await services.runtime.db
    .selectFrom('writer')
    .select(['id', 'name', 'kind'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!writer) throw new NotFoundError(`There is nobody ${JSON.stringify(id)}`);
  const type = writer.kind === 'software' ? 'Software' : 'Person';
  await sendRepresentation(ctx, {
    '@context': ANNOTATION_CONTEXT,
    id: urlsOf(ctx, services).agent(id),
    type,
    name: writer.name,
  });
};

/** GET /api/writer: who is signed in, or `{"writer": null}`. */
export const whoAmI: Handler = async (ctx, services) => {
  const writer = await readerOf(ctx, services);
  const { id, name, role, kind } = writer ?? {};
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { writer: id === undefined ? null : { id: urlsOf(ctx, services).agent(id), name, role, kind } };
};

/** GET /api/tokens */
export const listTokens: Handler = async (ctx, services) => {
  await requireAdministrator(ctx, services);
  const rows = await listWriters(services.runtime.db);
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { tokens: rows.map(({ tokenHash: _hash, ...row }) => row) };
};

/** POST /api/tokens, `{"name", "role", "kind"}`: the answer holds the token, this once. */
export const makeToken: Handler = async (ctx, services) => {
  await requireAdministrator(ctx, services);
  const {
    name,
    role = 'annotator',
    kind = 'person',
  } = ((await readJson(ctx, MOST_BYTES)) ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || name.trim() === '' || name.length > 200)
    throw new InvalidError(expected('a text of at most 200 characters', '/name', name));
  if (!ROLES.includes(role as Role)) throw new InvalidError(expected(ROLES.join(', '), '/role', role));
  if (kind !== 'person' && kind !== 'software') throw new InvalidError(expected('person or software', '/kind', kind));
  const made = await addWriter(services.runtime.db, { name, role: role as Role, kind });
  ctx.set('Cache-Control', 'no-store');
  ctx.status = 201;
  ctx.body = { id: made.writer.id, name, role, kind, token: made.token };
};

/** DELETE /api/tokens/{name}, except that of the last administrator. */
export const revokeToken: Handler = async (ctx, services) => {
  await requireAdministrator(ctx, services);
  await revokeWriter(services.runtime.db, { name: ctx.params['name'] ?? '' }, { keepAdministrator: true });
  ctx.status = 204;
};

async function requireAdministrator(ctx: Context, services: Services): Promise<void> {
  const { name, role } = await writerOf(ctx, services);
  if (role !== 'administrator')
    throw new ForbiddenError(`Tokens are the matter of administrators, and ${name} is not one`);
}
