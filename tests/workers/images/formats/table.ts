import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import { make } from '../samples.ts';
import type { Kind } from './kinds.ts';

export const PAGE = new URL('../../../../docs/formats.md', import.meta.url);

const HEAD = ['| format | read | by | notes |', '|---|---|---|---|'];
const [BEGIN, END] = ['<!-- made by npm run docs -->', '<!-- end of what is made -->'];

/** The line of a kind, by what becomes of its samples: read is what all of them are. */
export async function lineOf({ name, needs, notes, samples }: Kind): Promise<string> {
  let reason: string | undefined;
  for (const sample of await samples()) {
    await make(sample).catch((error: unknown) => {
      if (!(error instanceof UnreadableError || error instanceof LimitError)) throw error;
      reason ??= error.message.replace(/ \(.*\)$/s, '');
    });
  }
  const [read, by, said] = reason === undefined ? ['yes', needs ?? '', notes] : ['no', '', `refused: “${reason}”`];
  return `| ${name} | ${read} | ${by} | ${said} |`;
}

/** The line that the page has of a kind. */
export function lineIn(markdown: string, { name }: Kind): string | undefined {
  return markdown.split('\n').find((line) => line.startsWith(`| ${name} |`));
}

/** The page with this table in the place of the one that it has. */
export function withTable(markdown: string, lines: readonly string[]): string {
  const [from, to] = [markdown.indexOf(BEGIN), markdown.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/formats.md has no part between ${BEGIN} and ${END}`);
  const table = [BEGIN, '', ...HEAD, ...lines, '', ''].join('\n');
  return markdown.slice(0, from) + table + markdown.slice(to);
}
