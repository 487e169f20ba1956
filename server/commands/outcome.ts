import { printable } from '../cli/progress.ts';

/** What became of one file. */
export interface Outcome {
  name: string;
  state: 'ready' | 'failed';
  /** Id of its object. */
  object: string;
  asset?: string;
  /** The file was here already, unchanged. */
  unchanged?: boolean;
  pages?: { width: number; height: number }[];
  /** Of a mesh. */
  triangles?: number;
  problem?: string;
  /** What was found in a file that is ready, in sentences. */
  warnings?: string[];
}

/** A line of `vitrine add`: id, what it became, its URL; below it, what was found. */
export function formatOutcome(outcome: Outcome, base: string, json: boolean): string {
  const { name, state, object, asset, unchanged, pages = [], triangles, problem, warnings = [] } = outcome;
  const address = triangles === undefined ? `/iiif/image/3/${asset}` : `/twins/${asset}/tileset.json`;
  const url = state === 'ready' ? `${base}${address}` : undefined;
  if (json) return JSON.stringify({ ...outcome, ...(url && { url }), page: `${base}/objects/${object}` });
  const id = asset ?? '-'.padEnd(11);
  if (state === 'failed') return `${id}  failed  ${printable(name)}: ${printable(problem ?? '')}`;
  const size = triangles === undefined ? sizeOf(pages) : `${triangles} triangles`;
  const found = warnings.map((warning) => `\n  ${printable(warning)}`).join('');
  return `${id}  ${unchanged ? 'same' : 'ready'}   ${printable(name)}  ${size}  ${url}${found}`;
}

function sizeOf([first, ...others]: NonNullable<Outcome['pages']>): string {
  if (!first) return '';
  return `${first.width} × ${first.height}${others.length > 0 ? `, ${others.length + 1} pages` : ''}`;
}
