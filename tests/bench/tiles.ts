import { join } from 'node:path';
import { load } from './load.ts';
import { nginx, serveNginx, unpack } from './nginx.ts';
import { cpuSeconds, familyOf } from './processes.ts';
import { serveScript, serveVitrine, vitrine } from './program.ts';
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
  if (nginx) {
    const root = join(folder, 'files');
    await unpack(data, key, root, prefix);
    servers['nginx'] = stack.use(await serveNginx(nginx, { folder, port: PORTS.nginx, server: `root ${root};` }));
  }

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
      const pids = await familyOf(pid);
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
