import { join } from 'node:path';
import { serveScript, serveVitrine } from './program.ts';

const PORT = 18_084;
const STARTS = 5;

/** From the command to the first good answer of /health: on an empty data folder, and on one that is there. */
export async function benchStart(folder: string): Promise<unknown> {
  const data = join(folder, 'data');
  const first = await milliseconds(data);
  const later: number[] = [];
  const bare: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    later.push(await milliseconds(data));
    await using server = await serveScript('hello-server.ts', [String(PORT)], `http://127.0.0.1:${PORT}/`);
    bare.push(server.startedIn);
  }
  return {
    firstMilliseconds: Math.round(first),
    laterMilliseconds: Math.round(median(later)),
    bareNodeMilliseconds: Math.round(median(bare)),
    ratioToBareNode: Math.round((100 * median(later)) / median(bare)) / 100,
  };
}

async function milliseconds(data: string): Promise<number> {
  await using server = await serveVitrine(data, PORT);
  return server.startedIn;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
