import { createHash } from 'node:crypto';
import { Client } from 'pg';

/** First key of our advisory locks, one per purpose; the second is made of what is locked. */
const PURPOSES = { serve: 0x7669_0001, work: 0x7669_0002 };

type Purpose = keyof typeof PURPOSES;

/**
 * A lock that PostgreSQL gives back by itself when its holder dies, however it dies. Undefined when somebody else
 * holds it. `shared` locks exclude only exclusive ones.
 */
export async function tryLock(
  url: string,
  purpose: Purpose,
  what: string,
  mode: 'exclusive' | 'shared',
): Promise<AsyncDisposable | undefined> {
  const client = new Client({ connectionString: url, application_name: `vitrine ${purpose}`, keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  const second = createHash('sha256').update(what).digest().readInt32BE();
  const call = mode === 'shared' ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock';
  const { rows } = await client.query<{ held: boolean }>(`select ${call}($1, $2) as held`, [PURPOSES[purpose], second]);
  const release = () => client.end().catch(() => undefined);
  if (rows[0]?.held) return { [Symbol.asyncDispose]: release };
  await release();
  return undefined;
}
