import test from 'ava';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Annotated as Outcome } from '../../../server/commands/annotate/outcome.ts';
import { testOnData } from '../../needs.ts';
import { Annotated } from '../annotations/annotated.ts';
import type { Json } from '../annotations/annotated.ts';

let site: Annotated;
test.before(async () => {
  site = await Annotated.start();
});
test.after.always(() => site[Symbol.asyncDispose]());

const line = (text: string, y: number): string => `
  <TextLine HPOS="100" VPOS="${y}" WIDTH="400" HEIGHT="60">
    <String CONTENT="${text}" HPOS="100" VPOS="${y}" WIDTH="400" HEIGHT="60" WC="0.75"/>
  </TextLine>`;

/** A page of twice the size of its image. */
const alto = (...texts: string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit>
<Processing ID="P1"><processingSoftware><softwareName>Reader</softwareName><softwareVersion>2.5</softwareVersion></processingSoftware></Processing>
</Description><Layout><Page ID="p" PHYSICAL_IMG_NR="1" WIDTH="1200" HEIGHT="800"><PrintSpace><TextBlock ID="b">
${texts.map((text, index) => line(text, 80 + 100 * index)).join('')}
</TextBlock></PrintSpace></Page></Layout></alto>`;

async function given(name: string, text: string): Promise<string> {
  const path = join(site.product.folder, name);
  await writeFile(path, text);
  return path;
}

async function run(...args: string[]): Promise<{ code: number | null; outcomes: Outcome[]; stderr: string }> {
  const { code, stdout, stderr } = await site.product.run('annotate', '--json', ...args);
  const outcomes = stdout
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as Outcome);
  return { code, outcomes, stderr };
}

async function annotationsOn(view: string): Promise<Json[]> {
  const { json } = await site.get(`${site.url}/iiif/presentation/3/annotations/${view}`);
  return json['items'] as Json[];
}

const textOf = (annotation: Json): unknown => [annotation['body']].flat().map((body) => (body as Json)['value'])[0];
const byText = async (view: string, text: string): Promise<Json | undefined> =>
  (await annotationsOn(view)).find((annotation) => textOf(annotation) === text);

test.serial(
  'lines of ALTO lie on the view at its scale, marked as a machine’s, and twice is the same as once',
  async (t) => {
    const person = await site.post();
    const path = await given('page.xml', alto('prima', 'secunda'));
    const first = await run('page', path);
    t.is(first.stderr, '');
    t.is(first.code, 0);
    t.like(first.outcomes, [{ name: 'page.xml', state: 'ready', object: 'page', views: 1, created: 2, removed: 0 }]);
    const made = await annotationsOn(site.view);
    t.is(made.length, 3);
    const prima = made.find((annotation) => textOf(annotation) === 'prima');
    t.true(JSON.stringify(prima?.['target']).includes('xywh=50,40,200,30'), JSON.stringify(prima?.['target']));
    const { json } = await site.get(String(prima?.['id']));
    t.like(json, { motivation: 'supplementing', textGranularity: 'line', confidence: 0.75 });
    t.like(json['generator'], { name: 'Reader 2.5' });
    t.like(json['creator'], { type: 'Software', name: 'vitrine annotate' });

    t.like((await run('page', path)).outcomes, [{ created: 0, removed: 0, kept: 2 }]);
    const again = await annotationsOn(site.view);
    t.deepEqual(
      again.map(({ id }) => id),
      made.map(({ id }) => id),
    );
    t.is((await site.get(String(person.headers.get('location')))).status, 200);
  },
);

test.serial('a corrected file replaces its own annotations; what a person deleted or changed stays so', async (t) => {
  await run('page', await given('page.xml', alto('una', 'duae', 'tres')));
  t.is(await byText(site.view, 'prima'), undefined);
  const una = String((await byText(site.view, 'una'))?.['id']);
  const duae = String((await byText(site.view, 'duae'))?.['id']);
  t.is((await site.ask('DELETE', una, site.bearer('editor'))).status, 204);
  const { json } = await site.get(duae);
  const corrected = { ...json, body: { type: 'TextualBody', value: 'duæ', format: 'text/plain' } };
  t.is((await site.ask('PUT', duae, site.bearer('editor'), corrected)).status, 200);

  const { outcomes } = await run('page', await given('page.xml', alto('una', 'duae', 'tres', 'quattuor')));
  t.like(outcomes, [{ created: 1, removed: 0, kept: 2, leftDeleted: 1 }]);
  t.is(await byText(site.view, 'una'), undefined);
  t.is((await byText(site.view, 'duæ'))?.['id'], duae);
  t.is(await byText(site.view, 'duae'), undefined);

  const words = await run('--granularity', 'word', 'page', join(site.product.folder, 'page.xml'));
  t.like(words.outcomes, [{ created: 4, removed: 2, kept: 0 }]);
  t.is((await annotationsOn(site.view)).filter(({ id }) => id === duae).length, 1);
});

test.serial('a broken file is refused with its place, writes nothing, and the others go on', async (t) => {
  const before = (await annotationsOn(site.view)).length;
  const broken = await given('broken.xml', alto('fracta').replace('</TextBlock>', ''));
  const good = await given('other.csv', `view,x,y,width,height,text\n${site.view},10,10,20,20,sana\n`);
  const { code, outcomes } = await run('--view', site.view, 'page', broken, good);
  t.is(code, 1);
  t.like(outcomes, [
    { name: 'broken.xml', state: 'failed' },
    { name: 'other.csv', state: 'ready', created: 1 },
  ]);
  t.regex(outcomes[0]?.problem ?? '', /line \d+/i);
  t.is((await annotationsOn(site.view)).length, before + 1);
});

test.serial('what is asked for wrongly is said in one sentence', async (t) => {
  const path = join(site.product.folder, 'page.xml');
  for (const [args, said] of [
    [['nothing', path], /There is no object "nothing"/],
    [['page'], /Which files\?/],
    [['--granularity', 'verse', 'page', path], /Expected page, block.* for --granularity but received "verse"/],
    [['--view', 'vnone', 'page', path], /page has no view "vnone"/],
  ] as const) {
    const { code, stderr } = await run(...args);
    t.is(code, 1);
    t.regex(stderr, said);
    t.is(stderr.trim().split('\n').length, 1);
  }
});

test.serial('the colours of an image are said by Vitrine, once, and by a name that viewers know', async (t) => {
  const first = await run('--palette', 'page');
  t.is(first.stderr, '');
  t.like(first.outcomes, [{ state: 'ready', object: 'page', created: 1 }]);
  const palette = (await annotationsOn(site.view)).find((annotation) =>
    String(textOf(annotation)).startsWith('Colours'),
  );
  const [, colour = '', share = ''] = /\n(#[0-9a-f]{6}) ([\d.]+) %$/.exec(String(textOf(palette ?? {}))) ?? [];
  // JPEG has its own opinion of a colour.
  const near = [0x20, 0x40, 0x60].every(
    (byte, at) => Math.abs(byte - Number.parseInt(colour.slice(1 + 2 * at, 3 + 2 * at), 16)) < 4,
  );
  t.true(near, colour);
  t.is(share, '100.0');
  const { json } = await site.get(String(palette?.['id']));
  t.like(json, { motivation: 'describing', generator: { type: 'Software', name: 'Vitrine' } });
  t.regex(String((json['generator'] as Json)['softwareVersion']), /^\d+\.\d+\.\d+/);
  t.like((await run('--palette', 'page')).outcomes, [{ created: 0, kept: 1, removed: 0 }]);
  const refused = await run('--measure', 'page');
  t.is(refused.code, 1);
  t.regex(refused.stderr, /Expected views of twins, and page has none/);
});

/** A box of 2 × 1 × 1 metres with a triangle missing above, and a small triangle beside it. */
const HOLED = `
v 0 0 0
v 2 0 0
v 2 1 0
v 0 1 0
v 0 0 1
v 2 0 1
v 2 1 1
v 0 1 1
v 3 0 0
v 3.01 0 0
v 3 0 0.01
f 1 4 3 2
f 5 6 7 8
f 1 2 6 5
f 2 3 7 6
f 1 5 8 4
f 3 4 8
f 9 11 10
`;

test.serial('a twin is measured, and its hole is marked where it is, with the camera that sees it', async (t) => {
  const scan = await given('holed.obj', HOLED);
  await site.product.add([scan], ['--object', 'holed']);
  const { outcomes, stderr } = await run('--measure', 'holed', 'page');
  t.is(stderr, '');
  t.like(outcomes, [{ object: 'holed', state: 'ready', created: 4 }]);
  t.is(outcomes.length, 1);
  const { json } = await site.get(`${site.url}/iiif/presentation/3/manifests/holed`);
  const [canvas] = json['items'] as { id: string }[];
  const view = canvas?.id.split('/').at(-1) ?? '';
  const made = await annotationsOn(view);
  const texts = made.map(textOf).map(String);
  t.true(
    texts[0]?.startsWith('Width × height × depth: 3.01 m × 1 m × 1 m (the file names no unit: it is a guess)\n'),
    texts[0],
  );
  t.true(
    texts[0]?.endsWith('Closed surface: no\nHoles and rims: 2\nSeparate pieces: 2; the small one is marked'),
    texts[0],
  );
  t.deepEqual(texts.slice(1, 2), ['Hole or rim: 5.236 m around, 3 edges']);
  const { json: hole } = await site.get(String(made[1]?.['id']));
  const { selector, scope } = hole['target'] as Record<string, Json>;
  t.is(selector?.['type'], 'WktSelector');
  const corners = /\(\((.*)\)\)/.exec(String(selector?.['value']))?.[1]?.split(', ') ?? [];
  t.is(corners[0], corners[3]);
  t.deepEqual(corners.slice(1).toSorted(), ['0 1 1', '2 1 0', '2 1 1']);
  t.true(JSON.stringify(scope).includes('PerspectiveCamera'));
  const region = await site.get(`${site.url}/api/views/${view}/annotations?box=0.5,0.9,0.2,1,0.2,0.5`);
  t.deepEqual((region.json['items'] as Json[]).map(textOf).map(String), texts.slice(1, 2));
  t.like((await run('--measure', 'holed')).outcomes, [{ created: 0, kept: 4, removed: 0 }]);
});

test.serial('ways to annotate go one at a time', async (t) => {
  for (const args of [
    ['--palette', '--measure', 'page'],
    ['--palette', '--language', 'la', 'page'],
  ]) {
    const { code, stderr } = await run(...args);
    t.is(code, 1);
    t.regex(stderr, /^--\S+ .*go/);
  }
});

const data = process.env['VITRINE_TEST_DATA'];
testOnData(
  'Penn’s codex',
  data,
  'serial',
)('the first line of Penn’s codex lies at its pixels', async (t) => {
  const image = join(site.product.folder, 'codex.png');
  await sharp({ create: { width: 3500, height: 4450, channels: 3, background: '#e8e0d0' } })
    .png()
    .toFile(image);
  await site.product.add([image], ['--object', 'codex']);
  const { code, outcomes } = await run('codex', join(data ?? '', 'text', 'penn-codex660-f0.alto.xml'));
  t.is(code, 0, JSON.stringify(outcomes));
  const manifest = (await site.get(`${site.url}/iiif/presentation/3/manifests/codex`)).json;
  const view = (manifest['items'] as Json[])[0]?.['id'] as string;
  const found = await annotationsOn(view.split('/').at(-1) ?? '');
  t.is(textOf(found[0] ?? {}), 'D');
  t.is(textOf(found[1] ?? {}), 'Amoiselle sapience sen ala oultre mer');
  const { json } = await site.get(String(found[0]?.['id']));
  const { selector } = json['target'] as { selector: { type: string; value: string } };
  t.is(selector.type, 'SvgSelector');
  t.regex(selector.value, /426[ ,]749[ ,L]+426[ ,]548/);
});
