import { InvalidError, expected } from '../../../manifests/errors.ts';
import { serviceRun } from '../../../workers/annotations/service.ts';
import type { Question } from './ask.ts';

/** The question that a service is asked. Throws InvalidError for what is no address of one. */
export function serviceQuestion(given: string, base: string, language: unknown): Question {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new InvalidError(expected('an http or https address without a name and password', '--service', given));
  const [tag, ...others] = Array.isArray(language) ? (language as string[]) : [];
  if (others.length > 0) throw new InvalidError('--language is given once with --service');
  const parameters = { url: url.href, base, ...(tag !== undefined && { language: tag }) };
  return { run: serviceRun(parameters), kind: 'service', parameters };
}
