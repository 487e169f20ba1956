import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { pageForm, pageText } from '../../manifests/annotations/documents/annotation-page.ts';
import type { PresentationVersion } from '../../manifests/annotations/documents/annotation-page.ts';
import { viewerText } from '../../manifests/annotations/for-viewers.ts';
import { annotationsOnView, isTwin } from '../../manifests/annotations/store/page.ts';
import { readClusters } from '../../manifests/annotations/store/clusters.ts';
import { asOnPage, readRegion } from '../../manifests/annotations/store/region.ts';
import type { RegionRow } from '../../manifests/annotations/store/region.ts';
import { viewRevision } from '../../manifests/annotations/store/revision.ts';
import { TIERS } from '../../manifests/annotations/store/place.ts';
import type { Bounds } from '../../manifests/annotations/store/place.ts';
import { mayHaveTwin } from '../../manifests/catalogue/access.ts';
import { InvalidError, expected } from '../../manifests/errors.ts';
import { PRESENTATION3 } from '../../manifests/presentation/canvas.ts';
import { VERSION } from '../../manifests/version.ts';
import { isKnown } from '../http/conditional.ts';
import type { Context, ViewHandler } from '../http/context.ts';
import { sendJsonText } from '../http/send-json.ts';
import { urlsOf } from './places.ts';

/** GET /iiif/presentation/{version}/annotations/{view}: all of them, as a stream that is never whole in memory. */
export const annotationPage =
  (version: PresentationVersion): ViewHandler =>
  async (ctx, services, object, view) => {
    const { db } = services.runtime;
    // Before the annotations: what changes in the meantime is asked for again.
    const etag = `W/"${VERSION}-${await viewRevision(db, view)}"`;
    const onScene = version === 4 && mayHaveTwin('public', object) && (await isTwin(db, view));
    const form = pageForm(version, view, onScene, urlsOf(ctx, services));
    const plain = ctx.accepts('application/ld+json', 'application/json') === 'application/json';
    ctx.set('Cache-Control', 'public, no-cache');
    ctx.vary('Accept, Accept-Encoding');
    ctx.set('ETag', etag);
    if (isKnown(ctx, etag)) {
      ctx.status = 304;
      return;
    }
    const source = Readable.from(pageText(form, annotationsOnView(db, view)));
    ctx.status = 200;
    if (ctx.acceptsEncodings('gzip', 'identity') === 'gzip') {
      ctx.set('Content-Encoding', 'gzip');
      const packed = createGzip({ level: 4 });
      source.once('error', (error) => packed.destroy(error));
      packed.once('close', () => source.destroy());
      ctx.body = source.pipe(packed);
    } else {
      ctx.body = source;
    }
    ctx.set('Content-Type', plain ? 'application/json' : `application/ld+json;profile="${form.context}"`);
  };

const MOST = 5000;
const USUAL = 1000;

/** Pixels of the screen that a cluster stands for, across and down, about. */
const CELL = 160;
const MOST_CELLS = 512;

/**
 * GET /api/views/{view}/annotations?box=x,y,w,h[&zoom=…][&limit=…][&clusters=true]: those that touch a box, in pixels of the canvas; of
 * a twin box=x,y,z,w,h,d, in metres. `zoom`: pixels of the screen to one of the view; those too small or too many to be drawn
 * are left out, and the answer says so; with `clusters`, how many and where, too. Those that are given come in the order of the view's page.
 */
export const regionOfView: ViewHandler = async (ctx, services, _object, view) => {
  const bounds = boundsFrom(ctx);
  const zoom = numberFrom(ctx, 'zoom', 1);
  const limit = numberFrom(ctx, 'limit', USUAL);
  if (!(zoom > 0)) throw new InvalidError(expected('more than 0', 'zoom', zoom), { parameter: 'zoom' });
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST))
    throw new InvalidError(expected(`a whole number from 1 to ${MOST}`, 'limit', limit), { parameter: 'limit' });
  const { clusters } = ctx.query;
  if (clusters !== undefined && (clusters !== 'true' || bounds.z0 !== undefined))
    throw new InvalidError(expected('true, for a box of an image', 'clusters', clusters), { parameter: 'clusters' });
  const level = Math.min(TIERS, Math.max(0, Math.floor(-Math.log2(zoom))));
  const { db } = services.runtime;
  const found = await readRegion(db, { view, bounds, level, limit: limit + 1 });
  const urls = urlsOf(ctx, services);
  const { drawn, from } =
    clusters === undefined ? { drawn: found.slice(0, limit), from: level } : whole(found, level, limit);
  const head = JSON.stringify({
    '@context': PRESENTATION3,
    id: `${urls.base}${ctx.url}`,
    type: 'AnnotationPage',
    thinned: level > 0 || found.length > limit,
    ...(clusters !== undefined && (await readClusters(db, { view, bounds, level: from, side: sideOf(bounds, zoom) }))),
  });
  await sendJsonText(ctx, `${head.slice(0, -1)},"items":[${viewerText(drawn.toSorted(asOnPage), urls)}]}`);
};

/** Of a cell: powers of two, so that a cell stays the same one while the picture is moved, and never very many of them. */
function sideOf({ x0, y0, x1, y1 }: Bounds, zoom: number): number {
  let side = 2 ** Math.max(0, Math.round(Math.log2(CELL / zoom)));
  while (((x1 - x0) / side + 1) * ((y1 - y0) / side + 1) > MOST_CELLS) side *= 2;
  return side;
}

/** Whole tiers only, so that what is left out can be counted: those from `from` on, unless there is but one, which is cut. */
function whole(
  found: readonly RegionRow[],
  level: number,
  limit: number,
): { drawn: readonly RegionRow[]; from: number } {
  const last = found.at(-1);
  if (last === undefined || found.length <= limit) return { drawn: found, from: level };
  const drawn = found.filter(({ tier }) => tier > last.tier);
  return { drawn: drawn.length > 0 ? drawn : found.slice(0, limit), from: last.tier + 1 };
}

function boundsFrom(ctx: Context): Bounds {
  const { box } = ctx.query;
  const numbers =
    typeof box === 'string' ? box.split(',').map((text) => (text.trim() === '' ? Number.NaN : Number(text))) : [];
  const [x = 0, y = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = numbers;
  if (numbers.every(Number.isFinite)) {
    if (numbers.length === 4 && third >= 0 && fourth >= 0) return { x0: x, y0: y, x1: x + third, y1: y + fourth };
    if (numbers.length === 6 && fourth >= 0 && fifth >= 0 && sixth >= 0)
      return { x0: x, y0: y, z0: third, x1: x + fourth, y1: y + fifth, z1: third + sixth };
  }
  throw new InvalidError(expected('x,y,width,height or x,y,z,width,height,depth', 'box', box), { parameter: 'box' });
}

function numberFrom(ctx: Context, name: string, usual: number): number {
  const given = ctx.query[name];
  if (given === undefined) return usual;
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN;
  if (!Number.isFinite(number)) throw new InvalidError(expected('a number', name, given), { parameter: name });
  return number;
}
