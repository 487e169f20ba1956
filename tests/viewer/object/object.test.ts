import ava from 'ava';
import type { Page } from 'playwright-core';
import { chromiumPath } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import {
  BLUE,
  DESKTOP,
  GREEN,
  PHONE,
  RED,
  Visit,
  YELLOW,
  accessibilityProblems,
  becomes,
  colourAt,
  near,
  quarters,
} from '../browser.ts';
import type { TestImage } from '../site.ts';

const test = testNeeding('Chromium', chromiumPath, 'serial');
let visit: Visit;
let image: TestImage;

if (chromiumPath !== null) {
  ava.before(async () => {
    visit = await Visit.start();
    const { site } = visit;
    image = await site.addImage('quarters', quarters(3001, 2001));
    const plain = await site.addImage('plain', quarters(1500, 1000).negate());
    const canvas = (key: string): string => `${site.url}/iiif/canvas/${key}`;
    const metadata = [{ label: { en: ['Note'] }, value: { en: ['<b>bold</b><script>document.title="x"</script>'] } }];
    site.addObject('one', { en: ['One'] }, [site.canvas('v1', image)], {
      metadata,
      rights: 'http://creativecommons.org/licenses/by/4.0/',
    });
    site.addObject(
      'book',
      { en: ['Book'] },
      ['p1', 'p2', 'p3'].map((key) =>
        site.canvas(key, key === 'p2' ? plain : image, { label: { none: [`fol. ${key}`] } }),
      ),
    );
    const choice = { type: 'Choice', items: [site.body(image, 'Colour'), site.body(plain, 'Negative')] };
    site.addObject('choice', { en: ['Choice'] }, [
      site.canvas('c1', image, { painting: [{ body: choice, target: canvas('c1') }] }),
    ]);
    site.addObject('pair', { en: ['Pair'] }, [
      site.canvas('d1', image, {
        painting: [
          { body: site.body(image), target: `${canvas('d1')}#xywh=0,0,1500,1000` },
          { body: site.body(plain), target: `${canvas('d1')}#xywh=1500,1000,1500,1000` },
        ],
      }),
    ]);
  });
  ava.after.always(() => visit?.[Symbol.asyncDispose]());
}

async function loaded(page: Page): Promise<void> {
  await page.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
}

/** Waits for an expression about the page's address. */
async function address(page: Page, pattern: RegExp): Promise<string> {
  await page.waitForURL(pattern, { timeout: 5000 });
  return page.url();
}

for (const [name, options] of Object.entries({ 'on a desk': DESKTOP, 'on a phone': PHONE })) {
  test(`an object is accessible, with its panels too, and loads nothing that fails ${name}`, async (t) => {
    const { page, complaints } = await visit.open(t, '/objects/book', options);
    await loaded(page);
    t.deepEqual(await accessibilityProblems(page), []);
    await page.getByRole('button', { name: 'Help' }).click();
    t.deepEqual(await accessibilityProblems(page), []);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Information' }).click();
    t.deepEqual(await accessibilityProblems(page), []);
    t.deepEqual(complaints, []);
  });
}

test('the whole picture is shown at first, in its colours, clear of the controls', async (t) => {
  const { page } = await visit.open(t, '/objects/one');
  await loaded(page);
  const middle: [number, number] = [720, 72 + (900 - 72 - 32) / 2];
  const colours = [
    [RED, -40, -40],
    [GREEN, 40, -40],
    [BLUE, -40, 40],
    [YELLOW, 40, 40],
  ] as const;
  for (const [colour, right, down] of colours) {
    t.true(await becomes(page, [middle[0] + right, middle[1] + down], colour));
  }
  t.true(await becomes(page, [10, 450], [42, 42, 42], 2), 'the stage is neutral grey');
});

test('an address with a region opens there, and is left as it was until the visitor moves', async (t) => {
  const path = '/objects/one#view=v1&xywh=2000,200,600,400';
  const { page } = await visit.open(t, path);
  await loaded(page);
  t.true(await becomes(page, [720, 450], GREEN));
  t.is(page.url(), visit.site.url + path);
  await page.keyboard.press('+');
  const [, xywh = ''] = /xywh=([\d,]+)/.exec(await address(page, /xywh=(?!2000,200,600,400)/)) ?? [];
  const [x = 0, y = 0, width = 0] = xywh.split(',').map(Number);
  t.true(x >= 2000 && y >= 200 && width < 600, xywh);
});

test('keys move, turn and bring back the picture', async (t) => {
  const { page } = await visit.open(t, '/objects/one');
  await loaded(page);
  await page.keyboard.press('r');
  await address(page, /rotation=90$/);
  await page.keyboard.press('+');
  const [, before] = /xywh=(\d+),/.exec(await address(page, /xywh=/)) ?? [];
  await page.keyboard.press('ArrowDown');
  const [, after] = /xywh=(\d+),/.exec(await address(page, new RegExp(`xywh=(?!${before},)`))) ?? [];
  t.true(Number(after) > Number(before), 'down on the screen is to the right of a picture turned clockwise');
  await page.keyboard.press('0');
  await address(page, /#view=v1&rotation=90$/);
});

test('letters do nothing once they are switched off, and buttons still do', async (t) => {
  const { page } = await visit.open(t, '/objects/one');
  await loaded(page);
  await page.keyboard.press('?');
  await page.getByRole('checkbox').uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  t.notRegex(await address(page, /xywh=/), /rotation/);
});

test('pages are turned by key, by strip and by address', async (t) => {
  const { page } = await visit.open(t, '/objects/book#view=p3');
  const option = (name: string) => page.getByRole('option', { name });
  await loaded(page);
  t.is(await option('fol. p3').getAttribute('aria-selected'), 'true');
  await page.keyboard.press('p');
  await address(page, /#view=p2$/);
  await option('fol. p2').focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL((url) => url.hash === '');
  t.is(await page.getByRole('option').and(page.locator(':focus')).getAttribute('aria-label'), 'fol. p1');
  await page.evaluate("location.hash = '#view=p2'");
  await page.locator('[role=option][aria-selected=true][aria-label="fol. p2"]').waitFor();
  await loaded(page);
  t.true(await becomes(page, [700, 400], [63, 255, 255]), 'the negative of red');
});

test('an object of one page has no strip', async (t) => {
  const { page } = await visit.open(t, '/objects/one');
  await loaded(page);
  t.is(await page.getByRole('listbox').count(), 0);
});

test('a choice is the visitor’s, and keeps the place', async (t) => {
  const { page } = await visit.open(t, '/objects/choice#view=c1&xywh=200,200,600,400');
  await loaded(page);
  t.true(await becomes(page, [720, 450], RED));
  await page.getByRole('radio', { name: 'Negative' }).check();
  await page.waitForTimeout(50);
  await loaded(page);
  t.true(await becomes(page, [720, 450], [63, 255, 255]));
});

test('several images lie on a canvas where they belong', async (t) => {
  const { page } = await visit.open(t, '/objects/pair');
  await loaded(page);
  const at = async (x: number, y: number) => {
    // The whole canvas, 3001 by 2001, fits the height left between the margins.
    const scale = (900 - 72 - 32) / 2001;
    return await colourAt(page, Math.round(720 + (x - 1500.5) * scale), Math.round(72 + y * scale));
  };
  t.true(near(await at(300, 300), RED), 'the first image, top left');
  t.true(near(await at(1800, 1300), [63, 255, 255]), 'the second, bottom right');
  t.true(near(await at(2400, 300), [42, 42, 42]), 'nothing, top right');
});

test('information is text, not code, and names the licence', async (t) => {
  const { page } = await visit.open(t, '/objects/one');
  await loaded(page);
  await page.keyboard.press('i');
  await page.getByRole('link', { name: 'Creative Commons Attribution 4.0 (CC BY)' }).waitFor();
  t.is(await page.locator('vitrine-information b').textContent(), 'bold');
  t.is(await page.title(), 'One');
  t.regex(
    (await page.getByRole('link', { name: 'Open in Mirador' }).getAttribute('href')) ?? '',
    /\?iiif-content=http.*one$/,
  );
  await page.keyboard.press('Escape');
  t.is(await page.getByRole('dialog').count(), 0);
});

test('what is said of an object is searched by keyboard, and each result leads to its place', async (t) => {
  const { site } = visit;
  const annotation = (key: string): string => `${site.url}/annotations/book/${key}`;
  const found = (key: string, on: string, chars: string) => ({
    '@id': annotation(key),
    resource: { '@type': 'cnt:ContentAsText', chars },
    on: `${site.url}/iiif/canvas/${on}`,
  });
  const service = '/iiif/search/1/manifests/book';
  site.documents.set(service, {
    within: { total: 3 },
    next: `${site.url}${service}/rest`,
    resources: [found('a', 'p1#xywh=0,0,600,80', 'two birds'), found('b', 'p3#xywh=1600,1500,600,80', 'a <i>bird</i>')],
    hits: [{ annotations: [annotation('a')], before: 'two ', match: 'birds', after: ' in the bush' }],
  });
  site.documents.set(`${service}/rest`, { within: { total: 3 }, resources: [found('c', 'p3', 'birds')], hits: [] });
  site.documents.set(`${service}/autocomplete`, { terms: [{ match: 'birds' }] });
  const { page, complaints } = await visit.open(t, '/objects/book');
  await loaded(page);
  await page.keyboard.press('s');
  const field = page.getByRole('combobox');
  await field.waitFor();
  await page.waitForFunction(`document.activeElement.shadowRoot.activeElement.localName === 'vitrine-search'`);
  await page.keyboard.type('bir');
  await page.locator('datalist option[value=birds]').waitFor({ state: 'attached' });
  await page.keyboard.type('d/s');
  t.is(await field.inputValue(), 'bird/s', 'keys are what is typed');
  await field.fill('bird');
  await page.keyboard.press('Enter');
  await page.getByText('Found in 3 places').waitFor();
  t.is(await page.locator('vitrine-search mark').textContent(), 'birds');
  t.true(await page.getByRole('link', { name: 'a <i>bird</i>' }).isVisible(), 'text is no code');
  t.is(await page.locator('[data-hit]').count(), 1, 'marked on the page that is shown');
  t.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('link', { name: 'two birds in the bush' }).focus();
  await page.keyboard.press('Enter');
  t.regex(await address(page, /xywh/), /\?q=bird#view=p1&xywh=0,0,\d+,\d+$/);
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByRole('link', { name: /^birds$/ }).waitFor();
  await page.getByRole('link', { name: 'a <i>bird</i>' }).click();
  await address(page, /view=p3/);
  await page.waitForTimeout(50);
  await loaded(page);
  t.true(await becomes(page, [500, 250], YELLOW), 'the region is shown');
  t.false(near(await colourAt(page, 500, 430), YELLOW), 'and what was found is marked on it');
  t.deepEqual(complaints, []);
  const again = await visit.open(t, '/objects/book?q=bird', PHONE);
  await again.page.getByText('Found in 3 places').waitFor();
  t.deepEqual(await accessibilityProblems(again.page), []);
});

test('an object in the works shows its progress, and its picture when it is ready', async (t) => {
  const { site } = visit;
  const asset = { id: 'a', asset: 'a', name: 'a.tif', state: 'working', step: 'reading', progress: 0.5, problem: null };
  site.addObject('new', { en: ['New'] }, []);
  site.documents.set('/api/objects/new', { id: 'new', label: { en: ['New'] }, state: 'draft', assets: [asset] });
  const { page } = await visit.open(t, '/objects/new');
  await page.getByText('Reading the file').waitFor();
  t.deepEqual(await accessibilityProblems(page), []);
  site.addObject('new', { en: ['New'] }, [site.canvas('n1', image)]);
  site.say({ ...asset, object: 'new', label: { en: ['New'] }, state: 'ready', step: null, progress: null });
  await loaded(page);
  t.true(await becomes(page, [680, 400], RED));
});

test('an object that is not there says so and leads back', async (t) => {
  const { page } = await visit.open(t, '/objects/none');
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  t.is(await page.getByRole('link', { name: 'All objects' }).last().getAttribute('href'), '/');
  t.deepEqual(await accessibilityProblems(page), []);
});
