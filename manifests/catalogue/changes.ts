import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import type { Db, Tx } from './open.ts';

const CHANNEL = 'vitrine';

/** What every process of the system hears of: sent with the transaction that makes the change, or with progress. */
export type Change =
  | { kind: 'object'; object: string }
  | { kind: 'asset'; object: string; asset: string }
  /** A token was revoked, or somebody signed out. */
  | { kind: 'writers' }
  /** Something was said of a view, or is said no more. */
  | { kind: 'annotations'; view: string }
  | { kind: 'progress'; object: string; asset: string; step: string; fraction: number };

export async function announce(db: Db | Tx, change: Change): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(change)})`.execute(db);
}

export interface ChangeListener {
  changed(change: Change): void;
  /** The connection broke (false), or stands again (true): meanwhile changes may have been missed. */
  connected(isConnected: boolean): void;
}

/** Listens until disposed of. A broken connection is opened again, with growing pauses. */
export async function listen(url: string, listener: ChangeListener): Promise<AsyncDisposable> {
  const closing = new AbortController();
  let client = await connect(url, listener, lost);

  function lost(): void {
    if (closing.signal.aborted) return;
    listener.connected(false);
    void reconnect().catch(() => undefined);
  }
  async function reconnect(): Promise<void> {
    for (let pause = 100; ; pause = Math.min(2 * pause, 10_000)) {
      await sleep(pause, undefined, { signal: closing.signal });
      try {
        client = await connect(url, listener, lost);
        listener.connected(true);
        return;
      } catch {
        // The catalogue's own queries report that PostgreSQL is away.
      }
    }
  }
  return {
    async [Symbol.asyncDispose]() {
      closing.abort();
      await client.end().catch(() => undefined);
    },
  };
}

async function connect(url: string, listener: ChangeListener, lost: () => void): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'vitrine listener', keepAlive: true });
  client.on('error', () => undefined);
  client.on('notification', ({ payload }) => listener.changed(JSON.parse(payload ?? '') as Change));
  await client.connect();
  await client.query(`listen ${CHANNEL}`);
  client.once('end', lost);
  return client;
}
