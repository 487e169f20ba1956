import { FORMATS } from '../../../../server/image/formats.ts';
import type { Format } from '../../../../server/image/request.ts';
import { ask, must } from './ask.ts';
import type { Answer, AskOptions } from './ask.ts';
import { decode } from './decode.ts';
import { compare } from './expected.ts';
import type { Expected } from './expected.ts';
import type { Squares } from './squares.ts';

/** One version of the image service of one picture, on the running program. */
export interface Service {
  version: '3.0' | '2.1';
  /** Where the program is. */
  base: string;
  /** `/iiif/image/3/{identifier}`. */
  path: string;
  squares: Squares;
}

/** One line of the table. */
export interface Feature {
  name: string;
  /** What level 2 says of it. */
  level: 'required' | 'optional' | '–';
  /** As it is shown; below the service's address where it begins with no slash. */
  asked: string;
  /** Says what came; throws Error where that is not what must come. */
  check(service: Service): Promise<string>;
}

export const get = (service: Service, path: string, options?: AskOptions): Promise<Answer> =>
  ask(service.base, path.startsWith('/') ? path : `${service.path}${path === '' ? '' : '/'}${path}`, options);

type Level = Feature['level'];

/** A request for pixels, which are decoded and compared with what the original has there. */
export function pixels(name: string, level: Level, asked: string, expected: Expected): Feature {
  return {
    name,
    level,
    asked,
    async check(service) {
      const { status, headers, body } = await get(service, asked);
      must('status', status, 200);
      const format = asked.slice(asked.lastIndexOf('.') + 1) as Format;
      const type = must('type', headers['content-type'] ?? '', FORMATS[format].type);
      const picture = await decode(body, type);
      compare(picture, expected, service.squares);
      return `200 ${type}, ${picture.width} × ${picture.height}`;
    },
  };
}

/** A request that is refused, with the parameter that is at fault. */
export function refused(name: string, asked: string, status: 400 | 404, parameter?: string): Feature {
  return {
    name,
    level: '–',
    asked,
    async check(service) {
      const answer = await get(service, asked);
      must('status', answer.status, status);
      must('origin', answer.headers['access-control-allow-origin'], '*');
      const { error } = JSON.parse(answer.body.toString()) as { error: { parameter?: string; message: string } };
      must('parameter', error.parameter, parameter);
      if (error.message.length < 10) throw new Error(`no reason: ${error.message}`);
      return parameter === undefined ? `${status}` : `${status}, parameter \`${parameter}\``;
    },
  };
}

/** Anything else. */
export function other(
  name: string,
  level: Level,
  asked: string,
  check: (service: Service) => Promise<string>,
): Feature {
  return { name, level, asked, check };
}
