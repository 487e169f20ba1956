import { randomUUID } from 'node:crypto';
import test from 'ava';
import { Annotated } from './annotated.ts';
import type { Answer, Json } from './annotated.ts';

let site: Annotated;
let cookie: string;

test.before(async (t) => {
  t.timeout(120_000);
  site = await Annotated.start();
  const response = await fetch(`${site.url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: site.url },
    body: new URLSearchParams({ token: site.tokens.annotator }),
    redirect: 'manual',
  });
  cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
});
test.after.always(() => site[Symbol.asyncDispose]());

/** As the AnnototAdapter of mirador-annotations 0.5 asks, from a page of the same origin. */
const ask = (method: string, path: string, annotation?: Json, headers: Record<string, string> = {}): Promise<Answer> =>
  site.ask(
    method,
    `${site.url}/annotot${path}`,
    {
      accept: 'application/json',
      'content-type': 'application/json',
      cookie,
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    annotation && { annotation },
  );
const all = async (): Promise<Json[]> =>
  (await site.get(`${site.url}/annotot/pages?uri=${site.canvas}`)).json['items'] as Json[];

const drawn = (uuid: string, value: string): Json => ({
  body: { type: 'TextualBody', value },
  id: uuid,
  motivation: 'commenting',
  target: {
    source: site.canvas,
    selector: [
      { type: 'FragmentSelector', value: 'xywh=50,60,70,80' },
      { type: 'SvgSelector', value: '<svg xmlns="http://www.w3.org/2000/svg"><path d="M50,60h70v80h-70z"/></svg>' },
    ],
  },
  type: 'Annotation',
});
const sent = (annotation: Json): Json => ({
  canvas: site.canvas,
  data: JSON.stringify(annotation),
  uuid: annotation['id'],
});

test.serial('what is drawn in Mirador is there, changed and deleted by the requests of its adapter', async (t) => {
  t.deepEqual(await all(), []);
  const uuid = randomUUID();
  const created = await ask('POST', '', sent(drawn(uuid, '<p>A <b>leaf</b><script>alert(1)</script></p>')));
  t.is(created.status, 201);
  const [first] = await all();
  const id = String(first?.['id']);
  t.true(id.startsWith(site.container));
  t.like(first, { motivation: 'commenting', body: { value: '<p>A <b>leaf</b></p>' } });
  t.is((await ask('POST', '', sent(drawn(uuid, '<p>A <b>leaf</b><script>alert(1)</script></p>')))).status, 201);
  t.is((await all()).length, 1, 'sent twice, made once');

  const path = `/${encodeURIComponent(id)}`;
  t.deepEqual((await ask('GET', path)).json, first);
  const { data } = sent({ ...(first as Json), body: { type: 'TextualBody', value: 'a vine' } });
  t.is((await ask('PATCH', path, { data, uuid: id })).status, 200);
  t.like(await all(), [{ id, body: { value: 'a vine' } }]);
  t.is((await site.get(`${id}/versions/1`)).status, 200, 'the former version is kept');

  t.is((await ask('DELETE', path)).status, 204);
  t.deepEqual(await all(), []);
  t.is((await ask('GET', path)).status, 410);
});

test.serial('what mirador-annotation-editor draws it can open again', async (t) => {
  // As version 1.1.5 sends it, in Mirador 4, for a note with a circle, but for shorter numbers: no type, a body in a list, shapes of its own beside.
  const svg = `<svg version='1.1' xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='600' height='400'><defs/><g><g><path fill='rgb(100,100,100)' stroke='rgb(255,0,0' paint-order='fill stroke markers' d=' M 288.7 147.1 A 104.3 104.3 0 1 1 288.6 146.9 Z' fill-opacity='0' stroke-miterlimit='10' stroke-width='3' stroke-dasharray=''/></g></g></svg>`;
  const body = [{ purpose: 'describing', type: 'TextualBody', value: '<p>A circle</p>' }];
  const circle = { id: 'c1', type: 'circle', x: 184.4, y: 147.1, radius: 104.3, rotation: 0, scaleX: 1, scaleY: 1 };
  const target = { drawingState: JSON.stringify({ shapes: [circle] }), fullCanvaXYWH: '0,0,600,400', scale: 0.9 };
  const maeData = { tags: [], target, templateType: 'multiple_body', textBody: body[0] };
  const annotation = {
    body,
    maeData: { ...maeData, target: { ...target, svg } },
    motivation: 'commenting',
    target: {
      selector: [
        { type: 'SvgSelector', value: svg },
        { type: 'FragmentSelector', value: `${site.canvas}#` },
      ],
      source: site.canvas,
    },
    id: `${site.canvas}/annotation/${randomUUID()}`,
    creationDate: '11/28/26, 1:33 AM',
    creator: 'Somebody',
  };
  t.is((await ask('POST', '', sent(annotation))).status, 201);
  const [made] = await all();
  t.like(made, { type: 'Annotation', body: [{ purpose: 'describing', value: '<p>A circle</p>' }], maeData });
  t.regex(JSON.stringify(made?.['target']), /SvgSelector.*<path/);

  const words = [{ ...body[0], value: '<p>A ring</p>' }];
  const path = `/${encodeURIComponent(String(made?.['id']))}`;
  const edited = { ...made, body: words, lastEditor: 'Somebody', lastSavedDate: '11/28/26, 1:35 AM' };
  t.is((await ask('PATCH', path, sent(edited))).status, 200);
  t.like(await all(), [{ id: made?.['id'], body: [{ value: '<p>A ring</p>' }], maeData }]);
  t.like((await site.get(String(made?.['id']))).json, { body: [{ value: '<p>A ring</p>' }] });
  t.is((await ask('DELETE', path)).status, 204);
});

test.serial('the rights are those of the protocol', async (t) => {
  const annotation = sent(drawn(randomUUID(), 'mine'));
  t.is((await ask('POST', '', annotation, { cookie: '' })).status, 401);
  t.is((await ask('POST', '', annotation, { 'sec-fetch-site': 'cross-site' })).status, 403);
  t.is((await ask('POST', '', annotation)).status, 201);
  const path = `/${encodeURIComponent(String((await all())[0]?.['id']))}`;
  const other = { ...site.bearer('other'), cookie: '' };
  t.is((await ask('DELETE', path, undefined, other)).status, 403);
  t.is((await ask('PATCH', path, annotation, other)).status, 403);
  t.is((await ask('DELETE', path, undefined, { ...site.bearer('editor'), cookie: '' })).status, 204);
});

test.serial('what is no annotation, no canvas or nobody of ours is refused', async (t) => {
  t.is((await ask('POST', '', { canvas: site.canvas, data: '{' })).status, 400);
  t.is((await ask('POST', '', { canvas: site.canvas })).status, 400);
  t.is(
    (await ask('POST', '', { ...sent(drawn(randomUUID(), 'x')), canvas: 'https://example.org/canvas' })).status,
    404,
  );
  t.is((await ask('GET', '/pages?uri=https://example.org/canvas')).status, 404);
  t.is((await ask('GET', '/pages')).status, 404);
  t.is((await ask('DELETE', '/nothing')).status, 404);
  t.is((await ask('DELETE', `/${encodeURIComponent(`${site.container}none`)}`)).status, 404);
  t.is((await ask('DELETE', `/${encodeURIComponent(`${site.container}%zz`)}`)).status, 404);
});
