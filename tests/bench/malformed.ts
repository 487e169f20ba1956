import { join } from 'node:path';
import sharp from 'sharp';
import { rawClient } from '../raw-client.ts';
import { seeded } from '../random.ts';
import { malformedPath } from '../server/image/malformed.ts';
import { cpuSeconds } from './processes.ts';
import { serveVitrine, vitrine } from './program.ts';

const REQUESTS = 1_000_000;
const CONNECTIONS = 8;
const SEED = 1;
const PORT = 18_084;

/** A million addresses after accidents, against the running program: whatever comes, none may be a fault of the server. */
export async function benchMalformed(folder: string): Promise<unknown> {
  const image = join(folder, 'small.png');
  await sharp({ create: { width: 101, height: 76, channels: 3, background: '#808080' } })
    .png()
    .toFile(image);
  const data = join(folder, 'data');
  const [line = ''] = (await vitrine('add', image, '--data', data, '--json')).trim().split('\n');
  const { asset } = JSON.parse(line) as { asset: string };
  await using server = await serveVitrine(data, PORT);

  const random = seeded(SEED);
  const statuses: Record<number, number> = {};
  const faults: string[] = [];
  let left = REQUESTS;
  const before = await cpuSeconds(server.pid);
  const started = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  const seconds = (performance.now() - started) / 1000;
  const cpu = (await cpuSeconds(server.pid)) - before;
  if (faults.length > 0) throw new Error(`${faults.length} faults of the server, the first at ${faults[0]}`);
  return {
    requests: REQUESTS,
    seed: SEED,
    connections: CONNECTIONS,
    statuses,
    faults: faults.length,
    requestsPerSecond: Math.round(REQUESTS / seconds),
    requestsPerCpuSecond: Math.round(REQUESTS / cpu),
  };

  async function ask(): Promise<void> {
    const client = rawClient(PORT);
    while (left-- > 0) {
      const path = `/iiif/image/${left % 2 === 0 ? 3 : 2}/${malformedPath(random, asset)}`;
      const { status } = await client.get(path);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status >= 500) faults.push(`${status} ${JSON.stringify(path)}`);
    }
    client.close();
  }
}
