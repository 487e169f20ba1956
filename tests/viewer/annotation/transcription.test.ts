import ava from 'ava';
import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import { chromiumPath } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import { BLUE, DESKTOP, PHONE, RED, Visit, accessibilityProblems, becomes, quarters } from '../browser.ts';

const test = testNeeding('Chromium', chromiumPath, 'serial');
const LINES = 300;
/** Each with its language, where one is told, and the side on which it begins. */
const WRITINGS = [
  { value: 'In principio erat verbum', language: 'la', side: 'left' },
  { value: 'בראשית ברא אלהים', language: 'he', side: 'right' },
  { value: 'في البدء كان الكلمة', language: 'ar', side: 'right' },
  { value: 'ܒܪܫܝܬ ܐܝܬܘܗܝ ܗܘܐ ܡܠܬܐ', language: 'syr', side: 'right' },
  { value: 'והחשך על פני תהום', side: 'right' },
  { value: 'et tenebrae super faciem abyssi', side: 'left' },
] as const;
/** In a page: it is in the shadow of the panel, which is in that of the object. */
const TRANSCRIPTION = `(function find(root) {
  for (const one of root.querySelectorAll('*')) {
    const found = one.localName === 'vitrine-transcription' ? one : one.shadowRoot && find(one.shadowRoot);
    if (found) return found;
  }
})(document)`;
let visit: Visit;

/** Puts an object of one page with these lines, each on a place of its own, into the site. */
function addLines(object: string, image: Parameters<Visit['site']['canvas']>[1], bodies: readonly object[]): void {
  const { site } = visit;
  const [canvas, page] = [`${site.url}/iiif/canvas/${object}`, `${site.url}/iiif/presentation/3/annotations/${object}`];
  site.addObject(object, { en: [object] }, [
    { ...site.canvas(object, image), annotations: [{ id: page, type: 'AnnotationPage' }] },
  ]);
  const items = bodies.map((body, index) => ({
    id: `${site.url}/annotations/${object}/l${index}`,
    type: 'Annotation',
    motivation: 'supplementing',
    textGranularity: 'line',
    body: { type: 'TextualBody', ...body },
    target: `${canvas}#xywh=${(index % 10) * 290 + 20},${Math.floor(index / 10) * 60 + 20},270,40`,
  }));
  site.documents.set(`/annotations/${object}/`, { type: 'AnnotationCollection', total: items.length });
  site.documents.set(new URL(page).pathname, { id: page, type: 'AnnotationPage', items });
}

if (chromiumPath !== null) {
  ava.before(async () => {
    visit = await Visit.start({ webgl: false });
    visit.site.documents.set('/api/writer', { writer: null });
    const image = await visit.site.addImage('quarters', quarters(3000, 2000));
    const long = Array.from({ length: LINES }, (_, index) => ({ value: `line ${index} of the page`, language: 'la' }));
    addLines('long', image, long);
    addLines(
      'writings',
      image,
      WRITINGS.map(({ side: _side, ...body }) => body),
    );
  });
  ava.after.always(() => visit?.[Symbol.asyncDispose]());
}

async function read(t: ExecutionContext, object: string, options = DESKTOP): Promise<Page> {
  const { page } = await visit.open(t, `/objects/${object}`, options);
  await page.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  await page.keyboard.press('a');
  await page.locator('vitrine-transcription li').first().waitFor();
  return page;
}

/** Counts what happens in the text from now on: rows made or removed, rows that look different, and renderings. */
async function watch(page: Page): Promise<() => Promise<{ made: number; changed: string[]; renderings: number }>> {
  await page.evaluate(`{
    const host = ${TRANSCRIPTION};
    const seen = (window.seen = { made: 0, changed: new Set(), renderings: 0 });
    new MutationObserver((records) => {
      for (const { type, target } of records)
        if (type === 'childList') seen.made++;
        else seen.changed.add(target.dataset.key);
    }).observe(host.shadowRoot, { subtree: true, childList: true, attributes: true });
    const perform = host.performUpdate;
    host.performUpdate = function () { seen.renderings++; return perform.call(this); };
  }`);
  return () => page.evaluate('({ ...seen, changed: [...seen.changed].toSorted() })');
}

test('hovering marks two lines of hundreds and makes none anew', async (t) => {
  const page = await read(t, 'long');
  const lines = page.locator('vitrine-transcription li');
  t.is(await lines.count(), LINES);
  await lines.nth(3).hover();
  const first = await lines.nth(3).elementHandle();
  const seen = await watch(page);
  await lines.nth(4).hover();
  await page.locator('vitrine-transcription li.hovered').filter({ hasText: 'line 4 ' }).waitFor();
  t.deepEqual(await seen(), { made: 0, changed: ['l3', 'l4'], renderings: 0 });
  t.true(await first?.evaluate((row) => row.isConnected && !row.classList.contains('hovered')));
  t.is(await page.locator('vitrine-transcription .hovered').count(), 1);
  await page.mouse.move(5, 5);
  await page.locator('vitrine-transcription .hovered').waitFor({ state: 'detached' });
  t.is((await seen()).renderings, 0);
});

test('a line that is chosen stays the same line, and keys go from one to the next', async (t) => {
  const page = await read(t, 'long');
  const lines = page.locator('vitrine-transcription li');
  t.is(await page.locator('vitrine-transcription li[tabindex="0"]').count(), 1);
  const seen = await watch(page);
  await lines.nth(0).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/annotation=l1$/);
  t.is(
    await page
      .locator('vitrine-transcription li.selected')
      .textContent()
      .then((text) => text?.trim()),
    'line 1 of the page',
  );
  await page.keyboard.press('End');
  t.is(await lines.last().evaluate((row) => row.matches(':focus')), true);
  t.is(await lines.last().getAttribute('tabindex'), '0');
  t.is(await page.locator('vitrine-transcription li[tabindex="0"]').count(), 1);
  await page.keyboard.press('Home');
  // Past the end of a part of the list, and back.
  for (let steps = 0; steps < 52; steps++) await page.keyboard.press('ArrowDown');
  t.true(await lines.nth(52).evaluate((row) => row.matches(':focus')));
  for (let steps = 0; steps < 4; steps++) await page.keyboard.press('ArrowUp');
  t.true(await lines.nth(48).evaluate((row) => row.matches(':focus')));
  t.is((await seen()).made, 0);
});

test('text far down is found and copied, though only what is in sight is laid out', async (t) => {
  const page = await read(t, 'long');
  t.true(await page.evaluate<boolean>(`window.find('line 280 of')`));
  await page.locator('vitrine-transcription li').nth(280).waitFor({ state: 'visible' });
  t.is(await page.evaluate('getSelection().toString()'), 'line 280 of');
});

test('lines begin on the side where their writing does', async (t) => {
  const page = await read(t, 'writings');
  const sides = await page.evaluate<string[]>(`
    [...${TRANSCRIPTION}.shadowRoot.querySelectorAll('li')].map((row) => {
      const words = document.createRange();
      words.selectNodeContents(row.querySelector('span'));
      const [text, line] = [words.getBoundingClientRect(), row.getBoundingClientRect()];
      return text.left - line.left < line.right - text.right ? 'left' : 'right';
    })`);
  t.deepEqual(
    sides,
    WRITINGS.map(({ side }) => side),
  );
});

test('on a phone the text fits the sheet, and each line is pressed', async (t) => {
  const page = await read(t, 'long', PHONE);
  t.false(await page.evaluate('document.documentElement.scrollWidth > innerWidth'));
  await page.locator('vitrine-transcription li').nth(1).tap();
  await page.waitForURL(/annotation=l1$/);
  t.deepEqual(await accessibilityProblems(page), []);
});

test('on a phone the picture is shown whole above the sheet, with its shapes on it', async (t) => {
  const page = await read(t, 'writings', PHONE);
  await page.waitForTimeout(300);
  // Fitted between the margins of what the sheet leaves: 72 pixels above and 12 beside and below it.
  const [scale, middle] = [(390 - 24) / 3000, 72 + (844 / 2 - 72 - 12) / 2];
  const at = (x: number, y: number): [number, number] => [
    Math.round(12 + x * scale),
    Math.round(middle + (y - 1000) * scale),
  ];
  t.true(await becomes(page, at(600, 500), RED));
  t.true(await becomes(page, at(600, 1500), BLUE));
  await page.locator('vitrine-transcription li').first().tap();
  await page.waitForURL(/annotation=l0$/);
  await page.waitForTimeout(300);
  const [, x = 0, y = 0, width = 0] = (/xywh=(-?\d+),(-?\d+),(\d+)/.exec(page.url()) ?? []).map(Number);
  t.true(x <= 20 && y <= 20 && x + width >= 290, page.url());
});
