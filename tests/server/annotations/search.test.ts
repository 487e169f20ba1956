import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { Annotated } from './annotated.ts';
import type { Json } from './annotated.ts';

let site: Annotated;

const LINES: readonly [value: string, language: string | undefined][] = [
  ['There are two birds in the bush', 'en'],
  ['A bird in the hand is worth two in the bush', 'en'],
  ['Die alten Häuser am Fluß', 'de'],
  ['Μῆνιν ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος λόγος', 'grc'],
  ['國破山河在，城春草木深', 'lzh'],
  ['吾輩は猫である。名前はまだ無い。', 'ja'],
  ['The birds of an unnamed tongue', undefined],
];

test.before(async (t) => {
  t.timeout(120_000);
  site = await Annotated.start();
  for (const [index, [value, language]] of LINES.entries())
    await site.post({
      motivation: 'supplementing',
      body: { type: 'TextualBody', value, format: 'text/plain', ...(language !== undefined && { language }) },
      target: `${site.canvas}#xywh=10,${20 * index},300,18`,
    });
  await site.post({
    motivation: 'tagging',
    body: [
      { type: 'TextualBody', value: '<p>gilded</p><p>initial &amp; vine</p>', format: 'text/html', purpose: 'tagging' },
      { type: 'SpecificResource', source: 'http://vocab.getty.edu/aat/300015012', purpose: 'classifying' },
    ],
  });
});
test.after.always(() => site[Symbol.asyncDispose]());

const address = (parameters: Record<string, string>, version = 2): string =>
  `${site.url}/iiif/search/${version}/manifests/page?${new URLSearchParams(parameters).toString()}`;
const search = async (q: string, more: Record<string, string> = {}): Promise<Json> =>
  (await site.get(address({ q, ...more }))).json;
const texts = ({ items }: Json): unknown[] => (items as { body: Json }[]).map(({ body }) => body['value']);
const line = (...numbers: number[]): string[] => numbers.map((number) => LINES[number]?.[0] ?? '');
const quotes = ({ annotations }: Json): Json[] =>
  (annotations as { items: { target: { selector: Json[] } }[] }[])[0]?.items.flatMap(({ target }) => target.selector) ??
  [];

test.serial('a word is found in its other forms in the language that the text is in', async (t) => {
  t.deepEqual(texts(await search('bird')), line(0, 1), 'English stems, the unnamed tongue does not');
  t.deepEqual(texts(await search('Birds')), line(0, 1, 6));
  t.deepEqual(texts(await search('Haus')), line(2));
  t.deepEqual(texts(await search('hauser')), line(2), 'without its Umlaut');
  t.deepEqual(texts(await search('fluss')), line(2));
});

test.serial('several words are all looked for, and words in quotes as a phrase', async (t) => {
  t.deepEqual(texts(await search('bush birds')), line(0, 1));
  t.deepEqual(texts(await search('bush elephants')), []);
  t.deepEqual(texts(await search('"in the bush"')), line(0, 1));
  t.deepEqual(texts(await search('"bird in the hand"')), line(1));
  t.deepEqual(texts(await search('"bush the in"')), []);
  t.deepEqual(texts(await search('wor*')), line(1));
});

test.serial('Polytonic Greek is found without its accents, whatever the sigma', async (t) => {
  t.deepEqual(texts(await search('μηνιν')), line(3));
  t.deepEqual(texts(await search('ΛΟΓΟΣ')), line(3));
  t.deepEqual(texts(await search('ἀχιλῆος')), line(3));
});

test.serial('Chinese and Japanese are found by their characters, in their order', async (t) => {
  t.deepEqual(texts(await search('城春')), line(4));
  t.deepEqual(texts(await search('草木深')), line(4));
  t.deepEqual(texts(await search('深')), line(4));
  t.deepEqual(texts(await search('木草')), []);
  t.deepEqual(texts(await search('在城')), [], 'there is a comma between them');
  t.deepEqual(texts(await search('猫')), line(5));
  t.is(quotes(await search('草木'))[0]?.['exact'], '草木');
});

test.serial('what is found is told with where in the text it is, and where on the view', async (t) => {
  const url = address({ q: 'bird' });
  const { json, headers } = await site.get(url);
  t.regex(headers.get('content-type') ?? '', /search\/2\/context/);
  t.like(json, {
    '@context': 'http://iiif.io/api/search/2/context.json',
    id: `${url}&page=1`,
    type: 'AnnotationPage',
  });
  t.false('partOf' in json, 'all of it is on this page');
  t.false('ignored' in json);
  const [first] = json['items'] as Json[];
  t.like(first, { type: 'Annotation', motivation: 'supplementing', target: `${site.canvas}#xywh=10,0,300,18` });
  const [page] = json['annotations'] as [Json & { items: Json[] }];
  t.is(page['type'], 'AnnotationPage');
  t.like(page.items[0], {
    type: 'Annotation',
    motivation: 'highlighting',
    target: {
      type: 'SpecificResource',
      source: first?.['id'],
      selector: [{ type: 'TextQuoteSelector', prefix: 'There are two ', exact: 'birds', suffix: ' in the bush' }],
    },
  });
});

test.serial('Content Search 1.0 gives resources and hits in the words of Presentation 2', async (t) => {
  const url = address({ q: 'bird', motivation: 'oa:supplementing', color: 'red' }, 1);
  const { json } = await site.get(url);
  t.deepEqual(json['@context'], [
    'http://iiif.io/api/presentation/2/context.json',
    'http://iiif.io/api/search/1/context.json',
  ]);
  t.like(json, { '@type': 'sc:AnnotationList', startIndex: 0 });
  t.like(json['within'], { '@type': 'sc:Layer', total: 2, ignored: ['color'] });
  const [resource] = json['resources'] as Json[];
  t.like(resource, {
    '@type': 'oa:Annotation',
    motivation: 'oa:supplementing',
    resource: { '@type': 'cnt:ContentAsText', chars: LINES[0]?.[0] },
    on: `${site.canvas}#xywh=10,0,300,18`,
  });
  const quote = { prefix: 'There are two ', exact: 'birds', suffix: ' in the bush' };
  t.deepEqual((json['hits'] as Json[])[0], {
    '@type': 'search:Hit',
    annotations: [resource?.['@id']],
    match: 'birds',
    before: 'There are two ',
    after: ' in the bush',
    selectors: [{ '@type': 'oa:TextQuoteSelector', ...quote }],
  });
  const { hits } = (await site.get(address({ q: 'b*' }, 1))).json as { hits: { selectors: Json[] }[] };
  t.deepEqual(
    hits[0]?.selectors.map(({ exact }) => exact),
    ['birds', 'bush'],
    'one hit for each annotation, with all of its matches',
  );
});

test.serial(
  'motivation, user, date and IRIs of bodies narrow a search, and what is not understood is told',
  async (t) => {
    t.is(((await search('', { motivation: 'tagging' }))['items'] as Json[]).length, 1);
    t.deepEqual(texts(await search('bird', { motivation: 'tagging' })), []);
    t.deepEqual(texts(await search('bird', { motivation: 'tagging supplementing' })), line(0, 1));
    t.is(((await search('http://vocab.getty.edu/aat/300015012'))['items'] as Json[]).length, 1);
    t.is(((await search('"gilded initial"'))['items'] as Json[]).length, 1, 'paragraphs are apart');
    const [{ creator }] = (await search('bird'))['items'] as [{ creator: { id: string } }];
    t.deepEqual(texts(await search('bird', { user: creator.id })), line(0, 1));
    t.deepEqual(texts(await search('bird', { user: `${creator.id}x` })), []);
    const own = await search(`${site.url}/agents/none`);
    t.deepEqual(own['items'], []);
    t.deepEqual(texts(await search('bird', { date: '2000-01-01T00:00:00Z/2001-01-01T00:00:00Z' })), []);
    t.deepEqual(texts(await search('bird', { date: '2000-01-01T00:00:00Z/2100-01-01T00:00:00Z' })), line(0, 1));
    t.deepEqual((await search('bird', { color: 'red', size: '3' }))['ignored'], ['color', 'size']);
    for (const wrong of [{ date: 'yesterday' }, { page: '0' }, { page: 'x' }, { q: 'x'.repeat(2000) }])
      t.is((await site.get(address({ q: 'bird', ...wrong }))).status, 400, JSON.stringify(wrong));
    for (const odd of ["'", '"', '\\', '& | ! ( ) :*', '<1>', '@object x', "it's", '*'])
      t.is((await site.get(address({ q: odd }))).status, 200, odd);
  },
);

test.serial('beginnings of words are completed, with counts', async (t) => {
  const ask = async (version: number, q: string, more = {}) =>
    (
      await site.get(
        `${site.url}/iiif/search/${version}/manifests/page/autocomplete?${new URLSearchParams({ q, ...more }).toString()}`,
      )
    ).json;
  const two = await ask(2, 'BIR');
  t.like(two, { '@context': 'http://iiif.io/api/search/2/context.json', type: 'TermPage' });
  t.like(two['items'], [
    { value: 'birds', total: 2, service: [{ id: address({ q: 'birds' }), type: 'SearchService2' }] },
    { value: 'bird', total: 1 },
  ]);
  const motivation = 'supplementing';
  const one = await ask(1, 'bir', { min: '2', motivation, color: 'red' });
  t.like(one, { '@type': 'search:TermList', ignored: ['color'] });
  t.deepEqual(one['terms'], [{ match: 'birds', url: address({ q: 'birds', motivation }, 1), count: 2 }]);
  t.deepEqual((await ask(2, 'bir', { motivation: 'painting' }))['items'], []);
  t.like((await ask(2, 'in the bu'))['items'], [
    { value: 'in the bush', total: 2, service: [{ id: address({ q: '"in the bush"' }) }] },
  ]);
  t.like((await ask(2, '草'))['items'], [{ value: '草木' }]);
  t.like((await ask(2, 'μην'))['items'], [{ value: 'μῆνιν' }]);
  t.deepEqual((await ask(2, 'zzz'))['items'], []);
  t.is((await site.get(`${site.url}/iiif/search/2/manifests/page/autocomplete`)).status, 400);
});

test.serial('the manifest names both services', async (t) => {
  const { json } = await site.get(`${site.url}/iiif/presentation/3/manifests/page`);
  const [two, one] = json['service'] as Json[];
  const service = `${site.url}/iiif/search/2/manifests/page`;
  t.like(two, {
    id: service,
    type: 'SearchService2',
    service: [{ id: `${service}/autocomplete`, type: 'AutoCompleteService2' }],
  });
  t.like(one, {
    '@context': 'http://iiif.io/api/search/1/context.json',
    '@id': `${site.url}/iiif/search/1/manifests/page`,
    profile: 'http://iiif.io/api/search/1/search',
    service: [{ profile: 'http://iiif.io/api/search/1/autocomplete' }],
  });
});

const count = async (q: string) => ((await search(q))['items'] as Json[]).length;

test.serial('what is changed, deleted or brought back is found as it is', async (t) => {
  const made = await site.post({ body: { type: 'TextualBody', value: 'quixotic', language: 'en' } });
  const id = String(made.json['id']);
  t.is(await count('quixotic'), 1);
  const body = { type: 'TextualBody', value: 'pedestrian', language: 'en' };
  await site.ask('PUT', id, site.bearer('annotator'), site.annotation({ body }));
  t.deepEqual([await count('quixotic'), await count('pedestrian')], [0, 1]);
  await site.ask('DELETE', id, site.bearer('annotator'));
  t.is(await count('pedestrian'), 0);
  await site.ask('POST', `${id}/versions/1`, site.bearer('editor'));
  t.is(await count('quixotic'), 1);
});

test.serial('of a text that is transcribed word by word, a match is told with the words beside it', async (t) => {
  for (const text of ['sing o goddess the anger', 'sing', 'o', 'goddess', 'the', 'anger'])
    await site.post({ motivation: 'supplementing', body: { type: 'TextualBody', value: text, format: 'text/plain' } });
  await site.post({ motivation: 'tagging', body: { type: 'TextualBody', value: 'goddess', purpose: 'tagging' } });
  const { json } = await site.get(address({ q: 'goddess' }));
  const motivations = (json['annotations'] as [{ items: Json[] }])[0].items.map(({ motivation }) => motivation);
  t.deepEqual(motivations, ['highlighting', 'contextualizing', 'highlighting'], 'in a line; a word; a tag');
  const [, quote, tag] = quotes(json);
  t.is(quote?.['exact'], 'goddess');
  t.regex(String(quote?.['prefix']), /^sing o $/, 'and not the line that it is in');
  t.regex(String(quote?.['suffix']), /^ the anger/);
  t.deepEqual(tag, { type: 'TextQuoteSelector', exact: 'goddess' }, 'a tag stands alone');
  const [, hit] = (await site.get(address({ q: 'goddess' }, 1))).json['hits'] as Json[];
  t.regex(String(hit?.['before']), /sing o $/);
});

const long = (n: number): string => `${n.toString(36)}ü`.padEnd(76, 'ώ');

test.serial('the longest texts and the oddest characters are taken, and found', async (t) => {
  const odd = `a\u0000b \ud800 ${'ﷺ'.repeat(70)} it''s \\ zebra`;
  for (const value of [
    Array.from({ length: 6000 }, (_, n) => long(n)).join(' '),
    Array.from({ length: 150_000 }, (_, n) => n.toString(36)).join(' '),
    '城'.repeat(300_000),
    odd,
  ]) {
    const made = await site.post({ body: { type: 'TextualBody', value, language: 'el', format: 'text/plain' } });
    t.is(made.status, 201, JSON.stringify(made.json).slice(0, 300));
  }
  const unfit = await site.post({ ['ex:\ud800']: 1 });
  t.is(unfit.status, 400, 'a name cannot be mended');
  t.is(await count(long(1)), 1);
  t.is(await count('zebra'), 1);
  t.is(await count('城城城'), 1);
});

test.serial('many results come in pages, in the order of the text', async (t) => {
  const all = Array.from({ length: 80 }, (_, n) =>
    site.post({ body: { type: 'TextualBody', value: `folio number ${n}` } }),
  );
  await Promise.all(all);
  const first = await search('folio');
  t.is((first['items'] as Json[]).length, 50);
  t.is((first['partOf'] as Json)['total'], 80);
  const { id: next } = first['next'] as { id: string };
  t.is(next, address({ q: 'folio', page: '2' }));
  const second = (await site.get(next)).json;
  t.is((second['items'] as Json[]).length, 30);
  t.false('next' in second);
  t.is((second['prev'] as Json)['id'], address({ q: 'folio', page: '1' }));
  t.is(second['startIndex'], 50);
  t.is(new Set([...texts(first), ...texts(second)]).size, 80);
});

test.serial('beyond the last page there is nothing, and the total stays', async (t) => {
  const { json } = await site.get(address({ q: 'folio', page: '9' }));
  t.deepEqual(json['items'], []);
  t.like(json['partOf'], { total: 80 });
  t.is((json['prev'] as Json)['id'], address({ q: 'folio', page: '2' }));
});

test.serial('a collection is searched in all that the public may see of it, and says what is where', async (t) => {
  const path = join(site.product.folder, 'other.png');
  await writeFile(path, await readFile(join(site.product.folder, 'page.png')));
  await site.product.add([path], ['--object', 'other']);
  const manifest = (await site.get(`${site.url}/iiif/presentation/3/manifests/other`)).json;
  const canvas = (manifest['items'] as Json[])[0]?.['id'];
  const target = `${String(canvas)}#xywh=1,2,3,4`;
  const container = `${String(canvas).replace('/iiif/canvas/', '/annotations/')}/`;
  const body = { type: 'TextualBody', value: 'quire of birds', language: 'en' };
  await site.post({ body, target }, { container });
  const of = (version: number, q: string, service = '') =>
    site.get(`${site.url}/iiif/search/${version}/collections/top${service}?${new URLSearchParams({ q }).toString()}`);
  const two = (await of(2, 'bird')).json;
  t.deepEqual(texts(two), [...line(0, 1), 'quire of birds'], 'in the order of its objects');
  const partOf = { id: manifest['id'], type: 'Manifest', label: manifest['label'] };
  t.deepEqual((two['items'] as Json[])[2]?.['target'], { id: target, type: 'Canvas', partOf });
  const one = (await of(1, 'quire')).json;
  t.like((one['resources'] as Json[])[0]?.['on'], {
    '@id': target,
    within: { '@id': manifest['id'], '@type': 'sc:Manifest' },
  });
  t.like((await of(2, 'quir', '/autocomplete')).json['items'], [{ value: 'quire', total: 1 }]);
  t.deepEqual(texts(await search('quire')), [], 'it is in no other object');
  const { json: collection } = await site.get(`${site.url}/iiif/presentation/3/collections/top`);
  t.like(collection['service'], [
    { id: `${site.url}/iiif/search/2/collections/top`, type: 'SearchService2' },
    { '@id': `${site.url}/iiif/search/1/collections/top`, profile: 'http://iiif.io/api/search/1/search' },
  ]);
  t.is((await site.get(`${site.url}/iiif/search/2/collections/none?q=x`)).status, 404);
  await site.product.run('edit', 'other', '--state', 'draft');
  t.deepEqual(texts((await of(2, 'bird')).json), line(0, 1));
  t.deepEqual((await of(2, 'quir', '/autocomplete')).json['items'], []);
});

test.serial('an answer is for pages of any origin, is known again, and has its headers alone', async (t) => {
  const url = address({ q: 'bird' });
  const { headers, status } = await site.ask('HEAD', url, { origin: 'https://viewer.example' });
  t.is(status, 200);
  t.is(headers.get('access-control-allow-origin'), '*');
  const known = await site.get(url, { 'if-none-match': headers.get('etag') ?? '' });
  t.is(known.status, 304);
  t.is((await site.ask('POST', url)).status, 405);
});

test.serial('a former id leads to the same search, and what is said of a draft is found by nobody', async (t) => {
  await site.product.run('edit', 'page', '--id', 'leaf');
  const { status, headers } = await site.get(address({ q: 'bird' }));
  t.is(status, 308);
  t.is(headers.get('location'), address({ q: 'bird' }).replace('page', 'leaf'));
  const beginning = `${site.url}/iiif/search/1/manifests/page/autocomplete?q=bir`;
  t.is((await site.get(beginning)).headers.get('location'), beginning.replace('page', 'leaf'));
  await site.product.run('edit', 'leaf', '--state', 'draft');
  for (const version of [1, 2]) {
    const service = `${site.url}/iiif/search/${version}/manifests/leaf`;
    t.is((await site.get(`${service}?q=bird`)).status, 404);
    t.is((await site.get(`${service}/autocomplete?q=bir`)).status, 404);
  }
});
