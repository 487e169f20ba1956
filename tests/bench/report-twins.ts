import { readFile, writeFile } from 'node:fs/promises';
import type { Formats } from './twin-formats.ts';
import type { TwinPeers } from './twin-peers.ts';
import type { Verified } from './twin-verify.ts';
import type { TwinFigures } from './twins.ts';
import type { LargeFigures } from './twins-large.ts';

const RESULTS = new URL('results/', import.meta.url);
const PAGE = new URL('../../docs/performance.md', import.meta.url);
const PLACE = /(<!-- twins -->\n)[^]*?(<!-- end of twins -->)/;

interface Kept<T> {
  date: string;
  machine: string;
  result: Record<string, T>;
}

/** Puts the tables of the last results about twins into docs/performance.md; what is not measured yet is named. */
export async function writeTwinReport(): Promise<void> {
  const parts = [
    await part('twins', 'Cost, on one thread', costs),
    await part('twin-formats', 'Formats of tiles', formats),
    await part('twin-peers', 'Beside gltfpack', peers),
    await part('twins-large', 'Large scans', large),
    await part('twin-verify', 'Verified', verified),
  ];
  const page = await readFile(PAGE, 'utf8');
  await writeFile(
    PAGE,
    page.replace(PLACE, (_, start: string, end: string) => `${start}${parts.join('\n')}\n${end}`),
  );
}

async function part<T>(name: string, title: string, lines: (result: Record<string, T>) => string[]): Promise<string> {
  const kept = await load<T>(name);
  if (!kept) return `### ${title}\n\nNot measured yet (\`npm run bench ${name}\`).\n`;
  return [`### ${title}`, '', `${kept.machine}; ${kept.date}.`, '', ...lines(kept.result)].join('\n');
}

async function load<T>(name: string): Promise<Kept<T> | undefined> {
  try {
    return JSON.parse(await readFile(new URL(`${name}.json`, RESULTS), 'utf8')) as Kept<T>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(titles),
  row(titles.map((_, column) => (column === 0 ? '---' : '---:'))),
  ...rows.map(row),
  '',
];
const thousands = (value: number): string => `${Math.round(value / 1000)}k`;
const millions = (value: number): string => (value / 1e6).toFixed(value < 1e7 ? 2 : 0);

function costs(result: Record<string, TwinFigures>): string[] {
  const all = Object.entries(result);
  const stages = Object.keys(all[0]?.[1].byStage ?? {});
  return [
    ...table(
      [
        'scan',
        'million triangles',
        'triangles per CPU-second',
        'peak MB',
        'bytes per triangle, all levels',
        'KB until the first picture',
        'seconds on one core',
        'on two, with two threads',
        'ratio',
      ],
      all.map(([name, one]) => [
        name,
        millions(one.triangles),
        thousands(one.trianglesPerCpuSecond),
        String(one.megabytes),
        one.bytesPerTriangle.toFixed(2),
        String(one.firstKilobytes),
        one.seconds.toFixed(1),
        one.secondsOnTwo.toFixed(1),
        one.ratioOfTwo.toFixed(2),
      ]),
    ),
    ...table(
      ['triangles per CPU-second', ...stages],
      all.map(([name, { byStage }]) => [name, ...stages.map((stage) => thousands(byStage[stage] ?? 0))]),
    ),
    ...table(
      ['profile `fast`', 'triangles per CPU-second', 'bytes per triangle, all levels', 'KB until the first picture'],
      all.flatMap(([name, { fast }]) =>
        fast
          ? [
              [
                name,
                thousands(fast.trianglesPerCpuSecond),
                fast.bytesPerTriangle.toFixed(2),
                String(fast.firstKilobytes),
              ],
            ]
          : [],
      ),
    ),
  ];
}

const formats = (result: Record<string, Formats>): string[] =>
  table(
    [
      'tiles of leaves',
      'profile',
      'bytes per triangle',
      'encoded, triangles per CPU-second',
      'decoded, triangles per CPU-second',
    ],
    Object.entries(result).flatMap(([name, all]) =>
      (['small', 'fast'] as const).map((profile) => {
        const { bytesPerTriangle, encoded, decoded } = all[profile];
        return [name, `\`${profile}\``, bytesPerTriangle.toFixed(2), thousands(encoded), thousands(decoded)];
      }),
    ),
  );

const peers = (result: Record<string, TwinPeers>): string[] => [
  'Vitrine makes a whole twin on one thread, gltfpack one level of it. Positions have the same precision, up to the 16 bits',
  'that gltfpack has at most; normals have 8 bits. Errors of a simplification to a quarter are in parts of the mean edge.',
  '',
  ...table(
    ['scan', 'who', 'bits', 'CPU-seconds', 'peak MB', 'bytes per triangle of one level'],
    Object.entries(result).flatMap(([name, { bits, vitrine, gltfpack }]) => {
      const { small, fast } = vitrine.bytesPerTriangle;
      const { c, cz } = gltfpack.bytesPerTriangle;
      return [
        [
          name,
          'Vitrine, all levels',
          String(bits.vitrine),
          vitrine.cpuSeconds.toFixed(1),
          String(vitrine.megabytes),
          `${small.toFixed(2)} (\`fast\` ${fast.toFixed(2)})`,
        ],
        [
          name,
          'gltfpack, one level',
          String(bits.gltfpack),
          gltfpack.cpuSeconds.toFixed(1),
          String(gltfpack.megabytes),
          `${c.toFixed(2)} (\`-cz\` ${cz.toFixed(2)})`,
        ],
      ];
    }),
  ),
  ...table(
    ['to a quarter', 'who', 'triangles', 'largest error', 'root of the mean square'],
    Object.entries(result).flatMap(([name, all]) =>
      (['vitrine', 'gltfpack'] as const).map((who) => {
        const { triangles, largestError, meanError } = all[who].quarter;
        return [
          name,
          who === 'vitrine' ? 'Vitrine' : who,
          String(triangles),
          largestError.toFixed(3),
          meanError.toFixed(4),
        ];
      }),
    ),
  ),
];

const large = (result: Record<string, LargeFigures>): string[] => [
  ...table(
    [
      'triangles',
      'seconds',
      'threads',
      'triangles per CPU-second',
      'peak MB',
      'levels',
      'tiles',
      'bytes per triangle, all levels',
      'GB of disk at most',
      'bytes of it per triangle',
    ],
    Object.entries(result).map(([name, one]) => [
      name,
      one.seconds.toFixed(0),
      String(one.threads),
      thousands(one.trianglesPerCpuSecond),
      String(one.megabytes),
      String(one.levels),
      String(one.tiles),
      one.bytesPerTriangle.toFixed(2),
      one.diskGigabytes.toFixed(1),
      one.diskBytesPerTriangle.toFixed(1),
    ]),
  ),
  ...table(
    [
      'checked',
      'problems',
      'tiles decoded',
      'cuts of the upper levels',
      'open edges, at most',
      'widest gap ÷ declared error',
      'distance of the root ÷ declared',
    ],
    Object.entries(result).map(([name, { check }]) => [
      name,
      String(check.problemCount),
      String(check.tilesChecked),
      String(check.cuts),
      String(check.openEdges),
      String(check.widestGap),
      String(check.rootDistance),
    ]),
  ),
];

const worst = (values: readonly number[]): string =>
  values.length > 0 ? values.reduce((most, value) => Math.max(most, value), 0).toFixed(2) : '–';

const verified = (result: Record<string, Verified>): string[] =>
  table(
    [
      'twin',
      'problems',
      'tiles',
      'triangles',
      'distance ÷ declared error, at most',
      'cuts',
      'open edges, at most',
      'widest gap ÷ declared error',
      'PSNR of levels, dB',
    ],
    Object.entries(result).map(([name, { problemCount, tiles, triangles, levels, cuts }]) => {
      return [
        name,
        String(problemCount),
        String(tiles),
        String(triangles),
        worst(levels.flatMap(({ worstDistance }) => worstDistance ?? [])),
        cuts.length > 0 ? String(cuts.reduce((sum, one) => sum + one.cuts, 0)) : '– (not closed)',
        cuts.length > 0 ? String(Math.max(...cuts.map(({ openEdges }) => openEdges))) : '–',
        worst(cuts.map(({ widestGap }) => widestGap)),
        levels.flatMap(({ psnr }) => psnr?.toFixed(1) ?? []).join(', ') || '–',
      ];
    }),
  );
