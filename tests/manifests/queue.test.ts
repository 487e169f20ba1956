import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { IngestJob, JobHandler } from '../../manifests/jobs.ts';
import { openQueue, runJobs } from '../../manifests/queue.ts';
import type { QueueAddress } from '../../manifests/queue.ts';
import { testDatabase } from '../database.ts';
import { testNeeding } from '../needs.ts';
import { REDIS_SERVER, testRedis } from '../redis.ts';

const log = pino({ level: 'silent' });
const MODULE = new URL('../../manifests/queue.ts', import.meta.url).href;

interface Opened extends AsyncDisposable {
  address: QueueAddress;
}

/** Both back ends of BullMQ are held to the same contract. */
const BACK_ENDS: { name: string; found: unknown; open: () => Promise<Opened> }[] = [
  {
    name: 'PostgreSQL',
    found: true,
    async open() {
      const database = await testDatabase();
      return {
        address: { databaseUrl: database.url, installation: 'test' },
        [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
      };
    },
  },
  {
    name: 'redis-server',
    found: REDIS_SERVER,
    async open() {
      const redis = await testRedis();
      return {
        address: { databaseUrl: 'postgres://unused.invalid/', redisUrl: redis.url, installation: 'test' },
        [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
      };
    },
  },
];

async function until(condition: () => boolean, seconds = 30): Promise<void> {
  for (let waited = 0; !condition() && waited < seconds * 1000; waited += 20) await sleep(20);
}

function recording(run: JobHandler<'ingest'>['run']) {
  const seen = { run: [] as string[], handedBack: [] as string[], gaveUp: [] as string[] };
  const handler: JobHandler<'ingest'> = {
    async run(job, signal) {
      seen.run.push(job.asset);
      await run(job, signal);
    },
    handedBack: (job) => Promise.resolve(void seen.handedBack.push(job.asset)),
    gaveUp: (job, reason) => Promise.resolve(void seen.gaveUp.push(`${job.asset}: ${reason}`)),
  };
  return { seen, handler };
}

/** A process that begins a job, does not end it, and says both that it runs and that it is to stop. */
function runnerOf(address: QueueAddress) {
  const script = `const { runJobs } = await import(${JSON.stringify(MODULE)});
    const { pino } = await import('pino');
    const run = (job, signal) => new Promise((resolve) => {
      console.log('running');
      signal.addEventListener('abort', () => { console.log('stopped'); resolve(); });
    });
    const handler = { run, handedBack: async () => {}, gaveUp: async () => {} };
    await runJobs('ingest', ${JSON.stringify(address)}, 1, handler, pino({ level: 'silent' }));
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const untilStopped = (_job: IngestJob, signal: AbortSignal): Promise<void> => sleep(60_000, undefined, { signal });

for (const { name, found, open } of BACK_ENDS) {
  const test = testNeeding(name, found);

  test(`${name}: jobs are done once each, however often they are added`, async (t) => {
    await using opened = await open();
    await using queue = await openQueue('ingest', opened.address, log);
    const jobs = Array.from({ length: 40 }, (_, index) => ({ asset: `a${index}`, generation: 1 }));
    await queue.add(jobs);
    await queue.add(jobs.slice(0, 10));
    t.deepEqual(await queue.counts(), { waiting: 40, active: 0 });
    const { seen, handler } = recording(() => sleep(5));
    await using _runner = await runJobs('ingest', opened.address, 4, handler, log);
    await until(() => seen.run.length >= 40);
    await sleep(200);
    t.deepEqual(seen.run.toSorted(), jobs.map(({ asset }) => asset).toSorted());
    t.deepEqual(await queue.counts(), { waiting: 0, active: 0 });
  });

  test(`${name}: a job that is done can be asked for again`, async (t) => {
    await using opened = await open();
    await using queue = await openQueue('ingest', opened.address, log);
    const { seen, handler } = recording(() => Promise.resolve());
    await using _runner = await runJobs('ingest', opened.address, 1, handler, log);
    await queue.add([{ asset: 'again', generation: 1 }]);
    await until(() => seen.run.length === 1);
    await sleep(200);
    await queue.add([{ asset: 'again', generation: 1 }]);
    await until(() => seen.run.length === 2);
    t.is(seen.run.length, 2);
  });

  test(`${name}: a job that fails is tried again`, async (t) => {
    await using opened = await open();
    await using queue = await openQueue('ingest', opened.address, log);
    let tries = 0;
    const { seen, handler } = recording(() =>
      ++tries < 2 ? Promise.reject(new Error('the disk is away')) : Promise.resolve(),
    );
    await using _runner = await runJobs('ingest', opened.address, 1, handler, log);
    await queue.add([{ asset: 'twice', generation: 1 }]);
    await until(() => tries === 2);
    t.deepEqual(seen, { run: ['twice', 'twice'], handedBack: [], gaveUp: [] });
  });

  test(`${name}: a job that never succeeds is given up after five tries, with its reason`, async (t) => {
    await using opened = await open();
    await using queue = await openQueue('ingest', opened.address, log);
    const { seen, handler } = recording(() => Promise.reject(new Error('the disk is away')));
    await using _runner = await runJobs('ingest', opened.address, 1, handler, log);
    await queue.add([{ asset: 'lost', generation: 1 }]);
    await until(() => seen.gaveUp.length > 0, 60);
    t.deepEqual(seen, {
      run: Array.from({ length: 5 }, () => 'lost'),
      handedBack: [],
      gaveUp: ['lost: the disk is away'],
    });
    t.deepEqual(await queue.counts(), { waiting: 0, active: 0 });
  });

  test(`${name}: a runner that ends stops its job and hands it back to the next one`, async (t) => {
    await using opened = await open();
    await using queue = await openQueue('ingest', opened.address, log);
    await queue.add([{ asset: 'long', generation: 1 }]);
    const first = recording(untilStopped);
    const runner = await runJobs('ingest', opened.address, 1, first.handler, log);
    await until(() => first.seen.run.length === 1);
    await runner[Symbol.asyncDispose]();
    t.deepEqual(first.seen, { run: ['long'], handedBack: ['long'], gaveUp: [] });
    t.deepEqual(await queue.counts(), { waiting: 1, active: 0 });
    const second = recording(() => Promise.resolve());
    await using _runner = await runJobs('ingest', opened.address, 1, second.handler, log);
    await until(() => second.seen.run.length === 1);
    t.deepEqual(second.seen.run, ['long']);
  });

  test(`${name}: the job of a killed process is taken over`, async (t) => {
    await using opened = await open();
    await using queue = await openQueue('ingest', opened.address, log);
    await queue.add([{ asset: 'orphan', generation: 1 }]);
    const child = runnerOf(opened.address);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    const { seen, handler } = recording(() => Promise.resolve());
    await using _runner = await runJobs('ingest', opened.address, 1, handler, log);
    await until(() => seen.run.length === 1);
    t.deepEqual(seen, { run: ['orphan'], handedBack: [], gaveUp: [] });
  });

  test(`${name}: who held still so long that its job was taken over stops doing it`, async (t) => {
    await using opened = await open();
    await using queue = await openQueue('ingest', opened.address, log);
    await queue.add([{ asset: 'late', generation: 1 }]);
    const child = runnerOf(opened.address);
    let said = '';
    child.stdout.on('data', (text) => (said += String(text)));
    await until(() => said.includes('running'));
    child.kill('SIGSTOP');
    const { seen, handler } = recording(untilStopped);
    await using _runner = await runJobs('ingest', opened.address, 1, handler, log);
    await until(() => seen.run.length === 1);
    child.kill('SIGCONT');
    await until(() => said.includes('stopped'));
    child.kill('SIGKILL');
    t.is(said, 'running\nstopped\n');
    t.deepEqual(seen, { run: ['late'], handedBack: [], gaveUp: [] });
  });
}
