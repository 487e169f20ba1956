import type Koa from 'koa';
import { InvalidError, MediaTypeError, TooLargeError, expected } from '../../manifests/errors.ts';

const MOST_DROPPED = 64 * 1024 * 1024;
/** Deeper than anything that means something, and far from where a walk runs out of stack. */
const MAX_DEPTH = 64;
const [QUOTE, BACKSLASH, BRACKET, BRACE] = [0x22, 0x5c, 0x5b, 0x7b];
const JSON_TYPES = ['application/ld+json', 'application/json'];

/**
 * The JSON of a request. Throws MediaTypeError for another type, TooLargeError beyond `limit` bytes, and InvalidError with the place where it is not JSON.
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
  return parseJson(text, 'The body');
}

/** Of a client. Throws InvalidError. */
export function parseJson(text: string, name: string): unknown {
  if (depthOf(text) > MAX_DEPTH) throw new InvalidError(`${name} is JSON nested more than ${MAX_DEPTH} levels deep`);
  try {
    return (UNFIT.test(text) ? JSON.parse(text, fit) : JSON.parse(text)) as unknown;
  } catch (cause) {
    if (cause instanceof InvalidError) throw cause;
    throw new InvalidError(`${name} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** What JSON can escape, and PostgreSQL does not take: zeros and halves of characters. */
const UNFIT = /\\u(?:0000|d[89a-f])/i;

function fit(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || key.includes('\0'))
    throw new InvalidError(`The name ${JSON.stringify(key)} has half a character or a zero in it`);
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value;
}

/** All of a request's body. Throws TooLargeError. */
export async function readBody(ctx: Koa.Context, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    // A client reads no answer before it has sent all: what is not much too large is read on and dropped.
    else if (length > limit + MOST_DROPPED) break;
  }
  if (length > limit) {
    ctx.set('Connection', 'close');
    throw new TooLargeError(`The body has more than ${limit} bytes, which is the most that is read here`);
  }
  return Buffer.concat(chunks);
}

function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) quoted = !quoted;
    else if (quoted) at += code === BACKSLASH ? 1 : 0;
    else if (code === BRACKET || code === BRACE) most = Math.max(most, ++depth);
    else if (code === BRACKET + 2 || code === BRACE + 2) depth--;
  }
  return most;
}
