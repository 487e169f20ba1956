import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type Koa from 'koa';
import type { JsonObject } from '../../manifests/annotations/documents/annotation.ts';
import { turtle } from '../../manifests/annotations/documents/turtle.ts';
import { ANNOTATION_CONTEXT } from '../../manifests/annotations/model/write.ts';
import { NotAcceptableError, expected } from '../../manifests/errors.ts';
import { isKnown } from '../http/conditional.ts';

const compress = promisify(gzip);
const COMPRESS_FROM = 1400;

/** In the order in which we like to give them. */
const TYPES = ['application/ld+json', 'application/json', 'text/turtle'] as const;
type Type = (typeof TYPES)[number];

const CONTENT_TYPES: Record<Type, string> = {
  'application/ld+json': `application/ld+json;profile="${ANNOTATION_CONTEXT}"`,
  'application/json': 'application/json',
  'text/turtle': 'text/turtle;charset=utf-8',
};

/**
 * The type that an Accept header likes best of ours. Parameters but `q` do not count: a JSON-LD profile that we do not
 * have is answered with the one that we have, which is what a profile is for (RFC 6906, 3.1). Throws NotAcceptableError.
 */
export function typeFor(accept: string): Type {
  if (accept.trim() === '') return TYPES[0];
  // What stands in quotes is a parameter's value, in which commas and semicolons are no separators.
  const bare = accept.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const ranges = bare.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { type, q: q === undefined ? 1 : Number(q) };
  });
  const liking = (type: Type): number => {
    // The most exact range decides (RFC 9110, 12.5.1).
    for (const range of [type, `${type.split('/')[0]}/*`, '*/*']) {
      const found = ranges.find((one) => one.type === range);
      if (found) return found.q;
    }
    return 0;
  };
  const [best] = TYPES.map((type) => ({ type, q: liking(type) })).toSorted((a, b) => b.q - a.q);
  if (!best || !(best.q > 0)) throw new NotAcceptableError(expected(TYPES.join(', '), 'the Accept header', accept));
  return best.type;
}

export interface Sending {
  status?: number;
  /** Stands before the hash in the entity tag. */
  version?: number;
  cacheControl?: string;
}

/**
 * A document in the type that is asked for. Its entity tag is strong, being made of the bytes that are sent: another for
 * each type and encoding, and for whatever changes in them.
 */
export async function sendRepresentation(ctx: Koa.Context, document: JsonObject, sending: Sending = {}): Promise<void> {
  const { status = 200, version, cacheControl = 'public, no-cache' } = sending;
  const type = typeFor(ctx.get('Accept'));
  const body = Buffer.from(type === 'text/turtle' ? turtle(document) : JSON.stringify(document));
  const packed = status === 200 && body.length >= COMPRESS_FROM && ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
  const hash = createHash('sha256').update(type).update(body).digest('base64url').slice(0, 22);
  const etag = `"${version === undefined ? '' : `${version}.`}${hash}${packed ? '.gz' : ''}"`;
  ctx.vary('Accept');
  ctx.vary('Accept-Encoding');
  ctx.set('Cache-Control', status === 201 ? 'no-cache' : cacheControl);
  ctx.set('ETag', etag);
  if (status === 200 && (ctx.method === 'GET' || ctx.method === 'HEAD') && isKnown(ctx, etag)) {
    ctx.status = 304;
    return;
  }
  ctx.status = status;
  if (packed) ctx.set('Content-Encoding', 'gzip');
  ctx.body = packed ? await compress(body) : body;
  // After the body, which sets one of its own.
  ctx.set('Content-Type', CONTENT_TYPES[type]);
}

/**
 * Whether a header If-Match allows to change this version; what it is silent about is allowed. A tag of any type and
 * encoding of the version counts: what a client read as Turtle it may replace by JSON-LD.
 */
export function isMatch(header: string, version: number): boolean {
  if (header.trim() === '' || header.trim() === '*') return true;
  // A weak tag never matches here (RFC 9110, 13.1.1).
  return header.split(',').some((tag) => tag.trim().startsWith(`"${version}.`));
}
