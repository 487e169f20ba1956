import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ava from 'ava';
import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import { contentOf } from '../../../manifests/annotations/content.ts';
import { receive } from '../../../manifests/annotations/receive.ts';
import { createAnnotations } from '../../../manifests/annotations/store/create.ts';
import { addWriter } from '../../../manifests/annotations/writers.ts';
import { openCatalogue } from '../../../manifests/catalogue/open.ts';
import { chromiumPath, startChromium, type Browser } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import { startProduct, type Product } from '../../product.ts';
import { DESKTOP, accessibilityProblems, becomes, quarters } from '../browser.ts';
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
async function write(
  t: ExecutionContext,
  what: 'image' | 'twin',
  hash = '',
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.context({ reducedMotion: 'reduce', ...DESKTOP });
  t.teardown(() => context.close());
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
  const { page, complaints } = await write(t, 'image');
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
  const edge = spot(600, 500);
  t.true(await becomes(page, [Math.round(edge.x), Math.round(edge.y)], SELECTED, 40));
  t.deepEqual(complaints, []);
});

test('a rectangle is made without a pointer', async (t) => {
  const { page } = await write(t, 'image');
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
  const { page } = await write(t, 'image');
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
  const { page } = await write(t, 'image');
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

test('the versions of an annotation are compared, and brought back even after it was deleted', async (t) => {
  const { page, complaints } = await write(t, 'image');
  await tool(page, 'Rectangle');
  await drag(page, [600, 300], [1200, 800]);
  const key = await save(page, 'In principio erat verbum');
  await page.getByRole('button', { name: 'Edit' }).click();
  await field(page, 'Tags, with commas between them').fill('John');
  await field(page, 'From the left').fill('900');
  await page.getByText('Tags, with').click();
  await save(page, 'In principio fuit verbum');
  await page.getByRole('button', { name: 'History' }).click();
  const versions = page.locator('vitrine-annotation-history li:has(.item)');
  await page.locator('vitrine-annotation-history ins').first().waitFor();
  t.deepEqual(await versions.locator('.title').allTextContents(), ['Version 2', 'Version 1']);
  t.regex((await versions.first().textContent()) ?? '', /administrator · .*\d/);
  t.deepEqual(await page.locator('.compared del, .compared ins').allTextContents(), ['Removed: erat', 'Added: fuit']);
  t.is(await page.getByText('The marked place is another one than before.').count(), 1);
  t.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'Version 1' }).click();
  await page.locator('.details .text').filter({ hasText: 'In principio erat verbum' }).waitFor();
  const edge = spot(600, 500);
  t.true(await becomes(page, [Math.round(edge.x), Math.round(edge.y)], SELECTED, 40), 'the former place is shown');
  await page.getByRole('button', { name: 'Bring this version back' }).click();
  await page.getByText('That version is the present one again').waitFor();
  const json = await stored(page, key);
  t.regex(JSON.stringify(json.body), /erat/);
  t.is(region(json)[0], 600);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('That was taken back').waitFor();
  t.regex(JSON.stringify((await stored(page, key)).body), /fuit/);
  const address = page.url();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The annotation is deleted').waitFor();
  await page.goto(`${product.url}/sign-in`);
  await page.goto(address);
  await page.getByText('is not here any more').waitFor();
  complaints.length = 0;
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByText('Deleted by administrator').waitFor();
  t.is(await versions.count(), 4);
  await page.getByRole('button', { name: 'Bring this version back' }).click();
  await page.getByText('That version is the present one again').waitFor();
  t.is((await stored(page, key)).id, json.id, 'under the address that it had');
  t.deepEqual(complaints, []);
});

test('who changed it meanwhile is told of, and both versions can be kept', async (t) => {
  const [mine, theirs] = [await write(t, 'image'), await write(t, 'image')];
  await tool(mine.page, 'About all of it');
  const key = await save(mine.page, 'The first version');
  // It comes by itself.
  await item(theirs.page, 'The first version').click();
  for (const { page } of [mine, theirs]) await page.getByRole('button', { name: 'Edit' }).click();
  await field(mine.page, 'Text').fill('Mine');
  await save(theirs.page, 'Theirs');
  await mine.page.getByText('Somebody else has just changed this annotation').waitFor();
  t.is(await field(mine.page, 'Text').inputValue(), 'Mine');
  t.deepEqual(await accessibilityProblems(mine.page), []);
  const conflict = mine.page.getByRole('alert');
  await mine.page.getByRole('button', { name: 'Look at both' }).click();
  t.deepEqual(await conflict.locator('.text').allTextContents(), ['Mine', 'Theirs']);
  await mine.page.getByRole('button', { name: 'Go on writing' }).click();
  await mine.page.getByRole('button', { name: 'Save', exact: true }).click();
  await conflict.getByText('Somebody else changed this annotation').waitFor();
  t.deepEqual(await conflict.locator('.text').allTextContents(), ['Mine', 'Theirs']);
  t.deepEqual(await accessibilityProblems(mine.page), []);
  await mine.page.getByRole('button', { name: 'Save mine' }).click();
  await mine.page.getByText('The annotation is saved').waitFor();
  t.regex(JSON.stringify((await stored(mine.page, key)).body), /"value":"Mine"/);
  await theirs.page.locator('.details .text').filter({ hasText: 'Mine' }).waitFor();
  await mine.page.getByRole('button', { name: 'Delete' }).click();
  await theirs.page.getByText('Somebody else deleted the annotation that was open here').waitFor();
  t.is(await item(theirs.page, 'Mine').count(), 0);
});

test('a comment on a twin is found again and shown at its place from its camera', async (t) => {
  const { page, complaints } = await write(t, 'twin', FRONT);
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
  t.true(await becomes(page, [middle.x + 40, middle.y], SELECTED, 12));
  t.deepEqual(await accessibilityProblems(page), []);
  await page.keyboard.press('Escape');
  t.deepEqual(complaints, []);
});

test('a line on a twin tells its length', async (t) => {
  const { page } = await write(t, 'twin', FRONT);
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

test('a distance that was measured on a twin is kept as an annotation', async (t) => {
  const { page, complaints } = await write(t, 'twin', FRONT);
  await page.keyboard.press('a');
  await page.keyboard.press('m');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  const length = (await page.locator('vitrine-twin ol li span').textContent()) ?? '';
  t.regex(length, /\d\s(cm|mm)/);
  t.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: `Annotate the distance of ${length}` }).click();
  const json = await stored(page, await save(page, 'Across the front'));
  t.regex(JSON.stringify(json.target), /LINESTRING Z \([^,]+,[^,]+\)/);
  t.true(((await page.locator('.details').textContent()) ?? '').includes(length));
  t.deepEqual(complaints, []);
});

test('of more annotations than can be fetched at once, those in sight are, and numbers lead to the others', async (t) => {
  t.timeout(300_000);
  const { page, complaints } = await write(t, 'image');
  // Beside other tests, twelve thousand of anything take their time.
  page.setDefaultTimeout(120_000);
  await tool(page, 'About all of it');
  const first = await stored(page, await save(page, 'One of very many'));
  const view = first.id.split('/').at(-2) ?? '';
  await addWords(view, 12_000);
  await page.goto(`${product.url}/sign-in`);
  const asked = page.waitForRequest(/\/api\/views\/[^/]+\/annotations\?box=/);
  await page.goto(`${product.url}${pages.image}#view=${view}&xywh=0,0,300,200`);
  await shown(page);
  await page.keyboard.press('a');
  await asked;
  const numbers = page.locator('.clusters button');
  // What is known first is of the whole, and then of what is in sight: all of that is drawn.
  await page
    .locator('.count')
    .filter({ hasText: /^\s*1\d\d annotations\s*$/ })
    .waitFor();
  await item(page, 'word 0').first().waitFor();
  t.is(await item(page, 'word 11999').count(), 0);
  t.true((await page.locator('.item').count()) < 400);
  t.is(await numbers.count(), 0, 'all that is in sight is drawn');
  await page.keyboard.press('0');
  await numbers.first().waitFor();
  await page.waitForTimeout(500);
  t.deepEqual(await accessibilityProblems(page), []);
  const words = await numbers.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  const counts = words.map((word) => Number(/^([\d,]+) annotations; go nearer/.exec(word)?.[1]?.replaceAll(',', '')));
  const drawn = Number(
    /([\d,]+) annotations/.exec((await page.locator('.count').textContent()) ?? '')?.[1]?.replaceAll(',', ''),
  );
  const all = drawn + counts.reduce((sum, count) => sum + count, 0);
  t.true(all >= 12_000 && all < 12_050, `${all} are drawn or counted`);
  await numbers.first().focus();
  await page.keyboard.press('ArrowRight');
  t.is(await numbers.nth(1).evaluate((one) => one.matches(':focus')), true);
  await page.keyboard.press('Enter');
  await page.waitForURL(/xywh=/);
  const [, , , width = 0] = /xywh=(\d+),(\d+),(\d+)/.exec(page.url()) ?? [];
  t.true(Number(width) > 0 && Number(width) < 2000, page.url());
  t.deepEqual(complaints, []);
});

/** Puts as many words on a view, straight into the database: over HTTP it would take a minute. */
async function addWords(view: string, count: number): Promise<void> {
  await using database = await product.database();
  const db = await openCatalogue(database.url);
  const { writer } = await addWriter(db, { name: 'Finder', role: 'editor', kind: 'software' });
  const at = new Date();
  const words = Array.from({ length: count }, (_, index) => {
    const [x, y] = [(index % 150) * 20, Math.floor(index / 150) * 25];
    const annotation = {
      type: 'Annotation',
      body: { type: 'TextualBody', value: `word ${index}`, format: 'text/plain' },
      target: `${product.url}/iiif/canvas/${view}#xywh=${x},${y},14,18`,
    };
    const content = contentOf(receive(annotation, product.url), { view, width: 3000, height: 2000 }, { writer, at });
    return { ...content, writer: writer.id, at };
  });
  for (let from = 0; from < count; from += 1000)
    await createAnnotations(db, { id: view, view }, words.slice(from, from + 1000));
  await db.destroy();
}
