/** Everything that is only read is open to pages of other origins, with those headers that they may want to see. */
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
