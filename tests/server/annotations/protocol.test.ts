import test from 'ava';
import { Annotated, CONTEXT, LD_JSON } from './annotated.ts';
import type { Answer, Json } from './annotated.ts';

/*
 * https://www.w3.org/TR/annotation-protocol/, one test per MUST and SHOULD that is a server's, by section, against the
 * running product.
 */

const DEFAULT_TYPE = `${LD_JSON};profile="${CONTEXT}"`;
const PREFER = 'return=representation;include=';
const MINIMAL = `${PREFER}"http://www.w3.org/ns/ldp#PreferMinimalContainer"`;
const IRIS = `${PREFER}"http://www.w3.org/ns/oa#PreferContainedIRIs"`;
const DESCRIPTIONS = `${PREFER}"http://www.w3.org/ns/oa#PreferContainedDescriptions"`;
/** More than two pages. */
const MANY = 230;

let site: Annotated;
let many: string;

test.before(async (t) => {
  t.timeout(120_000);
  site = await Annotated.start();
  many = await site.project('many');
  for (let at = 0; at < MANY; at += 46)
    await Promise.all(
      Array.from({ length: 46 }, (_, index) =>
        site.post({ body: { type: 'TextualBody', value: `number ${at + index}` } }, { container: many }),
      ),
    );
});
test.after.always(() => site[Symbol.asyncDispose]());

const words = (header: string | null): string[] => (header ?? '').split(',').map((word) => word.trim());
const page = (answer: Answer, name: 'first' | 'last' = 'first') => answer.json[name] as Json & { items: Json[] };

/** Every answer that a container can give, wrong ones too. */
async function answersOfContainer(): Promise<Answer[]> {
  const { container } = site;
  return [
    await site.get(container),
    await site.get(`${many}?page=1`),
    await site.get(container, { prefer: MINIMAL }),
    await site.ask('HEAD', container),
    await site.ask('OPTIONS', container),
    await site.ask('DELETE', container),
    await site.ask('POST', container, {}, site.annotation()),
    await site.get(container, { accept: 'image/png' }),
  ];
}

test('4.1: a container MUST support GET, HEAD and OPTIONS', async (t) => {
  for (const url of [site.container, many, `${site.url}/annotations/`])
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      t.is((await site.ask(method, url)).status, 200, `${method} ${url}`);
});

test('4.1: the IRI of a container MUST end in a slash, and one without leads there', async (t) => {
  t.true(many.endsWith('/'));
  const { status, headers } = await site.get(many.slice(0, -1));
  t.is(status, 308);
  t.is(headers.get('location'), many);
});

test('4.1: a container that takes new annotations SHOULD support POST, and MUST say in Accept-Post of which type', async (t) => {
  for (const answer of await answersOfContainer())
    t.regex(
      answer.headers.get('accept-post') ?? '',
      /application\/ld\+json; ?profile="http:\/\/www.w3.org\/ns\/anno.jsonld"/,
    );
});

test('4.1: a GET MUST be answered by a description of the container that is a BasicContainer and an AnnotationCollection', async (t) => {
  const { json } = await site.get(site.container);
  t.deepEqual(json['type'], ['BasicContainer', 'AnnotationCollection']);
  t.deepEqual(json['@context'], [CONTEXT, 'http://www.w3.org/ns/ldp.jsonld']);
});

test('4.1: without an Accept header it MUST be JSON-LD, and SHOULD have the profile of annotations', async (t) => {
  t.is((await site.get(site.container, { accept: '' })).headers.get('content-type'), DEFAULT_TYPE);
  t.is((await site.get(site.container, { accept: '*/*' })).headers.get('content-type'), DEFAULT_TYPE);
  const asked = { accept: `${LD_JSON}; profile="${CONTEXT}"` };
  t.is((await site.get(site.container, asked)).headers.get('content-type'), DEFAULT_TYPE);
});

test('4.1: all answers MUST have a Link header that gives the type of the container', async (t) => {
  for (const { headers, status } of await answersOfContainer())
    t.regex(headers.get('link') ?? '', /<http:\/\/www.w3.org\/ns\/ldp#BasicContainer>; rel="type"/, String(status));
});

test('4.1: all answers MUST have a Link header that says what constrains the container', async (t) => {
  for (const { headers, status } of await answersOfContainer())
    t.regex(
      headers.get('link') ?? '',
      /<http:\/\/www.w3.org\/TR\/annotation-protocol\/>; rel="http:\/\/www.w3.org\/ns\/ldp#constrainedBy"/,
      String(status),
    );
});

test('4.1: a container MUST have an ETag, another one after each change, and 304 for who has it', async (t) => {
  const container = await site.project('tags');
  const first = (await site.get(container)).headers.get('etag') ?? '';
  t.regex(first, /^"[^"]+"$/, 'strong');
  t.is((await site.get(container, { 'if-none-match': first })).status, 304);
  const made = await site.post({}, { container });
  const second = (await site.get(container)).headers.get('etag') ?? '';
  t.not(second, first);
  t.is((await site.get(container, { 'if-none-match': first })).status, 200);
  await site.ask('DELETE', made.headers.get('location') ?? '', site.bearer('annotator'));
  t.not((await site.get(container)).headers.get('etag'), second);
});

test('4.1: a container MUST have an Allow header with its methods', async (t) => {
  for (const answer of await answersOfContainer())
    t.deepEqual(words(answer.headers.get('allow')), ['GET', 'HEAD', 'OPTIONS', 'POST']);
});

test('4.1: Vary MUST have Accept, and SHOULD have Prefer, as both decide what is sent', async (t) => {
  for (const answer of await answersOfContainer()) {
    t.true(words(answer.headers.get('vary')).includes('Accept'));
    t.true(words(answer.headers.get('vary')).includes('Prefer'));
  }
});

test('4.1: what is not JSON-LD MAY be had as JSON or as Turtle, and anything else is 406', async (t) => {
  const json = await site.get(site.container, { accept: 'application/json' });
  t.is(json.headers.get('content-type'), 'application/json');
  const turtle = await site.get(many, { accept: 'text/turtle' });
  t.is(turtle.headers.get('content-type'), 'text/turtle;charset=utf-8');
  t.regex(turtle.text, /rdf:type ldp:BasicContainer, as:OrderedCollection ;/);
  const tags = [json, turtle, await site.get(site.container)].map(({ headers }) => headers.get('etag'));
  t.is(new Set(tags).size, 3, 'a strong tag each');
  const none = await site.get(site.container, { accept: 'image/png, text/html;q=0' });
  t.is(none.status, 406);
  t.regex(none.text, /application\/ld\+json/);
});

test('4.2: the answer MUST have Content-Location, and it is the id of what is sent', async (t) => {
  for (const headers of [{}, { prefer: MINIMAL }, { prefer: IRIS }, { prefer: DESCRIPTIONS }] as Record<
    string,
    string
  >[]) {
    const answer = await site.get(many, headers);
    t.is(answer.headers.get('content-location'), answer.json['id'] as string);
    const again = await site.get(answer.headers.get('content-location') ?? '');
    t.deepEqual(again.json, answer.json, 'and that is what is there');
  }
});

test('4.2: the IRI SHOULD tell whether annotations are contained as IRIs or as descriptions', async (t) => {
  t.not(
    (await site.get(many, { prefer: IRIS })).json['id'],
    (await site.get(many, { prefer: DESCRIPTIONS })).json['id'],
  );
});

test('4.2: with PreferMinimalContainer there MUST be no annotation in the answer, embedded or by IRI', async (t) => {
  const { json, text, headers } = await site.get(many, { prefer: MINIMAL });
  t.false('items' in json);
  t.is(typeof json['first'], 'string');
  t.is(typeof json['last'], 'string');
  t.false(text.includes('"Annotation"'));
  t.regex(headers.get('preference-applied') ?? '', /return=representation/);
});

test('4.2: with PreferContainedIRIs annotations MUST be there as IRIs', async (t) => {
  const answer = await site.get(many, { prefer: IRIS });
  t.is(page(answer).items.length, 100);
  t.true(page(answer).items.every((item) => typeof item === 'string' && (item as string).startsWith(many)));
  t.true(String(page(answer)['next']).includes('iris=1'), 'and on the pages that follow');
  const next = await site.get(String(page(answer)['next']));
  t.true((next.json['items'] as unknown[]).every((item) => typeof item === 'string'));
});

test('4.2: with PreferContainedDescriptions, and without a preference, all of each annotation SHOULD be there', async (t) => {
  for (const headers of [{}, { prefer: DESCRIPTIONS }] as Record<string, string>[]) {
    const { items } = page(await site.get(many, headers));
    t.is(items.length, 100);
    t.true(items.every(({ type, target, body }) => type === 'Annotation' && target && body));
  }
});

test('4.2: preferences that nobody knows, and two at once, are understood as far as they go', async (t) => {
  const both = `${PREFER}"http://www.w3.org/ns/ldp#PreferMinimalContainer http://www.w3.org/ns/oa#PreferContainedIRIs"`;
  const minimal = await site.get(many, { prefer: both });
  t.is(typeof minimal.json['first'], 'string');
  t.true(String(minimal.json['first']).includes('iris=1'));
  t.is(page(await site.get(many, { prefer: 'respond-async, wait=10' })).items.length, 100);
});

test('4.2.1: a description SHOULD have total, label, first and last, and no ldp:contains', async (t) => {
  const { json } = await site.get(many);
  t.is(json['total'], MANY);
  t.is(json['label'], 'Project many');
  t.is((json['first'] as Json)['id'], `${many}?page=0`);
  t.is(json['last'], `${many}?page=2`);
  t.false('contains' in json || 'ldp:contains' in json || 'items' in json);
  t.true(Number.isFinite(Date.parse(String(json['modified']))));
});

test('4.3: a page MUST have partOf, which is the container it is a page of', async (t) => {
  const { json } = await site.get(`${many}?page=1`);
  t.is(json['type'], 'AnnotationPage');
  t.like(json['partOf'], { id: many, total: MANY });
});

test('4.3: a page MUST have next, if it is not the last, and prev, if it is not the first', async (t) => {
  const pages = await Promise.all([0, 1, 2].map(async (n) => (await site.get(`${many}?page=${n}`)).json));
  t.deepEqual(
    pages.map(({ prev, next }) => [prev, next]),
    [
      [undefined, `${many}?page=1`],
      [`${many}?page=0`, `${many}?page=2`],
      [`${many}?page=1`, undefined],
    ],
  );
  t.deepEqual(
    pages.map(({ startIndex, items }) => [startIndex, (items as unknown[]).length]),
    [
      [0, 100],
      [100, 100],
      [200, 30],
    ],
  );
  t.is((await site.get(`${many}?page=3`)).status, 404);
  t.is((await site.get(`${many}?page=x`)).status, 400);
});

test('4.3: a page MUST have its annotations in items, in an order that others do not disturb', async (t) => {
  const container = await site.project('order');
  const made = [];
  for (let index = 0; index < 102; index++) made.push(await site.post({}, { container }));
  const before = (await site.get(`${container}?page=0`)).json['items'] as Json[];
  t.deepEqual(
    before.map(({ id }) => id),
    made.slice(0, 100).map(({ json }) => json['id']),
  );
  // In the middle of somebody's walk, one of the page that was read goes, and others come.
  await site.ask('DELETE', String(made[7]?.json['id']), site.bearer('annotator'));
  await site.post({}, { container });
  const second = (await site.get(`${container}?page=1`)).json;
  t.deepEqual(
    (second['items'] as Json[]).slice(0, 2).map(({ id }) => id),
    made.slice(100).map(({ json }) => json['id']),
    'nothing moved from one page to the other',
  );
  t.is(second['startIndex'], 99);
  t.is((second['items'] as Json[]).length, 3);
});

test('5.1: creation by POST MUST be answered by 201 with the new IRI in Location, and it SHOULD be the id', async (t) => {
  const { status, headers, json } = await site.post();
  t.is(status, 201);
  t.is(headers.get('location'), json['id'] as string);
  t.true(String(json['id']).startsWith(site.container), 'within its container');
});

test('5.1: the answer SHOULD be the annotation as it is stored, under the same ETag as when it is read', async (t) => {
  const { headers, json, text } = await site.post({ motivation: 'commenting' });
  t.like(json, { motivation: 'commenting', type: 'Annotation', target: `${site.canvas}#xywh=10,20,30,40` });
  const read = await site.get(String(json['id']));
  t.is(read.text, text);
  t.is(read.headers.get('etag'), headers.get('etag'));
});

test('5.1: the answer MUST have Link, Vary and ETag, as that to a GET has', async (t) => {
  const { headers } = await site.post();
  t.regex(headers.get('link') ?? '', /<http:\/\/www.w3.org\/ns\/ldp#Resource>; rel="type"/);
  t.true(words(headers.get('vary')).includes('Accept'));
  t.regex(headers.get('etag') ?? '', /^"[^"]+"$/);
  t.deepEqual(words(headers.get('allow')), ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT']);
});

test('5.1: a canonical IRI MUST be kept as it is, also by PUT', async (t) => {
  const canonical = 'urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df';
  const { json } = await site.post({ canonical });
  t.is(json['canonical'], canonical);
  const changed = site.annotation({ canonical: 'urn:uuid:00000000-0ecf-41ad-be94-a584e5c4f1df' });
  t.is((await site.ask('PUT', String(json['id']), site.bearer('annotator'), changed)).json['canonical'], canonical);
});

test('5.1: an id that the client gave SHOULD be moved to via, and the IRI of the server MUST be the id', async (t) => {
  const { json } = await site.post({ id: 'http://example.org/my/1', via: 'http://example.org/older' });
  t.true(String(json['id']).startsWith(site.container));
  t.deepEqual(json['via'], ['http://example.org/older', 'http://example.org/my/1']);
});

test('5.1: a name in Slug is used where it is free', async (t) => {
  const slug = 'An Initial, gilded';
  const first = await site.post({}, { headers: { slug } });
  t.is(first.headers.get('location'), `${site.container}an-initial-gilded`);
  const second = await site.post({ motivation: 'tagging' }, { headers: { slug } });
  t.is(second.headers.get('location'), `${site.container}an-initial-gilded-2`);
  const greek = await site.post({}, { headers: { slug: encodeURIComponent('Ἀχιλλεύς') } });
  t.is(greek.headers.get('location'), `${site.container}ahilleys`);
});

test('a creation that is sent again, as its answer was lost, makes nothing twice', async (t) => {
  for (const [more, headers] of [
    [{}, { slug: 'sent-twice' }],
    [{ id: 'http://example.org/sent-twice' }, {}],
  ] as [Json, Record<string, string>][]) {
    const first = await site.post(more, { headers });
    const second = await site.post(more, { headers });
    t.is(second.status, 201);
    t.is(second.headers.get('location'), first.headers.get('location'));
    t.is(second.headers.get('etag'), first.headers.get('etag'));
  }
});

test('5.1: what is not an annotation is refused with the place of the fault', async (t) => {
  const cases: [unknown, number, RegExp][] = [
    [{ type: 'Annotation' }, 400, /target/],
    [site.annotation({ type: 'Note' }), 400, /\/type/],
    [
      site.annotation({ target: { source: site.canvas, selector: { type: 'SvgSelector', value: '<svg><' } } }),
      400,
      /\/target\/selector/,
    ],
    [site.annotation({ target: `${site.canvas}#xywh=700,20,30,40` }), 400, /outside of its view, which has 600 × 400/],
    [site.annotation({ target: `${site.url}/iiif/canvas/vnone` }), 400, /vnone, which is not here/],
    ['{"type": "Annotation", ', 400, /not JSON: .*position|line/],
    ['['.repeat(100_000), 400, /deep/],
    [site.annotation({ body: { type: 'TextualBody', value: 'x'.repeat(10_000_000) } }), 413, /bytes/],
  ];
  for (const [body, status, message] of cases) {
    const answer = await site.ask('POST', site.container, site.bearer('annotator'), body);
    t.is(answer.status, status, answer.text);
    t.regex(answer.text, message);
  }
});

test('5.1: a type that is not read here is 415, and JSON is read as JSON-LD', async (t) => {
  for (const [type, status] of [
    ['text/turtle', 415],
    ['text/plain', 415],
    ['application/json', 201],
    [`${LD_JSON}; profile="${CONTEXT}"`, 201],
  ] as [string, number][])
    t.is((await site.post({}, { headers: { 'content-type': type } })).status, status, type);
});

test('3.1: an annotation MUST support GET, HEAD and OPTIONS, and have Link, ETag, Allow, Vary and Content-Type', async (t) => {
  const url = (await site.post()).headers.get('location') ?? '';
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    const { status, headers } = await site.ask(method, url);
    t.is(status, 200, method);
    t.regex(headers.get('link') ?? '', /<http:\/\/www.w3.org\/ns\/ldp#Resource>; rel="type"/);
    t.deepEqual(words(headers.get('allow')), ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT']);
    t.true(words(headers.get('vary')).includes('Accept'));
    if (method === 'OPTIONS') continue;
    t.is(headers.get('content-type'), DEFAULT_TYPE);
    t.regex(headers.get('etag') ?? '', /^"[^"]+"$/);
  }
});

test('3.1: an annotation MUST be had as JSON-LD, and SHOULD be had as Turtle', async (t) => {
  const value = 'Ein "Zitat" \\ mit\nZeilen';
  const { json } = await site.post({ body: { type: 'TextualBody', value, language: 'de', purpose: 'describing' } });
  const { text, headers } = await site.get(String(json['id']), {
    accept: 'text/turtle;q=0.9, application/ld+json;q=0.1',
  });
  t.is(headers.get('content-type'), 'text/turtle;charset=utf-8');
  t.true(text.includes(`<${String(json['id'])}>\n  rdf:type oa:Annotation ;`), text);
  t.true(text.includes('rdf:value "Ein \\"Zitat\\" \\\\ mit\\nZeilen"'), text);
  t.true(text.includes('oa:hasPurpose oa:describing'), text);
});

test('5.3: PUT MUST replace all of an annotation and be answered by 200 with the new state', async (t) => {
  const made = await site.post({ motivation: 'commenting' });
  const url = made.headers.get('location') ?? '';
  const wanted = { ...made.json, target: 'http://other.example/', body: undefined, motivation: 'linking' };
  const { status, json, headers } = await site.ask('PUT', url, site.bearer('annotator'), wanted);
  t.is(status, 200);
  t.like(json, { id: url, target: 'http://other.example/', motivation: 'linking', created: made.json['created'] });
  t.false('body' in json || 'via' in json);
  const read = await site.get(url);
  t.deepEqual(read.json, json);
  t.is(read.headers.get('etag'), headers.get('etag'));
  t.not(headers.get('etag'), made.headers.get('etag'));
});

test('5.3: a wrong If-Match MUST be answered by 412, and a right one of any type is good', async (t) => {
  const made = await site.post();
  const url = made.headers.get('location') ?? '';
  const put = (tag: string) =>
    site.ask('PUT', url, { ...site.bearer('annotator'), 'if-match': tag }, site.annotation({ motivation: 'editing' }));
  const asTurtle = (await site.get(url, { accept: 'text/turtle' })).headers.get('etag') ?? '';
  t.not(asTurtle, made.headers.get('etag'));
  t.is((await put(asTurtle)).status, 200);
  const stale = await put(made.headers.get('etag') ?? '');
  t.is(stale.status, 412);
  t.regex(stale.text, /version 2.*ETag in If-Match/);
  t.is((await put('*')).status, 200);
  t.is((await put('W/"3.x"')).status, 412);
  const headers = { ...site.bearer('annotator'), 'if-match': asTurtle };
  t.is((await site.ask('DELETE', url, headers)).status, 412);
});

test('5.3: of many who replace the same version with If-Match, one does', async (t) => {
  const made = await site.post();
  const headers = { ...site.bearer('annotator'), 'if-match': made.headers.get('etag') ?? '' };
  const url = made.headers.get('location') ?? '';
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      site.ask('PUT', url, headers, site.annotation({ body: { type: 'TextualBody', value: `by ${index}` } })),
    ),
  );
  t.deepEqual(
    all.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 412, 412, 412, 412, 412, 412, 412],
  );
});

test('5.4: DELETE MUST be answered by 204, and the IRI MUST be gone from its container', async (t) => {
  const container = await site.project('deleted');
  const url = (await site.post({}, { container })).headers.get('location') ?? '';
  const { status, text } = await site.ask('DELETE', url, site.bearer('annotator'));
  t.is(status, 204);
  t.is(text, '');
  const after = await site.get(container, { prefer: IRIS });
  t.is(after.json['total'], 0);
  t.deepEqual(page(after).items, []);
});

test('5.4: the IRI of a deleted annotation SHOULD NOT be used again, and answers 410', async (t) => {
  const made = await site.post({}, { headers: { slug: 'once' } });
  const url = made.headers.get('location') ?? '';
  await site.ask('DELETE', url, site.bearer('annotator'));
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE'])
    t.is(
      (await site.ask(method, url, site.bearer('annotator'), method === 'PUT' ? site.annotation() : undefined)).status,
      410,
    );
  t.is((await site.post({}, { headers: { slug: 'once' } })).headers.get('location'), `${url}-2`);
});

test('6: what is wrong is told by the status: 401, 403, 404, 405', async (t) => {
  const url = (await site.post()).headers.get('location') ?? '';
  const nobody = await site.ask('POST', site.container, {}, site.annotation());
  t.is(nobody.status, 401);
  t.regex(nobody.headers.get('www-authenticate') ?? '', /^Bearer /);
  t.is((await site.ask('PUT', url, site.bearer('other'), site.annotation())).status, 403);
  t.is((await site.get(`${site.container}none`)).status, 404);
  t.is((await site.get(`${site.url}/annotations/none/`)).status, 404);
  const patch = await site.ask('PATCH', url, site.bearer('annotator'), {});
  t.is(patch.status, 405);
  t.deepEqual(words(patch.headers.get('allow')), ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT']);
});

test('pages of other origins may do all of it with a token, and read the headers', async (t) => {
  const url = (await site.post()).headers.get('location') ?? '';
  for (const [address, method] of [
    [site.container, 'POST'],
    [url, 'PUT'],
    [url, 'DELETE'],
    [`${site.url}/annotations/`, 'POST'],
  ] as const) {
    const { status, headers } = await site.ask('OPTIONS', address, {
      origin: 'https://elsewhere.example',
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type,if-match,prefer,slug',
    });
    t.is(status, 200);
    t.is(headers.get('access-control-allow-origin'), '*');
    t.true(words(headers.get('access-control-allow-methods')).includes(method));
    const allowed = words((headers.get('access-control-allow-headers') ?? '').toLowerCase());
    for (const name of ['authorization', 'content-type', 'if-match', 'if-none-match', 'prefer', 'slug', 'accept'])
      t.true(allowed.includes(name), name);
  }
  const exposed = words((await site.get(site.container)).headers.get('access-control-expose-headers'));
  for (const name of [
    'ETag',
    'Link',
    'Location',
    'Allow',
    'Accept-Post',
    'Content-Location',
    'Vary',
    'Preference-Applied',
  ])
    t.true(exposed.includes(name), name);
});

test('containers of projects are made by POST to /annotations/, listed there, and found under their Slug', async (t) => {
  const url = await site.project('Marginalia & more');
  t.is(url, `${site.url}/annotations/marginalia-more/`);
  const { json } = await site.get(`${site.url}/annotations/`);
  t.true((json['contains'] as Json[]).some(({ id, label }) => id === url && label === 'Project Marginalia & more'));
  const make = (who: 'annotator' | 'editor', body: unknown) =>
    site.ask('POST', `${site.url}/annotations/`, site.bearer(who), body);
  t.is((await make('annotator', { type: 'AnnotationCollection' })).status, 403);
  const wrong = await make('editor', site.annotation());
  t.is(wrong.status, 400);
  t.regex(wrong.text, /posted to a container/);
});
