import { sql } from 'kysely';
import { printable } from '../cli/progress.ts';
import type { CommandContext } from '../main.ts';
import { findRunning } from '../running.ts';
import { openRuntime } from '../runtime.ts';
import { workersAreRunning } from '../../workers/presence.ts';

/** What is held and how it fares; exits with 1 when an asset has failed or is damaged. */
export async function status({ settings, values }: CommandContext): Promise<number> {
  await using runtime = await openRuntime(settings, 'status');
  const { db, queue } = runtime;
  const objects = await db
    .selectFrom('object')
    .leftJoin('asset', 'asset.object', 'object.key')
    .select((eb) => [
      'object.id',
      'object.state',
      'object.restriction',
      eb.fn.count<number>('asset.id').as('assets'),
      eb.fn.count<number>('asset.id').filterWhere('asset.state', '=', 'ready').as('ready'),
      eb.fn.count<number>('asset.id').filterWhere('asset.state', '=', 'failed').as('failed'),
      eb.fn.count<number>('asset.id').filterWhere('asset.damaged', 'is not', null).as('damaged'),
    ])
    .groupBy('object.key')
    .orderBy('object.created')
    .execute();
  const failures = await db
    .selectFrom('asset')
    .innerJoin('object', 'object.key', 'asset.object')
    .select(['asset.id', 'asset.name', 'asset.problem', 'object.id as object'])
    .where('asset.state', '=', 'failed')
    .orderBy('asset.modified')
    .execute();
  const damages = await db
    .selectFrom('asset')
    .innerJoin('object', 'object.key', 'asset.object')
    .select(['asset.id', 'asset.name', 'asset.damaged', 'asset.damage', 'object.id as object'])
    .where('asset.damaged', 'is not', null)
    .orderBy('asset.damaged')
    .execute();
  const remarks = await db
    .selectFrom('asset')
    .innerJoin('object', 'object.key', 'asset.object')
    .select(['asset.id', 'asset.name', 'asset.warnings', 'object.id as object'])
    .where('asset.state', '=', 'ready')
    .where(sql<boolean>`json_array_length(asset.warnings) > 0`)
    .orderBy('asset.created')
    .execute();
  const annotating = await db
    .selectFrom('annotationJob')
    .select((eb) => [
      'run',
      eb.fn.count<number>('id').filterWhere('state', 'in', ['waiting', 'working']).as('waiting'),
      eb.fn.count<number>('id').filterWhere('state', '=', 'failed').as('failed'),
      sql<string | null>`min(problem->>'message')`.as('problem'),
    ])
    .where('state', '!=', 'done')
    .groupBy('run')
    .orderBy('run')
    .execute();
  const server = await findRunning(settings.data);
  const workers = await workersAreRunning(runtime);
  const jobs = await queue.counts();
  if (values['json']) {
    process.stdout.write(
      `${JSON.stringify({ server: server ?? null, workers, jobs, objects, failures, damages, remarks, annotating })}\n`,
    );
  } else {
    const lines = [
      `server   ${server ? `runs at ${server.url} (process ${server.pid})` : 'does not run'}`,
      `workers  ${workers ? 'run' : 'do not run'}, ${jobs.active} jobs active, ${jobs.waiting} waiting`,
      `objects  ${objects.length}`,
      ...objects.map(
        ({ id, state, restriction, assets, ready, failed, damaged }) =>
          `  ${id}  ${state}${restriction ? ', restricted' : ''}  ${ready} of ${assets} ready${failed > 0 ? `, ${failed} failed` : ''}${damaged > 0 ? `, ${damaged} damaged` : ''}`,
      ),
      ...(failures.length > 0 ? ['failed'] : []),
      ...failures.map(
        ({ id, name, object, problem }) =>
          `  ${id}  ${object}  ${printable(name)}: ${printable(problem?.message ?? '')}`,
      ),
      ...(damages.length > 0 ? ['damaged (`vitrine remake --damaged` makes them anew)'] : []),
      ...damages.map(({ id, name, object, damage }) => `  ${id}  ${object}  ${printable(name)}: ${damage}`),
      ...(annotating.length > 0 ? ['annotations that are asked for (`vitrine annotate` asks again)'] : []),
      ...annotating.map(
        ({ run, waiting, failed, problem }) =>
          `  ${printable(run)}  ${waiting} views wait${failed > 0 ? `, ${failed} failed: ${printable(problem ?? '')}` : ''}`,
      ),
      ...(remarks.length > 0 ? ['found in files that are ready'] : []),
      ...remarks.flatMap(({ id, name, object, warnings }) => [
        `  ${id}  ${object}  ${printable(name)}`,
        ...warnings.map((warning) => `    ${printable(warning)}`),
      ]),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return failures.length + damages.length > 0 ? 1 : 0;
}
