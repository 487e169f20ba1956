import test from 'ava';
import { Annotated } from './annotated.ts';
import type { Json } from './annotated.ts';

let site: Annotated;
test.before(async (t) => {
  t.timeout(120_000);
  site = await Annotated.start();
});
test.after.always(() => site[Symbol.asyncDispose]());

const pageUrl = (): string => `${site.url}/iiif/presentation/3/annotations/${site.view}`;
const regionUrl = (query: string): string => `${site.url}/api/views/${site.view}/annotations?${query}`;
const ids = (json: Json): unknown[] => (json['items'] as Json[]).map(({ id }) => id);
const targets = (json: Json): unknown[] => (json['items'] as Json[]).map(({ target }) => target);

test.serial('a canvas names its page of annotations by reference, without items', async (t) => {
  const manifest = (await site.get(`${site.url}/iiif/presentation/3/manifests/page`)).json as {
    items: { annotations: Json[] }[];
  };
  const [reference] = manifest.items[0]?.annotations ?? [];
  t.like(reference, { id: pageUrl(), type: 'AnnotationPage' });
  t.false('items' in (reference ?? {}));
  const empty = await site.get(pageUrl());
  t.deepEqual(empty.json, {
    '@context': 'http://iiif.io/api/presentation/3/context.json',
    id: pageUrl(),
    type: 'AnnotationPage',
    items: [],
  });
  t.is((await site.get(`${site.url}/iiif/presentation/3/annotations/vnone`)).status, 404);
});

test.serial(
  'the page has all annotations on the view, of projects too, as viewers draw them, and changes its ETag',
  async (t) => {
    const empty = (await site.get(pageUrl())).headers.get('etag') ?? '';
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg"><rect x="1" y="2" width="3" height="4"/><script>alert(1)</script></svg>';
    const selector = { type: 'SvgSelector', value: svg };
    await site.post({ target: { source: site.canvas, selector } });
    const project = await site.project('of-the-view');
    const made = await site.post({ bodyValue: 'plain', body: undefined }, { container: project });
    await site.post({ target: 'http://example.org/elsewhere' });
    const { json, text, headers } = await site.get(pageUrl());
    t.is(targets(json).length, 2, 'and not what is about something else');
    t.true((json['items'] as Json[]).some(({ id }) => id === made.json['id']));
    t.false(text.includes('script'));
    t.true((json['items'] as Json[]).every(({ motivation }) => motivation !== undefined));
    t.not(headers.get('etag'), empty);
    t.is((await site.get(pageUrl(), { 'if-none-match': headers.get('etag') ?? '' })).status, 304);
    await site.ask('DELETE', String(made.json['id']), site.bearer('annotator'));
    const after = await site.get(pageUrl(), { 'if-none-match': headers.get('etag') ?? '' });
    t.is(after.status, 200);
    t.is(targets(after.json).length, 1);
  },
);

test.serial('a region gives the annotations that touch it, in percent too, and no others', async (t) => {
  const on = (fragment: string) => site.post({ target: `${site.canvas}#xywh=${fragment}` });
  await on('300,200,50,50');
  await on('percent:90,90,10,10');
  await site.post({ target: site.canvas });
  const within = async (box: string) => targets((await site.get(regionUrl(`box=${box}`))).json);
  t.deepEqual(await within('340,240,5,5'), [`${site.canvas}#xywh=300,200,50,50`]);
  t.deepEqual(await within('580,390,20,10'), [`${site.canvas}#xywh=540,360,60,40`]);
  t.deepEqual(await within('400,100,10,10'), []);
  for (const query of ['', 'box=1,2,3', 'box=a,b,c,d', 'box=1,2,-3,4', 'box=0,0,9,9&zoom=0', 'box=0,0,9,9&limit=0'])
    t.is((await site.get(regionUrl(query))).status, 400, query);
});

test.serial('zoomed out, large annotations stay and few of the small ones, always the same', async (t) => {
  const container = await site.project('many');
  const all = [];
  for (let index = 0; index < 200; index++) {
    const fragment = `${(index % 20) * 30},${100 + Math.floor(index / 20) * 25},8,8`;
    all.push(site.post({ target: `${site.canvas}#xywh=${fragment}` }, { container }));
  }
  await Promise.all(all);
  const large = await site.post({ target: `${site.canvas}#xywh=0,100,600,300` }, { container });
  const shown = async (query: string) => (await site.get(regionUrl(`box=0,95,600,300&${query}`))).json;
  const near = await shown('zoom=1');
  t.is(near['thinned'], false);
  t.true(targets(near).length > 200);
  const page = (await site.get(pageUrl())).json;
  const inOrder = (found: Json): unknown[] => ids(page).filter((id) => ids(found).includes(id));
  t.deepEqual(ids(near), inOrder(near), 'they come in the order of the page');
  const far = await shown('zoom=0.0625');
  t.is(far['thinned'], true);
  t.deepEqual(ids(far), inOrder(far));
  t.true(ids(far).includes(large.json['id']));
  t.true(ids(far).length < 30, String(ids(far).length));
  t.deepEqual((await shown('zoom=0.0625'))['items'], far['items']);
  const crowd = await shown('zoom=0.0625&clusters=true');
  t.false(crowd['estimated']);
  const clusters = crowd['clusters'] as {
    x: number;
    y: number;
    side: number;
    at: { x: number; y: number };
    count: number;
  }[];
  t.is(
    clusters.reduce((sum, { count }) => sum + count, targets(crowd).length),
    targets(near).length,
    'each is drawn or counted',
  );
  for (const { x, y, side, at } of clusters)
    t.true(at.x >= x && at.x <= x + side && at.y >= y && at.y <= y + side && at.y >= 95 && at.y <= 395);
  const cut = await shown('limit=20&clusters=true');
  const left = (cut['clusters'] as typeof clusters).reduce((sum, { count }) => sum + count, 0);
  t.is(left + targets(cut).length, targets(near).length, 'whole tiers are drawn, and the others counted');
  t.true(targets(cut).length <= 20);
  t.is((await site.get(regionUrl('box=0,0,9,9&clusters=no'))).status, 400);
  const few = await shown('limit=5');
  t.is(targets(few).length, 5);
  t.is(few['thinned'], true);
});

test.serial('a box of a twin is found by all three of its dimensions', async (t) => {
  const at = (z: number) =>
    site.post({
      target: {
        source: site.canvas,
        selector: { type: 'WktSelector', value: `POINT Z (2000.5 0.25 ${z})` },
      },
    });
  const made = [await at(0.1), await at(0.9)];
  t.deepEqual(
    made.map(({ status }) => status),
    [201, 201],
  );
  const { json } = await site.get(regionUrl('box=2000,0,0,1,1,0.5'));
  t.deepEqual(ids(json), [made[0]?.json['id']]);
});

test.serial(
  'the pages of Presentation 2 and 4 have the same annotations as that of 3, under their own addresses',
  async (t) => {
    const page3 = (await site.get(pageUrl())).json['items'] as Json[];
    t.true(page3.length > 200);
    const url = (version: number): string => `${site.url}/iiif/presentation/${version}/annotations/${site.view}`;
    for (const [version, id, type, list] of [
      [2, '@id', '@type', 'resources'],
      [4, 'id', 'type', 'items'],
    ] as const) {
      const context = `http://iiif.io/api/presentation/${version}/context.json`;
      const { json, headers, status } = await site.get(url(version));
      t.is(status, 200);
      t.is(headers.get('content-type'), `application/ld+json;profile="${context}"`);
      t.like(json, { '@context': context, [id]: url(version) });
      t.is(json[type], version === 2 ? 'sc:AnnotationList' : 'AnnotationPage');
      t.deepEqual(
        (json[list] as Json[]).map((item) => item[id]),
        page3.map((item) => item['id']),
      );
      const plain = await site.get(url(version), { accept: 'application/json', 'accept-encoding': 'identity' });
      t.is(plain.headers.get('content-type'), 'application/json');
      t.deepEqual(plain.json, json);
      t.is((await site.get(url(version), { 'if-none-match': headers.get('etag') ?? '' })).status, 304);
      t.is((await site.ask('HEAD', url(version))).status, 200);
      t.is((await site.get(`${site.url}/iiif/presentation/${version}/annotations/vnone`)).status, 404);
    }
    t.is((await site.get(url(5))).status, 404);
    await site.product.run('edit', 'page', '--state', 'draft');
    for (const version of [2, 3, 4]) t.is((await site.get(url(version))).status, 404, `${version} of a draft`);
    await site.product.run('edit', 'page', '--state', 'published');
  },
);
