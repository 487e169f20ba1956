import { readFile, writeFile } from 'node:fs/promises';

const RESULTS = new URL('results/', import.meta.url);
const PAGE = new URL('../../docs/performance.md', import.meta.url);
const PLACE = /(<!-- results -->\n)[^]*?(<!-- end of results -->)/;

interface Figures {
  requestsPerSecond: number;
  p50: number;
  p99: number;
  cpuMsPerRequest: number;
  peakMegabytes: number;
}

interface Peers {
  image: string;
  connections: number;
  loads: Record<string, Record<string, Figures | number>>;
  tilesUnderRegions: Record<string, { p50: number; p99: number; tilesPerSecond: number; regionsPerSecond: number }>;
}

interface Kept<T> {
  date: string;
  machine: string;
  result: T;
}

const NAMES: Readonly<Record<string, string>> = {
  vitrine: 'Vitrine',
  files: 'nginx, files',
  iipimage: 'iipimage-server',
  iipimageNoCache: 'the same, no cache',
  iiifProcessor: 'iiif-processor',
};

/** Puts the tables of the last results of `peers` into docs/performance.md. */
export async function writeReport(): Promise<void> {
  const peers = JSON.parse(await readFile(new URL('peers.json', RESULTS), 'utf8')) as Kept<Peers>;
  const page = await readFile(PAGE, 'utf8');
  await writeFile(
    PAGE,
    page.replace(PLACE, (_, start: string, end: string) => `${start}${tables(peers)}\n${end}`),
  );
}

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
const header = (first: string, cells: string[]): string[] => [
  row([first, ...cells]),
  row(['---', ...cells.map(() => '---:')]),
];
const short = (value: number): string => (value < 10 ? value.toPrecision(2) : String(Math.round(value)));

function tables({ date, machine, result }: Kept<Peers>): string {
  const table = (title: string, names: string[], cell: (figures: Figures, vitrine: Figures) => string): string[] => [
    ...header(
      title,
      names.map((name) => NAMES[name] ?? name),
    ),
    ...Object.entries(result.loads).map(([load, all]) =>
      row([load, ...names.map((name) => (all[name] ? cell(all[name] as Figures, all['vitrine'] as Figures) : '–'))]),
    ),
    '',
  ];
  const all = Object.keys(NAMES);
  const others = all.filter((name) => name !== 'vitrine');
  return [
    `${result.image} pixels, ${result.connections} connections; ${machine}; ${date}.`,
    '',
    ...table('CPU of Vitrine ÷ of', others, (figures, vitrine) =>
      (vitrine.cpuMsPerRequest / figures.cpuMsPerRequest).toPrecision(2),
    ),
    ...table('CPU, ms per request', all, ({ cpuMsPerRequest }) => short(cpuMsPerRequest)),
    ...table('requests per second', all, ({ requestsPerSecond }) => String(requestsPerSecond)),
    ...table('p50 / p99, ms', all, ({ p50, p99 }) => `${short(p50)} / ${short(p99)}`),
    ...table('peak memory, MB', all, ({ peakMegabytes }) => String(peakMegabytes)),
    ...header('tiles under heavy regions', ['p50, ms', 'p99, ms', 'tiles per second', 'regions per second']),
    ...Object.entries(result.tilesUnderRegions).map(([name, { p50, p99, tilesPerSecond, regionsPerSecond }]) =>
      row([NAMES[name] ?? name, short(p50), short(p99), short(tilesPerSecond), short(regionsPerSecond)]),
    ),
  ].join('\n');
}
