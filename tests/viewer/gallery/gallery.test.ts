import { gzipSync } from 'node:zlib';
import ava from 'ava';
import { chromiumPath } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import { DESKTOP, PHONE, Visit, accessibilityProblems, quarters } from '../browser.ts';
import type { TestImage } from '../site.ts';

const test = testNeeding('Chromium', chromiumPath, 'serial');
let visit: Visit;
let wide: TestImage;
let tall: TestImage;

if (chromiumPath !== null) {
  ava.before(async () => {
    visit = await Visit.start();
    wide = await visit.site.addImage('wide', quarters(1200, 800));
    tall = await visit.site.addImage('tall', quarters(600, 900));
  });
  ava.after.always(() => visit?.[Symbol.asyncDispose]());
}

function references(count: number): object[] {
  return Array.from({ length: count }, (_, index) =>
    visit.site.manifestRef(`o${index}`, { en: [`Object ${index}`] }, index % 2 === 0 ? wide : tall, {
      navDate: '1642-01-01T00:00:00Z',
    }),
  );
}

for (const [name, options] of Object.entries({
  'on a desk, light': { ...DESKTOP, colorScheme: 'light' },
  'on a phone, dark': { ...PHONE, colorScheme: 'dark' },
} as const)) {
  test(`the gallery is accessible and loads nothing that fails ${name}`, async (t) => {
    visit.site.setCollection(references(12));
    const { page, complaints } = await visit.open(t, '/', options);
    await page.getByRole('link', { name: 'Object 11' }).waitFor();
    t.deepEqual(await accessibilityProblems(page), []);
    t.deepEqual(complaints, []);
  });
}

test('an object shows its label and date and leads to its page', async (t) => {
  visit.site.setCollection(references(1));
  const { page } = await visit.open(t, '/');
  const link = page.getByRole('link', { name: 'Object 0 1642' });
  t.is(await link.getAttribute('href'), '/objects/o0');
});

test('nothing moves while pictures arrive', async (t) => {
  visit.site.setCollection(references(30));
  const { page } = await visit.open(t, '/');
  await page.getByRole('link', { name: 'Object 29' }).waitFor();
  const shift: number = await page.evaluate(
    `new Promise((done) => { let sum = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
        .observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => done(sum), 300); })`,
  );
  t.true(shift < 0.02, `layout shift ${shift}`);
});

test('pictures of a large collection are fetched only when they come near', async (t) => {
  visit.site.setCollection(references(2000));
  const { page } = await visit.open(t, '/');
  await page.getByRole('link', { name: 'Object 0 ' }).waitFor();
  await page.waitForLoadState('networkidle');
  const pictures = page.locator('vitrine-gallery ul.wall img');
  const before = await pictures.count();
  t.true(before > 0 && before < 1000, `${before} pictures at first`);
  await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
  await pictures.nth(before).waitFor({ state: 'attached' });
  t.true((await pictures.count()) > before);
});

test('collections inside the collection are read as the end comes near', async (t) => {
  const inner = (name: string): object => ({
    id: `${visit.site.url}/iiif/presentation/3/collections/${name}`,
    type: 'Collection',
    label: { en: [name] },
  });
  visit.site.setCollection([inner('first'), inner('second')]);
  visit.site.setCollection(references(2), 'first', { en: ['Part one'] });
  visit.site.setCollection([visit.site.manifestRef('last', { en: ['The last'] }, tall)], 'second', {
    en: ['Part two'],
  });
  const { page } = await visit.open(t, '/');
  await page.getByRole('heading', { name: 'Part two' }).waitFor();
  t.true(await page.getByRole('link', { name: 'The last' }).isVisible());
});

test('an empty gallery says what to type', async (t) => {
  visit.site.setCollection([]);
  const { page } = await visit.open(t, '/', { ...DESKTOP, locale: 'de-CH' });
  await page.getByRole('heading', { name: 'Noch ist nichts ausgestellt' }).waitFor();
  t.is(await page.getByRole('textbox').textContent(), 'npx vitrine add FOLDER');
  t.is(await page.evaluate('document.documentElement.lang'), 'de');
  t.deepEqual(await accessibilityProblems(page), []);
});

test('work is shown with its step and progress, and its object appears when it is done', async (t) => {
  visit.site.setCollection([]);
  const event = { object: 'o0', label: { en: ['Object 0'] }, asset: 'a0', name: 'scan.tif', problem: null };
  visit.site.standing.push({ ...event, state: 'working', step: 'tiling', progress: 0.4 });
  const { page } = await visit.open(t, '/');
  await page.getByText('Cutting tiles').waitFor();
  t.is(await page.getByRole('progressbar').getAttribute('value'), '0.4');
  t.deepEqual(await accessibilityProblems(page), []);
  visit.site.standing.length = 0;
  visit.site.setCollection(references(1));
  visit.site.say({ ...event, state: 'ready', step: null, progress: null });
  await page.getByRole('link', { name: 'Object 0' }).waitFor();
  t.is(await page.getByRole('progressbar').count(), 0);
  t.is(
    await page
      .getByRole('status')
      .first()
      .textContent()
      .then((text) => text?.trim()),
    'Object 0 is ready',
  );
});

test('a failed file says what failed, why, and what to do', async (t) => {
  visit.site.setCollection(references(1));
  const problem = { code: 'unreadable', message: 'It ends after 12 bytes.' };
  visit.site.standing.push({
    object: 'b',
    label: { en: ['B'] },
    asset: 'b',
    name: 'b.tif',
    state: 'failed',
    step: null,
    progress: null,
    problem,
  });
  const { page } = await visit.open(t, '/', { ...DESKTOP, colorScheme: 'light' });
  await page.getByText('b.tif could not be shown').waitFor();
  t.true(await page.getByText('It ends after 12 bytes.').isVisible());
  t.true(await page.getByText('save it anew, an image as TIFF').isVisible());
  t.deepEqual(await accessibilityProblems(page), []);
  visit.site.standing.length = 0;
});

test('a label of ten thousand characters, with newlines and in other scripts, breaks nothing', async (t) => {
  const label = { ar: [`${'كتاب\n'.repeat(1000)}${'x'.repeat(5000)}`] };
  visit.site.setCollection([visit.site.manifestRef('long', label, wide), ...references(1)]);
  const { page } = await visit.open(t, '/', PHONE);
  await page.getByRole('link', { name: 'Object 0' }).waitFor();
  t.is(await page.evaluate('document.documentElement.scrollWidth'), 390);
  t.is(await page.locator('[lang=ar]').first().getAttribute('dir'), 'rtl');
});

test('the gallery loads less than 40 kB of code', async (t) => {
  visit.site.setCollection([]);
  const { page } = await visit.open(t, '/');
  await page.waitForLoadState('networkidle');
  const names: string[] = await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)");
  const scripts = names.filter((name) => name.endsWith('.js'));
  const bytes = await Promise.all(
    scripts.map(async (name) => gzipSync(await (await fetch(name)).arrayBuffer()).length),
  );
  const total = bytes.reduce((sum, size) => sum + size, 0);
  t.true(total > 0 && total < 40_000, `${total} bytes`);
});
