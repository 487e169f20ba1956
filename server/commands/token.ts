import { ROLES, addWriter, listWriters, revokeWriter } from '../../manifests/annotations/writers.ts';
import { InvalidError, expected } from '../../manifests/errors.ts';
import type { Role } from '../../manifests/catalogue/schema.ts';
import { printable } from '../cli/progress.ts';
import type { CommandContext } from '../main.ts';
import { openRuntime } from '../runtime.ts';

/** Works with and without a running server, which hears at once of what is revoked. */
export async function token({ settings, positionals: [action, name], values }: CommandContext): Promise<number> {
  const asked = askedFor(action, name);
  const { role = 'annotator' } = values;
  if (!isRole(role)) throw new InvalidError(expected(ROLES.join(', '), '--role', role));
  await using runtime = await openRuntime(settings, 'token');
  const { db } = runtime;
  const write = (json: unknown, text: string): void => {
    process.stdout.write(`${values['json'] ? JSON.stringify(json) : text}\n`);
  };
  if (asked.action === 'add') {
    const kind = values['software'] === true ? 'software' : 'person';
    const made = await addWriter(db, { name: asked.name, role, kind });
    // The token alone on its line, for scripts; it is shown this once.
    write({ id: made.writer.id, name: asked.name, role, kind, token: made.token }, made.token);
  } else if (asked.action === 'revoke') {
    await revokeWriter(db, { name: asked.name });
    write({ name: asked.name, revoked: true }, `${printable(asked.name)} is revoked`);
  } else {
    for (const { tokenHash: _hash, ...row } of await listWriters(db)) {
      const { used, revoked } = row;
      const state = revoked ? `revoked ${day(revoked)}` : used ? `last used ${day(used)}` : 'never used';
      write(row, `${printable(row.name)}  ${row.role}  ${row.kind}  made ${day(row.created)}  ${state}`);
    }
  }
  return 0;
}

type Asked = { action: 'list' } | { action: 'add' | 'revoke'; name: string };

function askedFor(action: string | undefined, name: string | undefined): Asked {
  if (action === 'list') return { action };
  if (action !== 'add' && action !== 'revoke')
    throw new InvalidError(expected('add, list or revoke', 'vitrine token', action));
  if (name === undefined || name.trim() === '' || name.length > 200)
    throw new InvalidError(`Name the token, by its person or program: vitrine token ${action} NAME`);
  return { action, name };
}

const isRole = (role: unknown): role is Role => ROLES.includes(role as Role);
const day = (date: Date): string => date.toISOString().slice(0, 10);
