import { InvalidError, expected } from '../errors.ts';
import type { JsonObject } from './documents/annotation.ts';
import { withKeys } from './own-iris.ts';
import type { Bounds } from './store/place.ts';

/** An annotation as a client sent it, understood. */
export interface Received {
  /** What it says, but for its id. */
  body: JsonObject;
  clientId?: string;
  motivations: string[];
  generator?: string;
  /** The first view that it is on. */
  view?: string;
}

/** Reads an annotation. `base`: the address by which the client reached us. Throws InvalidError with the place of the fault. */
export function receive(json: unknown, base: string): Received {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new InvalidError(expected('an object', 'the annotation', json));
  const { id, ...body } = withKeys(json as JsonObject, base);
  if (![body['type']].flat().includes('Annotation'))
    throw new InvalidError(expected('"Annotation"', '/type', body['type']));
  if (body['target'] === undefined) throw new InvalidError(expected('at least one target', '/target', undefined));
  const view = /vitrine:\/iiif\/canvas\/([^"#?]+)/.exec(JSON.stringify(body['target']))?.[1];
  return {
    body,
    ...(typeof id === 'string' && { clientId: id }),
    motivations: [body['motivation']].flat().filter((one) => typeof one === 'string'),
    ...(view !== undefined && { view }),
  };
}

/** What it covers of its view. */
export function boundsOn(
  { body }: Received,
  _size: { width: number | null; height: number | null },
): Bounds | undefined {
  const xywh = /[#?&]xywh=(?:pixel:)?([\d.]+),([\d.]+),([\d.]+),([\d.]+)/.exec(JSON.stringify(body['target']));
  if (!xywh) return undefined;
  const [x = 0, y = 0, w = 0, h = 0] = xywh.slice(1).map(Number);
  return { x0: x, y0: y, x1: x + w, y1: y + h };
}
