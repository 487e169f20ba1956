import { InvalidError, expected } from '../../../manifests/errors.ts';
import { serviceRun } from '../../../workers/annotations/service.ts';
import type { ServiceRegion } from '../../../workers/annotations/ask-service.ts';
import type { Question } from './ask.ts';

/** What is given on the command line beside the service's address. */
export interface ServiceFlags {
  language: unknown;
  region: unknown;
}

/** The question that a service is asked. Throws InvalidError for what is no address of one, and no region. */
export function serviceQuestion(given: string, base: string, { language, region }: ServiceFlags): Question {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new InvalidError(expected('an http or https address without a name and password', '--service', given));
  const [tag, ...others] = Array.isArray(language) ? (language as string[]) : [];
  if (others.length > 0) throw new InvalidError('--language is given once with --service');
  const parameters = {
    url: url.href,
    base,
    ...(tag !== undefined && { language: tag }),
    ...(typeof region === 'string' && { region: regionOf(region) }),
  };
  return { run: serviceRun(parameters), kind: 'service', parameters };
}

function regionOf(given: string): ServiceRegion {
  const [x = 0, y = 0, width = 0, height = 0] = given.split(',').map(Number);
  if (!/^\d{1,9}(,\d{1,9}){3}$/.test(given) || width === 0 || height === 0)
    throw new InvalidError(expected('X,Y,W,H in units of the views, such as 0,0,1000,500', '--region', given));
  return { x, y, width, height };
}
