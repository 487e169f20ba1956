import test from 'ava';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Json as Value } from '../../../manifests/annotations/model/types.ts';
import type { Annotated as Outcome } from '../../../server/commands/annotate/outcome.ts';
import { meaning } from '../../manifests/annotations/meaning.ts';
import { testOnData } from '../../needs.ts';
import { Annotated } from './annotated.ts';
import type { Answer, Json } from './annotated.ts';

/* Real files, by the ways that users have: transcriptions by the command, the W3C's samples over HTTP. */

const data = process.env['VITRINE_TEST_DATA'] ?? '';
const texts = join(data, 'text');

let site: Annotated;
test.before(async (t) => {
  t.timeout(120_000);
  site = await Annotated.start();
});
test.after.always(() => site[Symbol.asyncDispose]());

interface Size {
  width: number;
  height: number;
}

interface Box extends Size {
  x: number;
  y: number;
}

/** What is counted in a file by patterns, which know nothing of its reader. */
interface Patterns {
  page: RegExp;
  line: RegExp;
  size: RegExp;
}

const ALTO: Patterns = {
  page: /<(?:a:)?Page\s/g,
  line: /<(?:a:)?TextLine\s/g,
  size: /<(?:a:)?Page\s(?=[^>]*\bWIDTH="(?<width>[\d.]+)")[^>]*\bHEIGHT="(?<height>[\d.]+)"/,
};
const HOCR: Patterns = {
  page: /"ocr_page"/g,
  line: /"ocr_line"/g,
  size: /"ocr_page"[^>]*\bbbox 0 0 (?<width>\d+) (?<height>\d+)/,
};
/** Its numbers are shares of the page. */
const MINI: Patterns = { page: /<p\s/g, line: /<l>/g, size: /(?<width>)(?<height>)/ };

const TRANSCRIPTIONS: Record<string, Patterns> = {
  'alto-chronicling.xml': ALTO,
  'alto_float.xml': ALTO,
  'alto_namespaced.xml': ALTO,
  'chronicling-seq-1.hocr.html': HOCR,
  'hocr_hyphen.html': HOCR,
  'miniocr.xml': MINI,
  'multicolumn.hocr': HOCR,
  'penn-codex660-f0.alto.xml': ALTO,
};

const WIDTH = 2000;

/** An object of white pages, of the proportions that a transcription says. */
async function blankObject(id: string, pages: number, { width, height }: Size): Promise<void> {
  const folder = join(site.product.folder, id);
  await mkdir(folder);
  const size = { width: WIDTH, height: Math.round((WIDTH * height) / width) };
  const page = await sharp({ create: { ...size, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  for (let number = 1; number <= pages; number++) await sharp(page).toFile(join(folder, `${number}.png`));
  await site.product.add([folder], ['--object', id]);
}

interface View extends Size {
  id: string;
  service: string;
}

async function viewsOf(object: string): Promise<View[]> {
  const { json } = await site.get(`${site.url}/iiif/presentation/3/manifests/${object}`);
  const canvases = json['items'] as (Size & {
    id: string;
    items: { items: { body: { service: { id: string }[] } }[] }[];
  })[];
  return canvases.map(({ id, width, height, items }) => ({
    id: id.split('/').at(-1) ?? '',
    width,
    height,
    service: items[0]?.items[0]?.body.service[0]?.id ?? '',
  }));
}

async function annotationsOn(view: string): Promise<Json[]> {
  const { json } = await site.get(`${site.url}/iiif/presentation/3/annotations/${view}`);
  return json['items'] as Json[];
}

/** Around what an annotation is on: a fragment's region, or the corners of a path of straight lines. */
function boxOf({ target }: Json): Box {
  const text = JSON.stringify(target);
  const [, fragment] = /#xywh=([\d.,]+)/.exec(text) ?? [];
  if (fragment !== undefined) {
    const [x = 0, y = 0, width = 0, height = 0] = fragment.split(',').map(Number);
    return { x, y, width, height };
  }
  const [, path = ''] = / d=\\"([^\\]+)\\"/.exec(text) ?? [];
  const numbers = (path.match(/[\d.]+/g) ?? []).map(Number);
  const [xs, ys] = [numbers.filter((_, at) => at % 2 === 0), numbers.filter((_, at) => at % 2 === 1)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

async function annotate(object: string, path: string): Promise<Outcome[]> {
  const { stdout, stderr } = await site.product.run('annotate', '--json', object, path);
  if (stderr !== '') throw new Error(stderr);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Outcome);
}

for (const [name, { page, line, size }] of Object.entries(TRANSCRIPTIONS)) {
  testOnData(
    'transcriptions',
    true,
    'serial',
  )(`${name}: each of its lines is an annotation on its page, within it, and has a text`, async (t) => {
    t.timeout(120_000);
    const content = await readFile(join(texts, name), 'utf8');
    const [pages, lines] = [content.match(page)?.length ?? 0, content.match(line)?.length ?? 0];
    const { width, height } = size.exec(content)?.groups ?? {};
    const object = `of-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
    await blankObject(object, pages, { width: Number(width || 1), height: Number(height || 1) });
    const outcomes = await annotate(object, join(texts, name));
    t.like(outcomes, [{ name, state: 'ready', views: pages, created: lines }]);
    t.is(outcomes[0]?.remarks, undefined);
    let found = 0;
    for (const view of await viewsOf(object)) {
      const annotations = await annotationsOn(view.id);
      t.true(annotations.length > 0, `nothing is on ${view.id}`);
      found += annotations.length;
      for (const annotation of annotations) {
        const box = boxOf(annotation);
        t.true(
          box.x >= 0 && box.y >= 0 && box.x + box.width <= view.width && box.y + box.height <= view.height,
          JSON.stringify(annotation),
        );
        t.regex(String((annotation['body'] as Json)['value']), /\S/);
      }
    }
    t.is(found, lines);
  });
}

testOnData('transcriptions', true)('no transcription of the test data is left out', async (t) => {
  t.deepEqual((await readdir(texts)).toSorted(), Object.keys(TRANSCRIPTIONS).toSorted());
});

testOnData(
  'Penn’s codex',
  true,
  'serial',
)('the lines of Penn’s codex lie on its writing, as it is served', async (t) => {
  t.timeout(120_000);
  await site.product.add([join(data, 'images', 'penn-codex660-f0.jpg')], ['--object', 'codex']);
  await annotate('codex', join(texts, 'penn-codex660-f0.alto.xml'));
  const [view] = await viewsOf('codex');
  if (!view) return t.fail('the codex has no view');
  const served = await fetch(`${view.service}/full/875,/0/default.jpg`);
  const { data: grey, info } = await sharp(await served.arrayBuffer())
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const scale = info.width / view.width;
  const ink = grey.reduce((sum, value) => sum + value, 0) / grey.length / 1.4;
  const boxes = (await annotationsOn(view.id)).map(boxOf);
  t.is(boxes.length, 30);
  const tops = boxes.map(({ y }) => y).toSorted((a, b) => a - b);
  const gaps = tops.slice(1).map((top, at) => top - (tops[at] ?? 0));
  const halfLine = (gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0) / 2;
  t.true(halfLine > 40 && halfLine < 55, `${halfLine} pixels`);

  /** How much of the middle thirds of all boxes is ink, where they are moved by so much. */
  const share = (dx: number, dy: number): number => {
    let [dark, all] = [0, 0];
    for (const { x, y, width, height } of boxes) {
      const rows = [Math.round((y + dy + height / 3) * scale), Math.round((y + dy + (2 * height) / 3) * scale)];
      const columns = [Math.round((x + dx) * scale), Math.round((x + dx + width) * scale)];
      for (let row = rows[0] ?? 0; row < (rows[1] ?? 0); row++)
        for (let column = columns[0] ?? 0; column < Math.min(info.width, columns[1] ?? 0); column++, all++)
          if ((grey[row * info.width + column] ?? 255) < ink) dark++;
    }
    return dark / all;
  };
  const there = share(0, 0);
  t.true(there > 0.4, `${there}`);
  // Between the lines there is almost none, and beside them less.
  for (const dy of [-halfLine, halfLine]) t.true(share(0, dy) < there / 4, `${share(0, dy)} and ${there}`);
  for (const dx of [-600, 600]) t.true(share(dx, 0) < 0.9 * there, `${share(dx, 0)} and ${there}`);
});

/** The client's own terms are kept; beside them the server says where the annotation is, when it came and from whom. */
function asSent(received: Json, sent: Json): Json {
  const { via, ...rest } = received;
  const added = new Set(['id', 'created', 'creator'].filter((key) => key === 'id' || !(key in sent)));
  const kept = Object.fromEntries(Object.entries(rest).filter(([key]) => !added.has(key)));
  const others = [via].flat().filter((one) => one !== undefined && one !== sent['id']);
  return { ...kept, id: sent['id'], ...(others.length > 0 && { via: others }) };
}

const equal = (json: Json): Value => meaning(json as Value);

async function readSamples(...folder: string[]): Promise<[name: string, text: string][]> {
  const names = (await readdir(join(data, ...folder))).filter((name) => /anno|example/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => [name, await readFile(join(data, ...folder, name), 'utf8')]),
  );
}

testOnData('the W3C’s samples', true)(
  'each of the W3C’s 23 valid samples is taken by POST and given back equal in meaning',
  async (t) => {
    const container = await site.project('valid');
    const who = site.bearer('editor');
    const samples = await readSamples('manifests', 'w3c-anno');
    t.is(samples.length, 23);
    for (const [name, text] of samples) {
      const sent = JSON.parse(text) as Json;
      if (sent['type'] === 'Annotation') {
        const made = await site.ask('POST', container, who, text);
        t.is(made.status, 201, `${name}: ${made.text}`);
        const { json } = await site.get(made.headers.get('location') ?? '');
        t.is(json['id'], made.headers.get('location'));
        t.true([json['via']].flat().includes(sent['id']), name);
        t.deepEqual(equal(asSent(json, sent)), equal(sent), name);
      } else if (sent['type'] === 'AnnotationPage') {
        // A page is made of what is in it, which comes back in its order.
        const container_ = await site.project('of-a-page');
        const items = sent['items'] as Json[];
        for (const item of items) t.is((await site.ask('POST', container_, who, item)).status, 201, name);
        const { json } = await site.get(`${container_}?page=0`);
        t.like(json, { '@context': sent['@context'], type: 'AnnotationPage', startIndex: sent['startIndex'] });
        const given = json['items'] as Json[];
        t.deepEqual(
          given.map((item, index) => equal(asSent(item, items[index] ?? {}))),
          items.map(equal),
        );
      } else {
        // A collection is a container, whose pages and their number are the server's to say.
        const made = await site.ask('POST', `${site.url}/annotations/`, who, text);
        t.is(made.status, 201, `${name}: ${made.text}`);
        const { json } = await site.get(made.headers.get('location') ?? '');
        t.is(json['label'], sent['label']);
        t.true([json['type']].flat().includes(sent['type']));
      }
    }
  },
);

/** Where the fault is that the sample was made for; undefined for those that are no JSON at all. */
const FAULTS: Record<string, string | undefined> = {
  anno1: undefined,
  anno5: '/@context',
  anno7: '/id',
  anno9: '/type',
  anno11: '/target',
  anno13: '/body/id',
  anno17: '/body/value',
  anno19: '/bodyValue',
  anno20: '/bodyValue',
  anno22: '/body/type',
  anno24: '/body/textDirection',
  anno26: '/creator',
  anno28: '/created',
  anno31: '/modified',
  anno33: '/generated',
  anno35: '/via',
  anno37: '/target/source',
  anno39: '/target/source',
};
/** Taken, as much that is found in the wild: a context is missing; a language, whose property is misspelt, is none. */
const UNDERSTOOD = new Set(['anno3', 'anno15']);

const send = (text: string): Promise<Answer> => site.ask('POST', site.container, site.bearer('annotator'), text);
const errorOf = ({ json }: Answer): { parameter?: string; message: string } =>
  json['error'] as { parameter?: string; message: string };

testOnData('the W3C’s samples', true)(
  'each of the W3C’s 20 wrong samples is refused with the place of its fault',
  async (t) => {
    const samples = await readSamples('hostile', 'text');
    let count = 0;
    for (const [file, text] of samples) {
      const [, name = ''] = /^w3c-incorrect-(anno\d+)\.json$/.exec(file) ?? [];
      if (name === '') continue;
      count += 1;
      const answer = await send(text);
      if (name === 'anno3') {
        t.is(answer.status, 201, file);
        continue;
      }
      t.is(answer.status, 400, `${file}: ${answer.text}`);
      const { parameter, message } = errorOf(answer);
      // Several have a comma too many besides.
      if (parameter === undefined)
        t.regex(message, /The body is not JSON: .*(?:line \d+ column \d+|Unexpected token)/, file);
      else t.true(message.includes(parameter), message);

      // And most have two ids: without these faults, which come first, the one that they are for is found.
      const mended = text.replaceAll(/,(?=\s*[}\]])/g, '');
      const alone =
        name === 'anno7'
          ? mended
          : mended.replace(/"id":\s*\["http:\/\/example\.org\/1"[^\]]*\]/, '"id": "http://example.org/1"');
      const own = await send(alone);
      if (UNDERSTOOD.has(name)) {
        t.is(own.status, 201, `${file}: ${own.text}`);
        continue;
      }
      t.is(own.status, 400, `${file}: ${own.text}`);
      t.is(errorOf(own).parameter, FAULTS[name], `${file}: ${own.text}`);
    }
    t.is(count, 20);
    t.is(Object.keys(FAULTS).length + UNDERSTOOD.size, 20);
  },
);
