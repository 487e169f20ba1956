import { createHash, randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { announce } from '../catalogue/changes.ts';
import { newId } from '../catalogue/ids.ts';
import type { Db, Tx } from '../catalogue/open.ts';
import type { AgentKind, Role, Tables } from '../catalogue/schema.ts';

export type WriterRow = Selectable<Tables['writer']>;
/** Somebody who may write, as one token says. */
export type Writer = Pick<WriterRow, 'id' | 'name' | 'role' | 'kind'>;

const CLAIMS = ['writer.id', 'writer.name', 'writer.role', 'writer.kind'] as const;

export const ROLES: readonly Role[] = ['annotator', 'editor', 'administrator'];

/** 256 random bits, named so that scanners of repositories know what they found. */
export const newSecret = (): string => `vitrine_${randomBytes(32).toString('base64url')}`;

/** Enough without a salt or a slow function: what is hashed cannot be guessed. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export interface NewWriter {
  name: string;
  role: Role;
  kind: AgentKind;
}

/** Resolves to the token, which is nowhere else from then on. Throws InvalidError for a name that is taken. */
export async function addWriter(
  db: Db | Tx,
  { name, role, kind }: NewWriter,
  token = newSecret(),
): Promise<{ writer: WriterRow; token: string }> {
  const writer = await db
    .insertInto('writer')
    .values({ id: newId('w'), name, role, kind, tokenHash: hashOf(token) })
    .onConflict((conflict) => conflict.column('name').where('revoked', 'is', null).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!writer)
    throw new InvalidError(`There is a token named ${JSON.stringify(name)}. Choose another name, or revoke that one.`);
  return { writer, token };
}

export const listWriters = (db: Db): Promise<WriterRow[]> =>
  db.selectFrom('writer').selectAll().orderBy('created').execute();

export interface Revoking {
  /** Whether the last one who can make tokens for others is kept. */
  keepAdministrator?: boolean;
}

/**
 * Ends a token and its sessions; what was written with it stays its own. Resolves to its writer. Throws NotFoundError
 * where no such token counts, and ConflictError where it is the one that is kept.
 */
export async function revokeWriter(
  db: Db,
  which: { name: string } | { id: string },
  { keepAdministrator = false }: Revoking = {},
): Promise<Writer> {
  const [column, value] = 'id' in which ? (['id', which.id] as const) : (['name', which.name] as const);
  return db.transaction().execute(async (tx) => {
    // Two administrators who revoke each other at the same time take turns.
    const administrators = keepAdministrator ? await lockAdministrators(tx) : [];
    const row = await tx
      .updateTable('writer')
      .set({ revoked: new Date() })
      .where(column, '=', value)
      .where('revoked', 'is', null)
      .returning(CLAIMS)
      .executeTakeFirst();
    if (!row)
      throw new NotFoundError(`There is no token named ${JSON.stringify(value)}. \`vitrine token list\` shows them.`);
    if (administrators.length === 1 && administrators[0]?.id === row.id)
      throw new ConflictError(
        `${JSON.stringify(row.name)} is the last administrator. Make another administrator first; \`vitrine token revoke\` revokes the last one too.`,
      );
    await tx.deleteFrom('session').where('writer', '=', row.id).execute();
    await announce(tx, { kind: 'writers' });
    return row;
  });
}

const lockAdministrators = (tx: Tx): Promise<{ id: string }[]> =>
  tx
    .selectFrom('writer')
    .select('id')
    .where('role', '=', 'administrator')
    .where('revoked', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();

export const writerOfToken = (db: Db, token: string): Promise<Writer | undefined> =>
  db
    .selectFrom('writer')
    .select(CLAIMS)
    .where('tokenHash', '=', hashOf(token))
    .where('revoked', 'is', null)
    .executeTakeFirst();

/** Whether anybody can make tokens for others. */
export async function hasAdministrator(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('writer')
    .select('id')
    .where('role', '=', 'administrator')
    .where('revoked', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export const noteUse = async (db: Db, writer: string): Promise<void> => {
  await db.updateTable('writer').set({ used: new Date() }).where('id', '=', writer).execute();
};

/** How long a browser stays signed in, and a link is good. */
const LASTS_MS = { cookie: 30 * 24 * 3_600_000, link: 24 * 3_600_000 };

/** Resolves to what the browser keeps, or what stands in the link. */
export async function openSession(db: Db | Tx, writer: string, kind: 'cookie' | 'link'): Promise<string> {
  const secret = newSecret();
  const expires = new Date(Date.now() + LASTS_MS[kind]);
  await db.deleteFrom('session').where('expires', '<', new Date()).execute();
  await db
    .insertInto('session')
    .values({ hash: hashOf(secret), writer, kind, expires })
    .execute();
  return secret;
}

export const writerOfCookie = (db: Db, secret: string): Promise<Writer | undefined> =>
  db
    .selectFrom('session')
    .innerJoin('writer', 'writer.id', 'session.writer')
    .select(CLAIMS)
    .where('hash', '=', hashOf(secret))
    .where('session.kind', '=', 'cookie')
    .where('expires', '>', new Date())
    .where('revoked', 'is', null)
    .executeTakeFirst();

/** The writer of a link, which is used up by this. */
export async function useLink(db: Db, secret: string): Promise<Writer | undefined> {
  const used = await db
    .deleteFrom('session')
    .where('hash', '=', hashOf(secret))
    .where('kind', '=', 'link')
    .where('expires', '>', new Date())
    .returning('writer')
    .executeTakeFirst();
  if (!used) return undefined;
  return db
    .selectFrom('writer')
    .select(CLAIMS)
    .where('id', '=', used.writer)
    .where('revoked', 'is', null)
    .executeTakeFirst();
}

export async function closeSession(db: Db, secret: string): Promise<void> {
  await db.deleteFrom('session').where('hash', '=', hashOf(secret)).execute();
  await announce(db, { kind: 'writers' });
}

/** An annotator changes what is theirs, editors and administrators what is anybody's. */
export const mayChange = ({ id, role }: Writer, annotation: { writer: string }): boolean =>
  role !== 'annotator' || annotation.writer === id;
