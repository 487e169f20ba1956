import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { Page } from 'playwright-core';
import { chromiumPath, startChromium } from '../chromium.ts';
import type { Browser } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { Annotated } from '../server/annotations/annotated.ts';
import type { Json } from '../server/annotations/annotated.ts';
import { Host, VIEWERS } from './host.ts';
import { placedBy } from './osd.ts';
import { annotoriousPage, universalViewerPage } from './pages.ts';
import { boxOf } from './screen.ts';
import type { Placed, Screen } from './screen.ts';
import { FIGURES, PLATE, isAbout, outlinesOn, plate } from './shapes.ts';
import { WatchedPage } from './watch.ts';

const inViewers = testNeeding('viewers of others in Chromium', chromiumPath !== null && VIEWERS, 'serial');
/** Viewers' own, whatever is opened in them. */
const OWN_NOISE = /Accessing element\.ref was removed in React 19|\/images\/data:image\/gif/;
/** Pixels of the screen. */
const NEAR = 4;

let site: Annotated;
let browser: Browser;
let host: Host;
let manifest = '';
let canvas = '';
let container = '';
let image = '';

interface Plate {
  items: [{ id: string; items: [{ items: [{ body: { service: [{ id: string }] } }] }] }];
}

if (chromiumPath !== null && VIEWERS) {
  test.before(async (t) => {
    t.timeout(120_000);
    [site, browser, host] = await Promise.all([Annotated.start(), startChromium(), Host.start()]);
    const path = join(site.product.folder, 'plate.png');
    await plate().png().toFile(path);
    await site.product.add([path], ['--object', 'plate']);
    manifest = `${site.url}/iiif/presentation/3/manifests/plate`;
    const { items } = (await site.get(manifest)).json as unknown as Plate;
    canvas = items[0].id;
    image = items[0].items[0].items[0].body.service[0].id;
    container = `${site.url}/annotations/${canvas.split('/').at(-1)}/`;
    await annotate(comment('A rectangle'), `${canvas}#xywh=120,90,300,150`);
    await annotate(comment('A triangle'), svg(FIGURES.polygon.svg));
    await annotate(comment('An ellipse'), svg(FIGURES.ellipse.svg));
    await annotate(comment('A point'), on({ type: 'PointSelector', x: 800, y: 600 }));
    const html =
      '<p>Read <b>this</b> <a href="http://example.org/">there</a><script>document.title = "run"</script></p>';
    await annotate(comment(html, { format: 'text/html' }), canvas);
    const line = { motivation: 'supplementing', textGranularity: 'line' };
    await annotate(comment('incipit liber primus', { language: 'la' }), `${canvas}#xywh=120,90,300,150`, line);
  });
  test.after.always(async () => {
    await browser?.[Symbol.asyncDispose]();
    await host?.[Symbol.asyncDispose]();
    await site?.[Symbol.asyncDispose]();
  });
}

const comment = (value: string, more: Json = {}): Json => ({ type: 'TextualBody', value, ...more });
const on = (selector: Json): Json => ({ type: 'SpecificResource', source: canvas, selector });
const svg = (shape: string): Json =>
  on({ type: 'SvgSelector', value: `<svg xmlns="http://www.w3.org/2000/svg">${shape}</svg>` });

async function annotate(body: Json, target: unknown, more: Json = {}, into = container): Promise<void> {
  const made = await site.post({ motivation: 'commenting', body, target, ...more }, { container: into });
  if (made.status !== 201) throw new Error(`${made.status} ${made.text}`);
}

async function open(html: string): Promise<WatchedPage> {
  const context = await browser.context({ viewport: { width: 1280, height: 800 }, locale: 'en' });
  return WatchedPage.open(context, host.page(html));
}

const problems = (watched: WatchedPage): string[] => watched.problems.filter((problem) => !OWN_NOISE.test(problem));

function openMirador(window: object): Promise<WatchedPage> {
  const options = { id: 'mirador', language: 'en', windows: [{ id: 'window', manifestId: manifest, ...window }] };
  return open(`<div id="mirador" style="position: absolute; inset: 0"></div>
    <script src="/installed/mirador/dist/mirador.min.js"></script>
    <script>Mirador.viewer(${JSON.stringify(options)});</script>`);
}
const MIRADOR = "Mirador.OSDReferences.get('window').current";

/** The picture, and the bar with buttons that lies over its lower end. */
const pictureIn = async (page: Page) => ({
  within: await boxOf(page.locator('.openseadragon-canvas')),
  covers: [await boxOf(page.locator('.mirador-canvas-nav'))],
});

/** Whether the rectangle on the plate is yellow, as viewers mark what was found, and its surroundings are not. */
function isFound(screen: Screen, { x, y, scale }: Placed): boolean {
  const isYellow = (left: number, top: number): boolean => {
    const [red, green, blue] = screen.at(x + left * scale, y + top * scale);
    return Math.min(red, green) - blue > 50;
  };
  const [from, , to] = FIGURES.rectangle.outline as [Point, Point, Point];
  return (
    isYellow(from.x + 6, from.y + 6) &&
    isYellow(to.x - 6, to.y - 6) &&
    !isYellow(from.x - 6, from.y - 6) &&
    !isYellow(to.x + 6, to.y + 6)
  );
}

interface Point {
  x: number;
  y: number;
}

/** A manifest of Presentation 2, as an older catalogue has it, whose canvas names the list of annotations of that version. */
async function olderManifest(): Promise<string> {
  const { width, height } = PLATE;
  const service = {
    '@context': 'http://iiif.io/api/image/2/context.json',
    '@id': image.replace('/image/3/', '/image/2/'),
    profile: 'http://iiif.io/api/image/2/level2.json',
  };
  const picture = {
    '@id': `${service['@id']}/full/full/0/default.jpg`,
    '@type': 'dctypes:Image',
    width,
    height,
    service,
  };
  const painting = { '@type': 'oa:Annotation', motivation: 'sc:painting', resource: picture, on: canvas };
  const list = `${site.url}/iiif/presentation/2/annotations/${canvas.split('/').at(-1)}`;
  const folder = join(site.product.folder, 'older');
  const url = host.folder(folder);
  const document = {
    '@context': 'http://iiif.io/api/presentation/2/context.json',
    '@id': `${url}/manifest.json`,
    '@type': 'sc:Manifest',
    label: 'Plate',
    sequences: [
      {
        '@type': 'sc:Sequence',
        canvases: [
          {
            '@id': canvas,
            '@type': 'sc:Canvas',
            label: '1',
            width,
            height,
            images: [painting],
            otherContent: [{ '@id': list, '@type': 'sc:AnnotationList' }],
          },
        ],
      },
    ],
  };
  await mkdir(folder);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(document));
  return `${url}/manifest.json`;
}

for (const [version, manifestId] of [
  [3, () => Promise.resolve(manifest)],
  [2, olderManifest],
] as const)
  inViewers(
    `Mirador draws rectangles, polygons, ellipses and points where they are, and shows their texts, by Presentation ${version}`,
    async (t) => {
      t.timeout(120_000);
      await using watched = await openMirador({
        manifestId: await manifestId(),
        sideBarOpen: true,
        sideBarPanel: 'annotations',
        highlightAllAnnotations: true,
      });
      const { page } = watched;
      for (const text of ['A rectangle', 'A triangle', 'An ellipse', 'A point', 'Read this there'])
        await page.getByText(text, { exact: true }).first().waitFor();
      t.is(await page.locator('b').getByText('this').count(), 1, 'bold is bold');
      // Off the list: what the pointer is over is drawn in another colour.
      await page.mouse.move(0, 0);
      const screen = await watched.settled();
      const placed = await placedBy(page, MIRADOR);
      const blue = isAbout([0, 191, 255]);
      const drawn = outlinesOn(screen, placed, Object.values(FIGURES), blue, await pictureIn(page));
      t.true(drawn.missing <= NEAR && drawn.astray <= NEAR, JSON.stringify(drawn));
      t.not(await page.title(), 'run');
      t.deepEqual(problems(watched), []);
    },
  );

inViewers('Mirador finds words by Content Search, and marks where they are', async (t) => {
  t.timeout(120_000);
  await using watched = await openMirador({ sideBarOpen: true, sideBarPanel: 'search' });
  const { page } = watched;
  await page.getByRole('combobox').last().fill('liber');
  await page.keyboard.press('Enter');
  await page.getByText('incipit liber primus').first().waitFor();
  const screen = await watched.settled();
  t.true(isFound(screen, await placedBy(page, MIRADOR)));
  t.deepEqual(problems(watched), []);
});

inViewers('Universal Viewer finds words by Content Search, and marks where they are', async (t) => {
  t.timeout(120_000);
  await using watched = await open(universalViewerPage(manifest));
  const { page } = watched;
  await page.getByRole('application', { name: 'Media Viewer' }).waitFor();
  await page.locator('#searchWithinInput').fill('liber');
  await page.keyboard.press('Enter');
  await page.getByText("1 result found for 'liber'").waitFor();
  const screen = await watched.settled();
  // A third of blue over the light figure, and nowhere else; it zooms to what it found.
  const found = screen.boundsOf(isAbout([108, 200, 216], 12));
  t.true(found.width > 200 && Math.abs(found.width / found.height - 2) < 0.05, JSON.stringify(found));
  t.deepEqual(problems(watched), []);
});

/** What the page of Annotorious has been answered, of what it wrote. */
interface Said {
  method: string;
  status: number;
  ifMatch?: string;
}

inViewers('Annotorious on another site reads, draws, makes, changes and deletes by the protocol', async (t) => {
  t.timeout(120_000);
  const project = await site.project('annotorious');
  const rectangle = { type: 'FragmentSelector', value: 'xywh=pixel:120,90,300,150' };
  await annotate(comment('A rectangle'), on(rectangle), {}, project);
  await annotate(comment('A triangle'), svg(FIGURES.polygon.svg), {}, project);
  const token = site.tokens.annotator;
  await using watched = await open(annotoriousPage({ image, canvas, container: project, token }));
  const { page } = watched;
  await page.waitForFunction("document.title === 'ready' && annotator.getAnnotations().length === 2");
  const screen = await watched.settled();
  const placed = await placedBy(page, 'window.viewer');
  const drawn = outlinesOn(screen, placed, [FIGURES.rectangle, FIGURES.polygon], isAbout([255, 0, 255]));
  t.true(drawn.missing <= NEAR && drawn.astray <= NEAR, JSON.stringify(drawn));

  const at = (x: number, y: number): [number, number] => [placed.x + x * placed.scale, placed.y + y * placed.scale];
  const drag = async (from: [number, number], to: [number, number]): Promise<void> => {
    await page.mouse.move(...at(...from));
    await page.mouse.down();
    await page.mouse.move(...at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2), { steps: 3 });
    await page.mouse.move(...at(...to), { steps: 3 });
    await page.mouse.up();
  };
  const select = async (x: number, y: number): Promise<void> => {
    await page.mouse.click(...at(x, y));
    await page.locator('.a9s-corner-handle-topleft').waitFor({ state: 'attached' });
    await watched.settled();
  };
  const answered = async (count: number): Promise<Said | undefined> => {
    await page.waitForFunction(`answers.length === ${count}`);
    return (await page.evaluate<Said[]>('answers')).at(-1);
  };
  const drawnHere = async (): Promise<Json[]> => {
    const { json } = await site.get(`${project}?page=0`);
    return (json['items'] as Json[]).filter((item) => JSON.stringify(item).includes('Drawn with Annotorious'));
  };
  const isAt = async (wanted: number[], most = NEAR): Promise<boolean> => {
    const [one] = await drawnHere();
    const found = (/xywh=(?:pixel:)?([\d.,]+)/.exec(JSON.stringify(one))?.[1] ?? '').split(',').map(Number);
    return wanted.every((value, index) => Math.abs(value - (found[index] ?? Infinity)) <= most / placed.scale);
  };

  await page.evaluate("annotator.setDrawingTool('rectangle'); annotator.setDrawingEnabled(true)");
  await drag([140, 470], [460, 650]);
  t.like(await answered(1), { method: 'POST', status: 201 });
  t.true(await isAt([140, 470, 320, 180]));
  await page.evaluate('annotator.setDrawingEnabled(false)');

  await select(300, 560);
  await drag([300, 560], [360, 590]);
  // Beside it, which is when Annotorious tells of the change.
  await page.mouse.click(...at(960, 40));
  const changed = await answered(2);
  t.like(changed, { method: 'PUT', status: 200 });
  t.regex(changed?.ifMatch ?? '', /^"1\./, 'only if it is what was read');
  // A few pixels of a drag are Annotorious' to tell it from a click.
  t.true(await isAt([195, 498, 320, 180], 10));

  const ours = await (await browser.context({ viewport: { width: 1440, height: 900 } })).newPage();
  await ours.goto(`${site.url}/objects/plate`);
  await ours.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  await ours.keyboard.press('a');
  await ours.locator('vitrine-annotation-list .item').filter({ hasText: 'Drawn with Annotorious' }).waitFor();
  await ours.screenshot({ path: '/tmp/proof6-ours.png' });
  await ours.context().close();

  const [{ id } = {}] = await drawnHere();
  await select(300, 560);
  await page.evaluate('annotator.removeAnnotation(annotator.getSelected()[0].id)');
  const deleted = await answered(3);
  t.like(deleted, { method: 'DELETE', status: 204 });
  t.regex(deleted?.ifMatch ?? '', /^"2\./);
  t.is((await site.get(String(id))).status, 410);
  t.deepEqual(problems(watched), []);
});
