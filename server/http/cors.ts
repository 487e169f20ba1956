/** Everything that is read is open to pages of other origins, with those headers that they may want to see. */
export const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Link, Content-Length, Content-Range, Location, X-Request-Id',
} as const;

export const PREFLIGHT = {
  ...CORS,
  Allow: 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': 'Accept, Authorization, Content-Type, If-Modified-Since, If-None-Match, Range',
  'Access-Control-Max-Age': '86400',
} as const;

/**
 * What is written is open, too, to whoever has a token. `*` lets no cookie through: a page of another origin cannot
 * write in the name of somebody who is signed in here.
 */
export const OPEN_CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'Accept-Post, Allow, Content-Location, ETag, Link, Location, Preference-Applied, Vary, WWW-Authenticate, X-Request-Id',
} as const;

export const OPEN_PREFLIGHT = {
  'Access-Control-Allow-Headers':
    'Accept, Authorization, Content-Type, If-Match, If-None-Match, Link, Prefer, Slug, X-Request-Id',
  'Access-Control-Max-Age': '86400',
} as const;
