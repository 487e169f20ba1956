import { runJson } from './program.ts';
import type { Cost } from './make-once.ts';
import { drawing, scaled } from './sources.ts';
import type { Source } from './sources.ts';

const ROUNDS = 3;

/** The work of a worker against libvips writing the same container once, in time and in peak memory. */
export async function benchPyramid(folder: string): Promise<unknown> {
  const small = await drawing(folder);
  const large = await scaled(small, folder, 12_001, 9_513);
  const giant = await scaled(small, folder, 36_001, 28_001);
  return {
    '114 megapixels': await compare(large, folder, ROUNDS),
    '1 gigapixel': await compare(giant, folder, 1),
  };
}

async function compare({ path }: Source, folder: string, rounds: number): Promise<unknown> {
  const costs: { product: Cost; libvips: Cost }[] = [];
  for (let round = 0; round < rounds; round++) {
    costs.push({
      libvips: await runJson<Cost>('make-once.ts', 'libvips', path, folder),
      product: await runJson<Cost>('make-once.ts', 'product', path, folder),
    });
  }
  const median = costs.toSorted(
    (a, b) => a.product.seconds / a.libvips.seconds - b.product.seconds / b.libvips.seconds,
  )[Math.floor(rounds / 2)];
  if (!median) throw new Error('no rounds');
  const { product, libvips } = median;
  return {
    ratioOfTime: rounded(product.seconds / libvips.seconds),
    ratioOfCpu: rounded(product.cpuSeconds / libvips.cpuSeconds),
    product: figures(product),
    libvips: figures(libvips),
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
const figures = ({ seconds, cpuSeconds, megabytes, megabytesWithSource }: Cost): Omit<Cost, 'bytes'> => ({
  seconds: rounded(seconds),
  cpuSeconds: rounded(cpuSeconds),
  megabytes: Math.round(megabytes),
  megabytesWithSource: Math.round(megabytesWithSource),
});
