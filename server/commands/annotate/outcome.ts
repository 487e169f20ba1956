import type { RunOutcome } from '../../../manifests/catalogue/schema.ts';
import { printable } from '../../cli/progress.ts';

/** What became of one file, or of one view that a service was asked about. */
export interface Annotated extends Partial<RunOutcome> {
  name: string;
  state: 'ready' | 'failed';
  object: string;
  /** Views that have got something. */
  views?: number;
  /** What the curator should look at. */
  remarks?: string[];
  problem?: string;
}

/** One line of `vitrine annotate`, and one for each remark. */
export function formatAnnotated(annotated: Annotated, json: boolean): string {
  if (json) return JSON.stringify(annotated);
  const { name, state, views = 0, created = 0, removed = 0, kept = 0, leftDeleted = 0, remarks = [] } = annotated;
  if (state === 'failed') return `failed  ${printable(name)}: ${printable(annotated.problem ?? '')}`;
  const counts = [
    `${created} new`,
    ...(kept > 0 ? [`${kept} as before`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(leftDeleted > 0 ? [`${leftDeleted} left out that somebody had deleted`] : []),
  ];
  return [
    `ready   ${printable(name)}  ${counts.join(', ')} on ${views} view${views === 1 ? '' : 's'}`,
    ...remarks.map((remark) => `        ${printable(remark)}`),
  ].join('\n');
}
