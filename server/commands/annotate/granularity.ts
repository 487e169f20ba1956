import { InvalidError, expected } from '../../../manifests/errors.ts';
import { GRANULARITIES } from '../../../workers/text/model.ts';
import type { Granularity } from '../../../workers/text/model.ts';

/** What `--granularity` gives, or lines. Throws InvalidError. */
export function granularitiesOf(given: unknown): Granularity[] {
  const asked = Array.isArray(given) ? (given as string[]) : [];
  for (const one of asked)
    if (!isGranularity(one)) throw new InvalidError(expected(GRANULARITIES.join(', '), '--granularity', one));
  return asked.length === 0 ? ['line'] : [...new Set(asked.filter(isGranularity))];
}

const isGranularity = (text: string): text is Granularity => GRANULARITIES.includes(text as Granularity);
