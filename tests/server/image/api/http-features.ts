import { linksOf, must } from './ask.ts';
import { get, other, refused } from './feature.ts';
import type { Feature, Service } from './feature.ts';
import { PIXELS_PER_INCH } from './squares.ts';

const TILE = '0,0,512,512/512,512/0/default.jpg';
const MADE = 'full/90,60/0/default.png';

const idOf = ({ base, path }: Service): string => `${base}${path}`;

interface Info {
  [name: string]: unknown;
  profile: [string, Record<string, unknown>];
}

async function infoOf(service: Service): Promise<Info> {
  return JSON.parse((await get(service, 'info.json')).body.toString()) as Info;
}

/** Where the versions keep what is beyond the level. */
async function extras(service: Service): Promise<Record<string, unknown>> {
  const info = await infoOf(service);
  return service.version === '3.0' ? info : info.profile[1];
}

export const HTTP: readonly Feature[] = [
  other('`baseUriRedirect`', 'required', '(the base URI)', async (service) => {
    for (const path of ['', '/']) {
      const { status, headers } = await get(service, path === '' ? '' : `${service.path}/`);
      must('status', status, 303);
      must('Location', headers.location ?? '', `${idOf(service)}/info.json`);
      must('origin', headers['access-control-allow-origin'], '*');
    }
    return '303 to `info.json`';
  }),
  other('`cors`', 'required', 'info.json, a tile, an image', async (service) => {
    for (const path of ['info.json', TILE, MADE]) {
      const { headers } = await get(service, path, { headers: { origin: 'https://example.org' } });
      must(`origin of ${path}`, headers['access-control-allow-origin'], '*');
      must('exposed', /\bLink\b/.test(headers['access-control-expose-headers'] ?? ''), true);
    }
    return '`Access-Control-Allow-Origin: *`';
  }),
  other('OPTIONS (preflight)', 'optional', `OPTIONS ${TILE}`, async (service) => {
    const headers = { origin: 'https://example.org', 'access-control-request-method': 'GET' };
    const answer = await get(service, TILE, { method: 'OPTIONS', headers });
    must('status', answer.status, 204);
    must('origin', answer.headers['access-control-allow-origin'], '*');
    must('methods', answer.headers['access-control-allow-methods'], 'GET, HEAD, OPTIONS');
    return '204, methods and headers allowed';
  }),
  other('HEAD', 'optional', `HEAD info.json, a tile, an image`, async (service) => {
    for (const path of ['info.json', TILE, MADE]) {
      const [head, whole] = [await get(service, path, { method: 'HEAD' }), await get(service, path)];
      must('status', head.status, 200);
      must('length of the body', head.body.length, 0);
      for (const name of ['content-type', 'etag', 'last-modified', 'link', 'cache-control']) {
        must(`${name} of ${path}`, head.headers[name], whole.headers[name]);
      }
    }
    return '200, the headers of GET';
  }),
  other('`jsonldMediaType`', 'required', 'info.json, with and without `Accept`', async (service) => {
    const typeOf = async (accept?: string): Promise<string> =>
      (await get(service, 'info.json', { headers: accept === undefined ? {} : { accept } })).headers['content-type'] ??
      '';
    const linked =
      service.version === '3.0'
        ? 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'
        : 'application/ld+json';
    must('asked for', await typeOf('application/ld+json'), linked);
    must('plain', await typeOf('application/json'), 'application/json');
    const usual = await typeOf();
    must('not asked for', usual, service.version === '3.0' ? linked : 'application/json');
    return `\`${linked.split(';')[0]}\`; without \`Accept\` \`${usual.split(';')[0]}\``;
  }),
  other('`profileLinkHeader`', 'optional', 'info.json, an image', async (service) => {
    const profile = `http://iiif.io/api/image/${service.version.slice(0, 1)}/level2.json`;
    for (const path of ['info.json', TILE])
      must('profile', linksOf((await get(service, path)).headers.link).get('profile') ?? '', profile);
    return `\`<${profile}>;rel="profile"\``;
  }),
  other('`canonicalLinkHeader`', 'optional', 'pct:0,0,50,50/,200/360/color.jpg', async (service) => {
    const { link } = (await get(service, 'pct:0,0,50,50/,200/360/color.jpg')).headers;
    const size = service.version === '3.0' ? '300,200' : '300,';
    const canonical = `0,0,600,400/${size}/0/default.jpg`;
    must('canonical', linksOf(link).get('canonical') ?? '', `${idOf(service)}/${canonical}`);
    must('headers', typeof link, 'string');
    return `\`<…/${canonical}>;rel="canonical"\`, in one header with the profile`;
  }),
  other('ETag, `If-None-Match`', '–', 'info.json, a tile, an image', async (service) => {
    for (const path of ['info.json', TILE, MADE]) {
      const { etag = '' } = (await get(service, path)).headers;
      const headers = { 'if-none-match': etag, 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' };
      must(`status of ${path}`, (await get(service, path, { headers })).status, 304);
      must('another', (await get(service, path, { headers: { 'if-none-match': '"other"' } })).status, 200);
    }
    return '304';
  }),
  other('Last-Modified, `If-Modified-Since`', '–', 'info.json, a tile, an image', async (service) => {
    for (const path of ['info.json', TILE, MADE]) {
      const since = (await get(service, path)).headers['last-modified'] ?? '';
      must(`status of ${path}`, (await get(service, path, { headers: { 'if-modified-since': since } })).status, 304);
      const before = new Date(Date.parse(since) - 1000).toUTCString();
      must('before', (await get(service, path, { headers: { 'if-modified-since': before } })).status, 200);
    }
    return '304';
  }),
  other('Cache-Control', '–', 'info.json, a tile', async (service) => {
    must('info.json', (await get(service, 'info.json')).headers['cache-control'], 'public, no-cache');
    const { headers } = await get(service, TILE);
    return `\`public, no-cache\`; \`${must('a tile', headers['cache-control'], 'public, max-age=300, must-revalidate')}\``;
  }),
  other('percent-encoding', '–', '%66ull/%21300,300/%210/default%2Ejpg', async (service) => {
    must('status', (await get(service, '%66ull/%21300,300/%210/default%2Ejpg')).status, 200);
    const encoded = `%${service.path.slice(-1).charCodeAt(0).toString(16)}`;
    must('identifier', (await get(service, `${service.path.slice(0, -1)}${encoded}/info.json`)).status, 200);
    return '200, of the identifier too';
  }),
];

export const INFO: readonly Feature[] = [
  other('`maxWidth`, `maxHeight`, `maxArea`', 'optional', 'info.json', async (service) => {
    const { maxWidth, maxHeight, maxArea } = await extras(service);
    return `${Number(maxWidth)}, ${Number(maxHeight)}, ${Number(maxArea)} (as this server was told)`;
  }),
  other('formats beyond the level', 'optional', 'info.json', async (service) => {
    const { extraFormats, formats } = await extras(service);
    return names(extraFormats ?? formats);
  }),
  other('qualities beyond the level', 'optional', 'info.json', async (service) => {
    const { extraQualities, qualities } = await extras(service);
    return names(extraQualities ?? qualities);
  }),
  other('features beyond the level', 'optional', 'info.json', async (service) => {
    const { extraFeatures, supports } = await extras(service);
    return names(extraFeatures ?? supports);
  }),
  other('rights', 'optional', 'info.json', async (service) => {
    const { rights, license } = await infoOf(service);
    const name = service.version === '3.0' ? 'rights' : 'license';
    return `\`${name}\`: ${String(must(name, rights ?? license, 'http://creativecommons.org/publicdomain/zero/1.0/'))}`;
  }),
  other('physical scale (`physdim`)', 'optional', 'info.json', async (service) => {
    const { service: found } = await infoOf(service);
    must('a list', Array.isArray(found), service.version === '3.0');
    const { physicalScale, physicalUnits, profile } = ([found].flat()[0] ?? {}) as Record<string, unknown>;
    must('profile', profile, 'http://iiif.io/api/annex/services/physdim');
    must('scale', physicalScale, 1 / PIXELS_PER_INCH);
    return `1/${PIXELS_PER_INCH} ${String(must('units', physicalUnits, 'in'))} a pixel`;
  }),
];
export const PREFERRED: Feature = other('`preferredFormats`', 'optional', 'info.json', async (service) =>
  names((await infoOf(service))['preferredFormats']),
);

const names = (found: unknown): string => (found as string[]).map((name) => `\`${name}\``).join(', ');

/** What is refused; sizes beyond the limits are another status in each version. */
export function errors(version: Service['version']): Feature[] {
  const [prefix, whole, beyond] =
    version === '3.0' ? (['/iiif/image/3', 'max', 400] as const) : (['/iiif/image/2', 'full', 404] as const);
  const up = version === '3.0' ? '^' : '';
  return [
    refused('unknown identifier', `${prefix}/nothing/info.json`, 404, 'identifier'),
    refused('unescaped slash in the identifier', `${prefix}/a/b/full/${whole}/0/default.jpg`, 404, 'identifier'),
    refused('region that is none', `10,10,x,10/${whole}/0/default.jpg`, 400, 'region'),
    refused('region without pixels', `10,10,0,10/${whole}/0/default.jpg`, 400, 'region'),
    refused('region outside of the image', `1200,0,10,10/${whole}/0/default.jpg`, 400, 'region'),
    refused('size that is none', 'full/100/0/default.jpg', 400, 'size'),
    refused('size without pixels', 'full/0,/0/default.jpg', 400, 'size'),
    version === '3.0'
      ? refused('larger than the region without `^`', 'full/1300,/0/default.jpg', 400, 'size')
      : refused('`^`, which only 3.0 has', 'full/^1300,/0/default.jpg', 400, 'size'),
    ...(version === '3.0' ? [refused('`full`, which only 2.1 has', 'full/full/0/default.jpg', 400, 'size')] : []),
    refused('beyond `maxWidth`', `full/${up}3001,10/0/default.jpg`, beyond, 'size'),
    refused('beyond `maxHeight`', `full/${up}10,2501/0/default.jpg`, beyond, 'size'),
    refused('beyond `maxArea`', `full/${up}2001,2000/0/default.jpg`, beyond, 'size'),
    refused('rotation that is none', `full/${whole}/left/default.jpg`, 400, 'rotation'),
    refused('rotation beyond 360', `full/${whole}/360.1/default.jpg`, 400, 'rotation'),
    refused('negative rotation', `full/${whole}/-90/default.jpg`, 400, 'rotation'),
    refused('unknown quality', `full/${whole}/0/native.jpg`, 400, 'quality'),
    refused('unknown format', `full/${whole}/0/default.bmp`, 400, 'format'),
    refused('no format', `full/${whole}/0/default`, 400, 'format'),
    refused('parts missing', `full/${whole}`, 400, 'path'),
    refused('parts too many', `full/${whole}/0/default.jpg/x`, 400, 'path'),
    refused('not escaped rightly', `full/${whole}/0%/default.jpg`, 400, 'rotation'),
  ];
}
