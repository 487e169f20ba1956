import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LocalStorage } from '../../manifests/storage/local.ts';
import { openPyramid } from '../../manifests/derivatives/archive.ts';
import { findProgram } from '../programs.ts';
import { cpuSeconds, load } from './load.ts';
import { serveScript, serveVitrine, startServer, vitrine } from './program.ts';
import type { RunningProcess } from './program.ts';
import { drawing, scaled } from './sources.ts';
import { allTiles } from './tile-paths.ts';

const CONNECTIONS = 8;
const SECONDS = 4;
const ROUNDS = 3;
const PORTS = { vitrine: 18_081, bare: 18_082, nginx: 18_083 };

interface Figures {
  requestsPerSecond: number;
  requestsPerCpuSecond: number;
  p50: number;
  p99: number;
}

/** Tiles per CPU-second: through the product, from a bare node:http server, and as files from nginx. */
export async function benchTiles(folder: string): Promise<unknown> {
  const image = await scaled(await drawing(folder), folder, 12_001, 9_513);
  const data = join(folder, 'data');
  const [line = ''] = (await vitrine('add', image.path, '--data', data, '--json')).trim().split('\n');
  const { asset } = JSON.parse(line) as { asset: string };
  const prefix = `/iiif/image/3/${asset}`;
  const tiles = allTiles(image, prefix);
  const key = `derivatives/${asset}/1/1.zip`;

  await using stack = new AsyncDisposableStack();
  const servers: Record<string, RunningProcess> = {
    vitrine: stack.use(await serveVitrine(data, PORTS.vitrine)),
    bare: stack.use(
      await serveScript(
        'bare-server.ts',
        [join(data, key), prefix, String(PORTS.bare)],
        `http://127.0.0.1:${PORTS.bare}/`,
      ),
    ),
  };
  const nginx = findProgram('nginx') ?? findProgram('/usr/sbin/nginx');
  if (nginx) servers['nginx'] = stack.use(await serveNginx(nginx, folder, data, key, tiles));

  const kinds = { aligned: tiles.filter(({ isEdge }) => !isEdge), edge: tiles.filter(({ isEdge }) => isEdge) };
  const results: Record<string, unknown> = { image: `${image.width} × ${image.height}`, connections: CONNECTIONS };
  for (const [kind, wanted] of Object.entries(kinds)) {
    const figures = await measure(
      servers,
      wanted.map(({ path }) => path),
    );
    const perCpu = (name: string): number => figures[name]?.requestsPerCpuSecond ?? Number.NaN;
    results[kind] = {
      tiles: wanted.length,
      ratioToBareNode: round(perCpu('vitrine') / perCpu('bare')),
      ...(nginx && { ratioToNginx: round(perCpu('vitrine') / perCpu('nginx')) }),
      ...figures,
    };
  }
  return results;
}

/** Rounds in turn, so that what else the machine does falls on all alike; the median of each. */
async function measure(servers: Record<string, RunningProcess>, paths: string[]): Promise<Record<string, Figures>> {
  const rounds: Record<string, Figures[]> = {};
  for (let round_ = 0; round_ <= ROUNDS; round_++) {
    for (const [name, { pid }] of Object.entries(servers)) {
      const pids = name === 'nginx' ? await childrenOf(pid) : [pid];
      const before = await cpuSeconds(...pids);
      const result = await load({
        port: PORTS[name as keyof typeof PORTS],
        paths,
        connections: CONNECTIONS,
        seconds: SECONDS,
      });
      if (result.failures > 0) throw new Error(`${name} failed ${result.failures} of ${result.requests} requests`);
      const cpu = (await cpuSeconds(...pids)) - before;
      // The first round warms up.
      if (round_ > 0)
        (rounds[name] ??= []).push({
          requestsPerSecond: Math.round(result.requestsPerSecond),
          requestsPerCpuSecond: Math.round(result.requests / cpu),
          p50: round(result.p50),
          p99: round(result.p99),
        });
    }
  }
  return Object.fromEntries(Object.entries(rounds).map(([name, all]) => [name, median(all)]));
}

const median = (all: Figures[]): Figures =>
  all.toSorted((a, b) => a.requestsPerCpuSecond - b.requestsPerCpuSecond)[Math.floor(all.length / 2)] as Figures;

const round = (value: number): number => Math.round(value * 1000) / 1000;

async function serveNginx(
  program: string,
  folder: string,
  data: string,
  key: string,
  tiles: ReturnType<typeof allTiles>,
): Promise<RunningProcess> {
  const root = join(folder, 'nginx');
  await using storage = new LocalStorage(data);
  const pyramid = await openPyramid(storage, key);
  for (const { path, level, column, row } of tiles) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await pyramid.tile(level, column, row));
  }
  await writeFile(join(root, 'index.html'), '');
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr error; user root;
     events { worker_connections 512; }
     http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=5000; types { image/jpeg jpg; }
       server { listen 127.0.0.1:${PORTS.nginx}; root ${root}; } }`,
  );
  return startServer(program, ['-c', config, '-p', folder], `http://127.0.0.1:${PORTS.nginx}/`);
}

async function childrenOf(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    pids.map(async (name) => {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      return { pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
    }),
  );
  return parents.filter(({ parent }) => parent === pid).map((child) => child.pid);
}
