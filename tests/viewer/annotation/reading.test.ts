import ava from 'ava';
import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import { chromiumPath } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import { DESKTOP, GREEN, PHONE, RED, Visit, accessibilityProblems, becomes, quarters } from '../browser.ts';
import type { Site, TestImage } from '../site.ts';

const test = testNeeding('Chromium', chromiumPath, 'serial');
const SELECTED = [255, 210, 122];
let visit: Visit;

interface Said {
  key: string;
  target?: string | object;
  [more: string]: unknown;
}

/** Puts an object with annotations, of one canvas 3000 by 2000, into the site. */
function addAnnotated(
  site: Site,
  object: string,
  image: TestImage,
  notes: readonly Said[],
  page = `${site.url}/iiif/presentation/3/annotations/${object}`,
): void {
  const canvas = `${site.url}/iiif/canvas/${object}`;
  site.addObject(object, { en: [object] }, [
    { ...site.canvas(object, image), annotations: [{ id: page, type: 'AnnotationPage' }] },
  ]);
  const items = notes.map(({ key, target, ...more }) => {
    const place =
      typeof target === 'string' ? canvas + target : { type: 'SpecificResource', source: canvas, ...target };
    return {
      id: `${site.url}/annotations/${object}/${key}`,
      type: 'Annotation',
      motivation: 'commenting',
      ...more,
      target: target === undefined ? canvas : place,
    };
  });
  site.documents.set(`/annotations/${object}/`, { type: 'AnnotationCollection', total: notes.length });
  site.documents.set(new URL(page).pathname, { id: page, type: 'AnnotationPage', items });
}

const text = (value: string, more: object = {}): object => ({ type: 'TextualBody', value, ...more });
const tag = (value: string): object => text(value, { purpose: 'tagging' });
const line = (key: string, value: string, y: number): Said => ({
  key,
  target: `#xywh=300,${y},900,80`,
  motivation: 'supplementing',
  textGranularity: 'line',
  body: text(value, { language: 'la' }),
});

if (chromiumPath !== null) {
  ava.before(async () => {
    visit = await Visit.start();
    const { site } = visit;
    site.documents.set('/api/writer', { writer: null });
    const image = await site.addImage('quarters', quarters(3000, 2000));
    const square = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M2000 200 L2600 200 L2300 800 Z"/></svg>';
    addAnnotated(site, 'notes', image, [
      {
        key: 'n1',
        target: '#xywh=300,200,600,400',
        body: [text('A word on red'), tag('red')],
        creator: { type: 'Person', name: 'Ada' },
        created: '2026-03-01T10:00:00Z',
      },
      {
        key: 'n2',
        target: { selector: { type: 'SvgSelector', value: square } },
        body: [text('A triangle on green'), tag('green')],
      },
      {
        key: 'n3',
        target: { selector: { type: 'PointSelector', x: 700, y: 1500 } },
        motivation: 'tagging',
        body: text('dot', { confidence: 0.87 }),
        creator: { type: 'Software', name: 'Finder' },
        generator: { type: 'Software', name: 'Finder', version: '2.1' },
      },
      { key: 'n4', bodyValue: 'About all of it' },
    ]);
    addAnnotated(site, 'lines', image, [
      line('l1', 'In principio erat verbum', 200),
      line('l2', 'et verbum erat apud Deum', 320),
      { key: 'c1', target: '#xywh=2000,1500,300,300', body: text('A comment') },
    ]);
    addAnnotated(site, 'hostile', image, [
      {
        key: 'h1',
        target: '#xywh=300,200,600,400',
        body: text(
          '<p onclick="document.title=1">first <b>bold</b><script>document.title="run"</script>' +
            '<img src="x" onerror="document.title=2"><svg onload="document.title=3"></svg>' +
            '<a href="javascript:document.title=4">no link</a> <iframe srcdoc="<script>parent.document.title=5</script>"></iframe></p>',
          { format: 'text/html' },
        ),
      },
      {
        key: 'h2',
        target: {
          selector: {
            type: 'SvgSelector',
            value:
              '<svg onload="document.title=6"><script>document.title=7</script><path d="M10 10 L900 10 L900 900 Z" onclick="document.title=8"/></svg>',
          },
        },
        body: text('[x](javascript:alert(1)) <script>document.title=9</script>', { format: 'text/markdown' }),
      },
    ]);
    const many = Array.from({ length: 20_000 }, (_, index): Said => {
      const [x, y] = [(index % 200) * 15, Math.floor(index / 200) * 20];
      return { key: `m${index}`, target: `#xywh=${x},${y},12,16`, body: text(`word ${index}`) };
    });
    // Somebody else's page, of which there are no regions to be asked for.
    addAnnotated(site, 'many', image, many, `${site.url}/pages/many`);
  });
  ava.after.always(() => visit?.[Symbol.asyncDispose]());
}

async function read(
  t: ExecutionContext,
  object: string,
  options = DESKTOP,
  hash = '',
): Promise<{ page: Page; complaints: string[] }> {
  const opened = await visit.open(t, `/objects/${object}${hash}`, options);
  await opened.page.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  if (hash === '') await opened.page.keyboard.press('a');
  await opened.page.locator('vitrine-annotation-list, vitrine-transcription').first().waitFor();
  await opened.page.getByText('Loading the annotations').waitFor({ state: 'detached' });
  return opened;
}

/** Where a place of the canvas is on the page; null before the picture is there. */
async function spot(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  // The whole canvas fits between the margins of what the panel leaves.
  const width = 1440 - 416;
  const scale = Math.min((width - 144) / 3000, (900 - 72 - 32) / 2000);
  await page.waitForTimeout(0);
  return { x: width / 2 + (x - 1500) * scale, y: 72 + (900 - 72 - 32) / 2 + (y - 1000) * scale };
}

const item = (page: Page, name: string | RegExp) =>
  page.locator('vitrine-annotation-list .item').filter({ hasText: name });

for (const [name, options] of Object.entries({ 'on a desk': DESKTOP, 'on a phone': PHONE })) {
  test(`annotations are accessible and load nothing that fails ${name}`, async (t) => {
    const { page, complaints } = await read(t, 'notes', options);
    t.deepEqual(await accessibilityProblems(page), []);
    await page.getByText('Filter and layers').click();
    await item(page, 'A word on red').click();
    t.deepEqual(await accessibilityProblems(page), []);
    t.deepEqual(complaints, []);
    const lines = await read(t, 'lines', options);
    await lines.page.getByRole('radio', { name: 'Transcription' }).check();
    t.deepEqual(await accessibilityProblems(lines.page), []);
    t.deepEqual(lines.complaints, []);
  });
}

test('each is told with who wrote it, when, and whether that was a machine', async (t) => {
  const { page } = await read(t, 'notes');
  const rows = page.locator('vitrine-annotation-list li');
  t.is(await rows.count(), 4);
  t.regex((await rows.nth(0).textContent()) ?? '', /A word on red.*Ada · .*2026/s);
  t.regex((await rows.nth(2).textContent()) ?? '', /dot.*Made by a machine: Finder 2\.1, 87% sure/s);
  t.is(await page.getByRole('link', { name: 'Sign in to write annotations' }).count(), 1);
  t.is(await page.getByRole('button', { name: 'Rectangle' }).count(), 0);
});

test('shapes lie where they belong, and lead to their words and back', async (t) => {
  const { page } = await read(t, 'notes');
  await page.waitForTimeout(300);
  const inside = await spot(page, 600, 400);
  await page.mouse.click(inside.x, inside.y);
  await page.waitForURL(/annotation=n1$/);
  t.is(await item(page, 'Comment').getAttribute('aria-expanded'), 'true');
  const edge = await spot(page, 300, 400);
  t.true(await becomes(page, [Math.round(edge.x), Math.round(edge.y)], SELECTED, 40));
  await item(page, 'A triangle on green').click();
  await page.waitForURL(/xywh=.*annotation=n2$/);
  const [, x = 0, y = 0, width = 0, height = 0] = (/xywh=(\d+),(\d+),(\d+),(\d+)/.exec(page.url()) ?? []).map(Number);
  t.true(x < 2000 && y < 200 + 1 && x + width > 2600 && y + height > 800 && width < 2500, page.url());
});

test('an address names an annotation and shows its place', async (t) => {
  // In the middle of what the panel leaves of the page.
  const middle: [number, number] = [(1440 - 416) / 2, 72 + (900 - 72 - 32) / 2];
  const { page } = await read(t, 'notes', DESKTOP, '#view=notes&annotation=n2');
  await page.locator('.item[aria-expanded=true]').waitFor();
  t.is(await page.locator('.details .text').textContent(), 'A triangle on green');
  t.true(await becomes(page, middle, GREEN, 30));
  const full = encodeURIComponent(`${visit.site.url}/annotations/notes/n1`);
  const { page: other } = await read(t, 'notes', DESKTOP, `#annotation=${full}`);
  await other.locator('.item[aria-expanded=true]').waitFor();
  t.is(await other.locator('.details .text').textContent(), 'A word on red');
  t.true(await becomes(other, middle, RED, 30));
  const { page: gone } = await read(t, 'notes', DESKTOP, '#view=notes&annotation=none');
  await gone.getByText('is not here any more').waitFor();
});

test('the list is narrowed by tag, by maker and by what is in sight', async (t) => {
  const { page } = await read(t, 'notes');
  await page.getByText('Filter and layers').click();
  await page.getByLabel('Tag', { exact: true }).selectOption('green');
  t.is(await page.locator('.item').count(), 1);
  await page.getByLabel('Tag', { exact: true }).selectOption('');
  await page.getByLabel('Made by').selectOption('machine');
  t.deepEqual(
    await page
      .locator('.item')
      .allTextContents()
      .then((all) => all.map((one) => one.trim())),
    ['dot'],
  );
  await page.getByLabel('Made by').selectOption('');
  await page.getByLabel('Only what is in sight').check();
  t.is(await page.locator('.item').count(), 4);
  await page.evaluate("location.hash = '#view=notes&xywh=2000,100,600,400'");
  await page.getByText('2 annotations').waitFor();
  t.deepEqual(await page.locator('.item .title').allTextContents(), ['A triangle on green', 'About all of it']);
  await page.getByLabel('Kind').selectOption('tagging');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByText('4 annotations').waitFor();
});

test('a transcription lies beside the picture, line by line, and each shows the other', async (t) => {
  const { page } = await read(t, 'lines');
  await page.getByRole('radio', { name: 'Transcription' }).check();
  const lines = page.locator('vitrine-transcription li');
  t.deepEqual(
    (await lines.allTextContents()).map((one) => one.trim()),
    ['In principio erat verbum', 'et verbum erat apud Deum'],
  );
  t.is(await lines.first().locator('span').getAttribute('lang'), 'la');
  await page.waitForTimeout(300);
  const second = await spot(page, 700, 360);
  await page.mouse.move(second.x, second.y);
  await page.locator('vitrine-transcription li.hovered').filter({ hasText: 'apud Deum' }).waitFor();
  await lines.first().hover();
  const edge = await spot(page, 300, 240);
  t.true(await becomes(page, [Math.round(edge.x), Math.round(edge.y)], [255, 255, 255], 40));
  await lines.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/annotation=l2/);
  await page.getByText('Filter and layers').click();
  await page.getByRole('checkbox', { name: 'Transcription (2)' }).uncheck();
  t.is(await lines.count(), 0);
});

test('what a body or a selector holds is never run', async (t) => {
  const { page } = await read(t, 'hostile');
  await item(page, 'first').click();
  t.is(await page.locator('.details b').textContent(), 'bold');
  t.is(await page.locator('.details :is(script, iframe, svg:not(.icon), [onclick], [onerror], [onload])').count(), 0);
  t.is(await page.locator('.details .text a[href]').count(), 0);
  await item(page, '[x]').click();
  t.is(await page.locator('.details .text a, .details script').count(), 0);
  t.is(await page.title(), 'hostile');
});

test('twenty thousand shapes leave the page alive', async (t) => {
  const { page } = await read(t, 'many');
  await page.getByText('20,000 annotations').waitFor();
  t.is(await page.locator('.item').count(), 60, 'the list grows as it is asked to');
  t.true((await page.locator('vitrine-deep-zoom svg *').count()) < 20);
  const seen = await spot(page, 15 * 100 + 6, 20 * 50 + 8);
  await page.mouse.click(seen.x, seen.y);
  await page.waitForURL(/annotation=m10100/);
  await page.getByText('Filter and layers').click();
  await page.getByLabel('Only what is in sight').check();
  await page.evaluate("location.hash = '#view=many&xywh=1400,900,300,200'");
  await page
    .locator('vitrine-annotation-list .count')
    .filter({ hasText: /^\s*\d{3} annotations/ })
    .waitFor();
  t.true((await page.locator('.item').count()) <= 60);
});
