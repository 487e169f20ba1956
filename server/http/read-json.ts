import type Koa from 'koa';
import { InvalidError, MediaTypeError, TooLargeError, expected } from '../../manifests/errors.ts';

/** Deeper than anything that means something, and far from where a walk runs out of stack. */
const MAX_DEPTH = 64;
const JSON_TYPES = ['application/ld+json', 'application/json'];

/**
 * The JSON of a request. Throws MediaTypeError for another type, TooLargeError beyond `limit` bytes, at the first byte too
 * many, and InvalidError with the place where it is not JSON.
 */
export async function readJson(ctx: Koa.Context, limit: number): Promise<unknown> {
  const type = ctx.get('Content-Type').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!JSON_TYPES.includes(type))
    throw new MediaTypeError(expected(JSON_TYPES.join(' or '), 'the Content-Type', ctx.get('Content-Type')));
  const bytes = await readBody(ctx, limit);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidError('The body is not UTF-8, as JSON has to be (RFC 8259, 8.1)', { cause });
  }
  if (depthOf(text) > MAX_DEPTH) throw new InvalidError(`The JSON is nested more than ${MAX_DEPTH} levels deep`);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InvalidError(`The body is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** All of a request's body. Throws TooLargeError. */
export async function readBody(ctx: Koa.Context, limit: number): Promise<Buffer> {
  const tooLarge = (): TooLargeError =>
    new TooLargeError(`The body has more than ${limit} bytes, which is the most that is read here`);
  if (Number(ctx.get('Content-Length')) > limit) throw refused(ctx, tooLarge());
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw refused(ctx, tooLarge());
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What is not read must not be taken for the next request of the connection. */
function refused(ctx: Koa.Context, error: Error): Error {
  ctx.set('Connection', 'close');
  return error;
}

function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') most = Math.max(most, ++depth);
    else if (token === ']' || token === '}') depth--;
  }
  return most;
}
