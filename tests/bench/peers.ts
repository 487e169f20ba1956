import { setTimeout as sleep } from 'node:timers/promises';
import { startGenerator } from './generator.ts';
import type { Generator } from './generator.ts';
import type { Load } from './load.ts';
import { advertisedTiles, recordedZoom, regions, thumbnails } from './peers/requests.ts';
import type { AdvertisedTiles, Requests } from './peers/requests.ts';
import { startPeers } from './peers/servers.ts';
import type { Peer } from './peers/servers.ts';
import { cpuSeconds, residentBytes } from './processes.ts';
import { drawing, scaled } from './sources.ts';
import type { Source } from './sources.ts';

const CONNECTIONS = 8;
const ROUNDS = 3;
const SECONDS = 2;
/** More than any server answers in a round. */
const DISTINCT = 2500;

interface Figures {
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  cpuMsPerRequest: number;
  /** nginx's part of it, where it stands before the server. */
  frontCpuMsPerRequest?: number;
  peakMegabytes: number;
  kilobytesPerRequest: number;
}

/** What all servers, or those that `can`, are asked for: below the image's service, or whole paths of each. */
interface Asked {
  can?: (peer: Peer) => boolean;
  paths(peer: Peer, round: number): string[];
  /** Paths that are asked for again and again. */
  again?: boolean;
}

const anyAngle = ({ can }: Peer): boolean => can.anyAngle;
const webp = ({ can }: Peer): boolean => can.webp;

/** Servers of others and ours with one image of 114 megapixels, one after the other under the same loads. */
export async function benchPeers(folder: string): Promise<unknown> {
  return measurePeers(await scaled(await drawing(folder), folder, 12_001, 9_513), folder);
}

export async function measurePeers(image: Source, folder: string): Promise<unknown> {
  await using stack = new AsyncDisposableStack();
  const peers = await startPeers(image, folder, stack);
  const generator = stack.use(await startGenerator());
  const tiles = new Map<Peer, AdvertisedTiles>();
  for (const peer of peers) {
    const by = peers.find(({ name }) => name === (peer.name === 'files' ? 'vitrine' : peer.name));
    tiles.set(peer, await advertisedTiles(by ?? peer));
  }

  const made = (requests: Requests, can: (peer: Peer) => boolean = (peer) => peer.can.regions): Asked => ({
    can,
    paths: ({ prefix }, round) => requests(image, DISTINCT, round).map((path) => `${prefix}/${path}`),
  });
  const loads: Record<string, Asked> = {
    'aligned tiles': { paths: (peer) => tiles.get(peer)?.aligned ?? [], again: true },
    'edge tiles': { paths: (peer) => tiles.get(peer)?.edge ?? [], again: true },
    'zoom and pan': { paths: recordedZoom, again: true },
    thumbnails: made(thumbnails),
    'regions 1000 → 500': made(regions(1000, 500, '0/default.jpg')),
    'regions 3000 → 800': made(regions(3000, 800, '0/default.jpg')),
    'rotated by 90°': made(regions(1000, 500, '90/default.jpg')),
    'rotated by 22.5°': made(regions(1000, 500, '22.5/default.jpg'), anyAngle),
    'WebP, 512 → 512': made(regions(512, 512, '0/default.webp'), webp),
    'WebP, 1000 → 500': made(regions(1000, 500, '0/default.webp'), webp),
  };
  const results: Record<string, Record<string, Figures | number>> = {};
  for (const [name, asked] of Object.entries(loads)) {
    const able = peers.filter((peer) => asked.can?.(peer) ?? true);
    const figures = await measure(able, asked, generator);
    results[name] = { ...ratios(figures), ...figures };
  }
  const tilesUnderRegions = await measureUnderLoad(peers, image, tiles, generator);
  return { image: `${image.width} × ${image.height}`, connections: CONNECTIONS, loads: results, tilesUnderRegions };
}

/** Rounds in turn, so that what else the machine does falls on all alike; the median of each by its CPU time. */
async function measure(peers: Peer[], asked: Asked, generator: Generator): Promise<Record<string, Figures>> {
  const rounds: Record<string, Figures[]> = {};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const peer of peers) {
      const paths = asked.paths(peer, round);
      // The first round warms up.
      const seconds = round > 0 ? SECONDS : SECONDS / 2;
      const load = { port: peer.port, paths, once: asked.again !== true, connections: CONNECTIONS, seconds };
      const figures = await measureOnce(peer, generator, load);
      if (round > 0) (rounds[peer.name] ??= []).push(figures);
    }
  }
  return Object.fromEntries(Object.entries(rounds).map(([name, all]) => [name, median(all)]));
}

interface UnderRegions {
  p50: number;
  p99: number;
  tilesPerSecond: number;
  regionsPerSecond: number;
}

/** Eight clients ask for regions without a pause, while two ask for tiles; each kind from a process of its own. */
async function measureUnderLoad(
  peers: Peer[],
  image: Source,
  tiles: Map<Peer, AdvertisedTiles>,
  forTiles: Generator,
): Promise<Record<string, UnderRegions>> {
  await using forRegions = await startGenerator();
  const heavy = regions(3000, 800, '0/default.jpg', 1000);
  const results: Record<string, UnderRegions> = {};
  for (const peer of peers.filter(({ can }) => can.regions)) {
    const { port, prefix } = peer;
    const rounds: UnderRegions[] = [];
    for (let number = 1; number <= ROUNDS; number++) {
      const paths = heavy(image, DISTINCT, number).map((path) => `${prefix}/${path}`);
      // All regions are on their way before the first tile is asked for, and until the last.
      const regionsMade = forRegions.run({
        port,
        paths,
        once: true,
        connections: CONNECTIONS,
        seconds: 2 * SECONDS + 1,
      });
      await sleep(500);
      const aligned = tiles.get(peer)?.aligned ?? [];
      const { p50, p99, requestsPerSecond } = await forTiles.run({
        port,
        paths: aligned,
        connections: 2,
        seconds: 2 * SECONDS,
      });
      const made = await regionsMade;
      rounds.push({
        p50: round(p50),
        p99: round(p99),
        tilesPerSecond: round(requestsPerSecond),
        regionsPerSecond: round(made.requestsPerSecond),
      });
    }
    const [, middle] = rounds.toSorted((a, b) => a.p99 - b.p99);
    if (middle) results[peer.name] = middle;
  }
  return results;
}

async function measureOnce({ name, pids, front }: Peer, generator: Generator, load: Load): Promise<Figures> {
  const all = [...pids, ...front];
  const [own, before] = [await cpuSeconds(...all), await cpuSeconds(...front)];
  let peak = 0;
  const watch = setInterval(() => {
    void residentBytes(...all).then((bytes) => (peak = Math.max(peak, bytes)));
  }, 100);
  const result = await generator.run(load).finally(() => clearInterval(watch));
  const { requests, failures, requestsPerSecond, p50, p99, bytes } = result;
  if (failures > 0) throw new Error(`${name} failed ${failures} of ${requests} requests like ${load.paths[0]}`);
  const perRequest = (seconds: number): number => round((seconds * 1000) / requests);
  return {
    requestsPerSecond: Math.round(requestsPerSecond),
    p50: round(p50),
    p99: round(p99),
    cpuMsPerRequest: perRequest((await cpuSeconds(...all)) - own),
    ...(front.length > 0 && { frontCpuMsPerRequest: perRequest((await cpuSeconds(...front)) - before) }),
    peakMegabytes: Math.round(peak / 2 ** 20),
    kilobytesPerRequest: round(bytes / requests / 1024),
  };
}

/** CPU time of ours against that of the others. */
function ratios({ vitrine, ...others }: Record<string, Figures>): Record<string, number> {
  if (!vitrine) throw new Error('Vitrine was not measured');
  return Object.fromEntries(
    Object.entries(others).map(([name, { cpuMsPerRequest }]) => [
      `cpuRatioTo${name[0]?.toUpperCase()}${name.slice(1)}`,
      round(vitrine.cpuMsPerRequest / cpuMsPerRequest),
    ]),
  );
}

const median = (all: Figures[]): Figures =>
  all.toSorted((a, b) => a.cpuMsPerRequest - b.cpuMsPerRequest)[Math.floor(all.length / 2)] as Figures;

const round = (value: number): number => Math.round(value * 1000) / 1000;
