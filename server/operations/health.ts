import { sql } from 'kysely';
import { mebibytes } from '../../manifests/settings/schema.ts';
import { freeSpace } from '../../manifests/storage/free-space.ts';
import type { Handler } from '../http/context.ts';
import type { Runtime } from '../runtime.ts';

const PATIENCE_MS = 3000;

type Check = (runtime: Runtime) => Promise<string>;

/** Each says how it is, or throws what is wrong. */
const CHECKS: Record<string, Check> = {
  async database({ db }) {
    await sql`select 1`.execute(db);
    return 'answers';
  },
  async queue({ queue }) {
    const { waiting, active } = await queue.counts();
    return `${waiting} jobs waiting, ${active} active`;
  },
  async disk({ settings }) {
    const free = await freeSpace(settings.data);
    if (free < mebibytes(settings.reserve))
      throw new Error(
        `${free} bytes are free, which is less than the reserve of ${settings.reserve} MiB: work pauses, nothing more is accepted`,
      );
    return `${free} bytes free`;
  },
};

/** 200 when all is well, else 503, with what is wrong in words. */
export const health: Handler = async (ctx, { runtime }) => {
  const outcomes = Object.entries(CHECKS).map(async ([name, check]) => [name, await outcome(check(runtime))] as const);
  const checks = Object.fromEntries(await Promise.all(outcomes));
  const well = Object.values(checks).every(({ ok }) => ok);
  ctx.status = well ? 200 : 503;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { status: well ? 'ok' : 'failing', checks };
};

async function outcome(check: Promise<string>): Promise<{ ok: boolean; message: string }> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`No answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  try {
    return { ok: true, message: await Promise.race([check, late.promise]) };
  } catch (error) {
    return { ok: false, message: (error as Error).message || String(error) };
  } finally {
    clearTimeout(timer);
  }
}
