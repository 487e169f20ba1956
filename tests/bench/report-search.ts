import { readFile, writeFile } from 'node:fs/promises';

const RESULTS = new URL('results/annotation-search.json', import.meta.url);
const PAGE = new URL('../../docs/performance.md', import.meta.url);
const PLACE = /(<!-- search -->\n)[^]*?(<!-- end of search -->)/;

interface Figures {
  requestsPerSecond: number;
  p50: number;
  p95: number;
}
interface Asked {
  one: Figures;
  eight: Figures;
}

interface Kept {
  date: string;
  machine: string;
  result: Record<string, Asked | Record<string, Asked>> & {
    stored: { lines: number; perSecond: number; bytes: { table: number; index: number } };
  };
}

/** Puts the table of the last results of `annotation-search` into docs/performance.md. */
export async function writeSearchReport(): Promise<void> {
  const { date, machine, result } = JSON.parse(await readFile(RESULTS, 'utf8')) as Kept;
  const { stored, ...kinds } = result;
  const lines = [
    `${machine}; ${date}. ${stored.lines.toLocaleString('en')} lines; table ${megabytes(stored.bytes.table)}, index ${megabytes(stored.bytes.index)}; written at ${stored.perSecond} lines a second by one client.`,
    '',
    row(['q', 'of', 'one client, p50', 'p95', 'eight, p50', 'p95', 'requests a second']),
    row(['---', '---', '---:', '---:', '---:', '---:', '---:']),
    ...Object.entries(kinds).flatMap(([kind, found]) =>
      Object.entries(isAsked(found) ? { object: found } : found).map(([scope, { one, eight }]) =>
        row([kind, scope, one.p50, one.p95, eight.p50, eight.p95, eight.requestsPerSecond]),
      ),
    ),
  ];
  const page = await readFile(PAGE, 'utf8');
  await writeFile(
    PAGE,
    page.replace(PLACE, (_, start: string, end: string) => `${start}\n${lines.join('\n')}\n\n${end}`),
  );
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const isAsked = (found: Asked | Record<string, Asked>): found is Asked => 'eight' in found;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
