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
  problem?: string;
}

/** One line of `vitrine add`: id, what it became, its URL. */
export function formatOutcome(outcome: Outcome, base: string, json: boolean): string {
  const { name, state, object, asset, unchanged, pages = [], problem } = outcome;
  const url = state === 'ready' ? `${base}/iiif/image/3/${asset}` : undefined;
  if (json) return JSON.stringify({ ...outcome, ...(url && { url }), page: `${base}/objects/${object}` });
  const id = asset ?? '-'.padEnd(11);
  if (state === 'failed') return `${id}  failed  ${printable(name)}: ${printable(problem ?? '')}`;
  const [first] = pages;
  const size = first ? `${first.width} × ${first.height}${pages.length > 1 ? `, ${pages.length} pages` : ''}` : '';
  return `${id}  ${unchanged ? 'same' : 'ready'}   ${printable(name)}  ${size}  ${url}`;
}
