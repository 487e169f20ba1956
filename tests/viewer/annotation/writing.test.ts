import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ava from 'ava';
import type { Page } from 'playwright-core';
import { chromiumPath, startChromium, type Browser } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import { startProduct, type Product } from '../../product.ts';
import { DESKTOP, accessibilityProblems, colourAt, near, quarters } from '../browser.ts';
import { boxGlb } from '../twin/box-glb.ts';

const test = testNeeding('Chromium', chromiumPath, 'serial');
/** A twin looked at from its front. */
const FRONT = '#camera=0,0,0.9,0,0,0';
const SELECTED = [255, 210, 122];

let product: Product;
let browser: Browser;
let token = '';
const pages: Record<'image' | 'twin', string> = { image: '', twin: '' };

if (chromiumPath !== null) {
  ava.before(async () => {
    [product, browser] = await Promise.all([startProduct(), startChromium()]);
    const image = join(product.folder, 'image.png');
    const twin = join(product.folder, 'twin.glb');
    await quarters(3000, 2000).png().toFile(image);
    await writeFile(
      twin,
      await boxGlb({ min: [-0.1, -0.05, -0.15], max: [0.1, 0.05, 0.15], colour: [0.05, 0.4, 0.1] }),
    );
    const added = await product.add([image, twin]);
    for (const [index, name] of (['image', 'twin'] as const).entries()) {
      pages[name] = new URL(added[index]?.page ?? '').pathname;
    }
    token = (await readFile(join(product.data, 'admin-token'), 'utf8')).trim();
  });
  ava.after.always(async () => {
    await browser?.[Symbol.asyncDispose]();
    await product?.[Symbol.asyncDispose]();
  });
}

/** What the tests look at of an annotation. */
interface Stored {
  id: string;
  creator: { name: string };
  body: unknown;
  target: unknown;
}

/** A page in which somebody is signed in, on an image or a twin, with the panel open. */
async function write(what: 'image' | 'twin', hash = ''): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.context({ reducedMotion: 'reduce', ...DESKTOP });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${product.url}/sign-in?next=/`);
  await page.locator('input[name=token]').fill(token);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${product.url}/`);
  await page.goto(`${product.url}${pages[what]}${hash}`);
  await shown(page);
  await page.keyboard.press('a');
  await page.getByText('Signed in as').waitFor();
  await page.locator('vitrine-annotation-list p').first().waitFor();
  return { page, complaints };
}

async function shown(page: Page): Promise<void> {
  await page.locator('vitrine-deep-zoom[loaded], vitrine-twin[loaded]').first().waitFor({ state: 'attached' });
}

/** Presses a tool with the mouse: from the keyboard it would begin in the middle. */
const tool = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const item = (page: Page, name: string) => page.locator('vitrine-annotation-list .item').filter({ hasText: name });
const open = (page: Page) => page.locator('.item[aria-expanded=true]');

async function save(page: Page, words: string): Promise<string> {
  await field(page, 'Text').fill(words);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The annotation is saved').waitFor();
  return new URLSearchParams(new URL(page.url()).hash.slice(1)).get('annotation') ?? '';
}

/** The annotation as the protocol gives it. */
async function stored(page: Page, key: string): Promise<Stored> {
  const view = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('view');
  const response = await fetch(`${product.url}/annotations/${view}/${key}`);
  return (await response.json()) as Stored;
}

/** Where a place of the image is on the page, with the panel open. */
function spot(x: number, y: number): { x: number; y: number } {
  const width = 1440 - 416;
  const scale = Math.min((width - 144) / 3000, (900 - 72 - 32) / 2000);
  return { x: width / 2 + (x - 1500) * scale, y: 72 + (900 - 72 - 32) / 2 + (y - 1000) * scale };
}

async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const [a, b] = [spot(...from), spot(...to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 3 });
  await page.mouse.move(b.x, b.y, { steps: 3 });
  await page.mouse.up();
}

const region = (json: Stored): number[] =>
  (JSON.stringify(json.target).match(/xywh=([\d,]+)/)?.[1] ?? '').split(',').map(Number);

test('a rectangle drawn by mouse is found again at the same pixels', async (t) => {
  const { page, complaints } = await write('image');
  await tool(page, 'Rectangle');
  await drag(page, [600, 300], [1200, 800]);
  t.deepEqual(await accessibilityProblems(page), []);
  const key = await save(page, 'A word on red');
  const json = await stored(page, key);
  const [x = 0, y = 0, width = 0, height = 0] = region(json);
  for (const [found, wanted] of [
    [x, 600],
    [y, 300],
    [x + width, 1200],
    [y + height, 800],
  ] as const) {
    t.true(Math.abs(found - wanted) <= 4, `${found}, not ${wanted}`);
  }
  await page.goto(`${product.url}/sign-in`);
  const view = json.id.split('/').at(-2);
  await page.goto(`${product.url}${pages.image}#view=${view}&xywh=0,0,3000,2000&annotation=${key}`);
  await shown(page);
  await open(page).waitFor();
  await page.keyboard.press('0');
  await page.waitForTimeout(300);
  const edge = spot(600, 500);
  t.true(near(await colourAt(page, Math.round(edge.x), Math.round(edge.y)), SELECTED, 40));
  t.deepEqual(complaints, []);
});

test('a rectangle is made without a pointer', async (t) => {
  const { page } = await write('image');
  await page.getByRole('button', { name: 'Rectangle', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.grip:focus').waitFor();
  const before = await field(page, 'From the left').inputValue();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  t.true(Number(await field(page, 'From the left').inputValue()) > Number(before));
  await page.keyboard.press('Enter');
  await page.keyboard.type('By keys alone');
  for (const [name, value] of Object.entries({ 'From the left': 100, 'From the top': 200, Width: 300, Height: 400 })) {
    await field(page, name).fill(String(value));
  }
  await page.keyboard.press('Control+Enter');
  await page.getByText('The annotation is saved').waitFor();
  const key = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('annotation') ?? '';
  const json = await stored(page, key);
  t.deepEqual(region(json), [100, 200, 300, 400]);
  t.is(json.creator.name, 'administrator');
});

test('a polygon, a line drawn by hand and a point are kept in the form that viewers draw', async (t) => {
  const { page } = await write('image');
  await tool(page, 'Polygon');
  for (const [x, y] of [
    [1800, 300],
    [2400, 300],
    [2100, 800],
    [1800, 300],
  ] as const) {
    const { x: left, y: top } = spot(x, y);
    await page.mouse.click(left, top);
    // Two clicks in the same moment would be a double click.
    await page.waitForTimeout(320);
  }
  const polygon = await stored(page, await save(page, 'A triangle'));
  t.regex(JSON.stringify(polygon.target), /SvgSelector.*<path d=\\"M1[78]\d\d/);
  await tool(page, 'Freehand');
  await drag(page, [300, 1300], [900, 1700]);
  t.is(await field(page, 'Text').count(), 0, 'a straight line surrounds nothing');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await tool(page, 'Point');
  const { x, y } = spot(700, 1500);
  await page.mouse.click(x, y);
  const point = await stored(page, await save(page, 'A point'));
  t.regex(JSON.stringify(point.target), /PointSelector/);
});

test('an annotation is edited, deleted and brought back', async (t) => {
  const { page } = await write('image');
  await tool(page, 'About all of it');
  await save(page, 'Before');
  await page.getByRole('button', { name: 'Edit' }).click();
  await field(page, 'Text').fill('Now **bold**\n\n- and\n- so on');
  await field(page, 'Tags, with commas between them').fill('one, two');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Edit' }).waitFor();
  t.is(await page.locator('.details b').textContent(), 'bold');
  t.is(await page.locator('.details .text li').count(), 2);
  t.deepEqual(await page.locator('.details .tags li').allTextContents(), ['one', 'two']);
  await page.getByRole('button', { name: 'Edit' }).click();
  t.is(await field(page, 'Text').inputValue(), 'Now **bold**\n\n- and\n- so on');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The annotation is deleted').waitFor();
  t.is(await item(page, 'Now bold').count(), 0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('That was taken back').waitFor();
  t.deepEqual(await page.locator('.details .tags li').allTextContents(), ['one', 'two']);
});

test('who changed it meanwhile is told of, and both versions can be kept', async (t) => {
  const [mine, theirs] = [await write('image'), await write('image')];
  await tool(mine.page, 'About all of it');
  const key = await save(mine.page, 'The first version');
  await theirs.page.reload();
  await shown(theirs.page);
  await theirs.page.keyboard.press('a');
  await item(theirs.page, 'The first version').click();
  for (const { page } of [mine, theirs]) await page.getByRole('button', { name: 'Edit' }).click();
  await save(theirs.page, 'Theirs');
  await field(mine.page, 'Text').fill('Mine');
  await mine.page.getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = mine.page.getByRole('alert');
  await conflict.getByText('Somebody else changed this annotation').waitFor();
  t.deepEqual(await conflict.locator('.text').allTextContents(), ['Mine', 'Theirs']);
  t.deepEqual(await accessibilityProblems(mine.page), []);
  await mine.page.getByRole('button', { name: 'Save mine' }).click();
  await mine.page.getByText('The annotation is saved').waitFor();
  t.regex(JSON.stringify((await stored(mine.page, key)).body), /"value":"Mine"/);
});

test('a comment on a twin is found again and shown at its place from its camera', async (t) => {
  const { page, complaints } = await write('twin', FRONT);
  await tool(page, 'Point on the surface');
  const middle = { x: (1440 - 416) / 2, y: 72 + (900 - 72 - 32) / 2 };
  await page.mouse.click(middle.x + 40, middle.y);
  const key = await save(page, 'A chip');
  const json = await stored(page, key);
  const target = JSON.stringify(json.target);
  t.regex(target, /PointSelector/);
  t.regex(target, /PerspectiveCamera/);
  const depths = [...target.matchAll(/"z":([\d.e-]+)/g)].map(([, z]) => Number(z));
  t.true(
    depths.some((z) => Math.abs(z - 0.15) < 2e-4),
    `on the front of the box: ${target}`,
  );
  const search = `${product.url}/iiif/search/2/manifests${pages.twin.slice(pages.twin.lastIndexOf('/'))}?q=chip`;
  const found = (await (await fetch(search)).json()) as { items: Stored[] };
  t.deepEqual(
    found.items.map(({ id }) => id),
    [json.id],
    'searched for',
  );
  const view = json.id.split('/').at(-2);
  await page.goto(`${product.url}/sign-in`);
  await page.goto(`${product.url}${pages.twin}#view=${view}&annotation=${key}`);
  await shown(page);
  await open(page).waitFor();
  await page.waitForURL(/camera=0,0,0\.9/);
  await page.waitForTimeout(500);
  t.true(near(await colourAt(page, middle.x + 40, middle.y), SELECTED, 12));
  t.deepEqual(await accessibilityProblems(page), []);
  await page.keyboard.press('Escape');
  t.deepEqual(complaints, []);
});

test('a line on a twin tells its length', async (t) => {
  const { page } = await write('twin', FRONT);
  await page.getByRole('button', { name: 'Line', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.locator('vitrine-twin canvas:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Done' }).click();
  const json = await stored(page, await save(page, 'A crack'));
  t.regex(JSON.stringify(json.target), /LINESTRING Z \(/);
  t.regex((await page.locator('.details').textContent()) ?? '', /\d\s(cm|mm)/);
});

test('of more annotations than can be fetched at once, those in sight are', async (t) => {
  const { page } = await write('image');
  await tool(page, 'About all of it');
  const first = await stored(page, await save(page, 'One of very many'));
  const container = first.id.slice(0, first.id.lastIndexOf('/') + 1);
  const canvas = `${product.url}/iiif/canvas/${container.split('/').at(-2)}`;
  const post = async (index: number): Promise<void> => {
    const [x, y] = [(index % 100) * 30, Math.floor(index / 100) * 37];
    const body = { type: 'TextualBody', value: `word ${index}`, format: 'text/plain' };
    const target = `${canvas}#xywh=${x},${y},24,30`;
    const response = await fetch(container, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/ld+json' },
      body: JSON.stringify({ '@context': 'http://www.w3.org/ns/anno.jsonld', type: 'Annotation', body, target }),
    });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  };
  const indexes = Array.from({ length: 5200 }, (_, index) => index).values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const index of indexes) await post(index);
    }),
  );
  await page.goto(`${product.url}/sign-in`);
  const asked = page.waitForRequest(/\/api\/views\/[^/]+\/annotations\?box=/);
  const view = container.split('/').at(-2);
  await page.goto(`${product.url}${pages.image}#view=${view}&xywh=0,0,300,200`);
  await shown(page);
  await page.keyboard.press('a');
  await asked;
  await item(page, 'word 0').first().waitFor();
  t.is(await item(page, 'word 5199').count(), 0);
  t.true((await page.locator('.item').count()) < 400);
});
