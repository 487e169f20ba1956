import test from 'ava';
import { chromiumPath } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { boxOf, middleOf } from './screen.ts';
import type { Box, Placed, Screen, Window } from './screen.ts';
import { ATTRIBUTION, CHARTS, DATE, LABEL, SCREEN, keyOfView, openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { WatchedPage } from './watch.ts';

const inBrowser = testNeeding('Chromium', chromiumPath);
const [CHART] = CHARTS;
let stage: Stage;

test.before(async () => {
  stage = await openStage();
});
test.after.always(() => stage?.[Symbol.asyncDispose]());

const picture = ({ page }: WatchedPage) => page.locator('.openseadragon-canvas');

/** The screen when the picture is there in full. */
async function shown(watched: WatchedPage): Promise<Screen> {
  await watched.page.locator('vitrine-deep-zoom[loaded]').waitFor();
  return watched.settled();
}

inBrowser('the object page shows each page of an object whole, in its own colours', async (t) => {
  await using watched = await stage.open(stage.page);
  for (const [index, chart] of CHARTS.entries()) {
    if (index > 0) await watched.page.keyboard.press('n');
    const screen = await shown(watched);
    const placed = screen.locate(chart, await middleOf(picture(watched)));
    t.deepEqual(screen.compare(chart, placed), [], `page ${index + 1}`);
  }
  t.deepEqual(watched.problems, []);
  t.true(watched.requests.every((url) => new URL(url).origin === stage.product.url));
});

inBrowser('the object page says what the object is, and under which rights', async (t) => {
  await using watched = await stage.open(stage.page);
  const { page } = watched;
  await page.getByRole('heading', { level: 1, name: LABEL }).waitFor();
  await page.keyboard.press('i');
  for (const text of [DATE, ATTRIBUTION]) await page.getByText(text, { exact: true }).waitFor();
  await page.getByRole('link', { name: /CC0/ }).waitFor();
  const thumbnails = page.getByRole('listbox').locator('img');
  const screen = await shown(watched);
  for (const [index, chart] of CHARTS.entries()) {
    const { x, y, width } = await boxOf(thumbnails.nth(index));
    const { x: column, y: row } = chart.middles()[0] ?? { x: 0, y: 0 };
    const scale = width / chart.width;
    // Those that are not chosen are dimmed towards the grey below them.
    const [red, green, blue] = screen.at(x + column * scale, y + row * scale);
    t.true(blue > red + 30 && blue > green + 30, `thumbnail ${index + 1} is ${red} ${green} ${blue}`);
  }
  t.deepEqual(watched.problems, []);
});

inBrowser('the object page opens at the region that its address names, pixel for pixel', async (t) => {
  const key = await keyOfView(stage, 0);
  const room = await roomOf(stage);
  const [right, lower] = [CHART.width - room.width, CHART.height - room.height];
  for (const [x, y] of [
    [0, 0],
    [right, lower],
    [200, 300],
  ] as const) {
    const region = `${x},${y},${room.width},${room.height}`;
    await using watched = await stage.open(`${stage.page}#view=${key}&xywh=${region}`);
    const screen = await shown(watched);
    const placed = { x: room.x - x, y: room.y - y, scale: 1 };
    t.deepEqual(screen.compare(CHART, placed, await free(watched)), [], region);
    t.deepEqual(screen.misplacedLines(CHART, placed, await free(watched)), [], region);
    t.deepEqual(watched.problems, []);
  }
});

inBrowser('plus goes nearer, the address follows, and zero goes back', async (t) => {
  await using watched = await stage.open(stage.page);
  const { page } = watched;
  const whole = placedWhole(await shown(watched));
  await page.keyboard.press('+');
  const near = await shown(watched);
  const region = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('xywh') ?? '';
  const [x = 0, y = 0, width = 0] = region.split(',').map(Number);
  const scale = SCREEN.width / width;
  t.true(scale > 1.5 * whole.scale);
  t.deepEqual(near.compare(CHART, { x: -x * scale, y: -y * scale, scale }, await free(watched)), []);
  await page.keyboard.press('0');
  t.deepEqual(placedWhole(await shown(watched)), whole);
  t.false(page.url().includes('xywh'));
  t.deepEqual(watched.problems, []);
});

function placedWhole(screen: Screen): Placed {
  return screen.locate(CHART, { x: SCREEN.width / 2, y: SCREEN.height / 2 });
}

/** The part of the screen that the page keeps free for the picture, as its deep zoom is told. */
async function roomOf(of: Stage): Promise<Box> {
  await using watched = await of.open(of.page);
  // The strip of thumbnails takes its room only when the manifest has come.
  await shown(watched);
  const { width, height } = await boxOf(picture(watched));
  const deepZoom = watched.page.locator('vitrine-deep-zoom');
  const { left, top, right, bottom } = await deepZoom.evaluate(
    (element) => (element as unknown as { margins: Record<'left' | 'top' | 'right' | 'bottom', number> }).margins,
  );
  return { x: left, y: top, width: width - left - right, height: height - top - bottom };
}

/** All of the screen but what lies over the picture. */
async function free({ page }: WatchedPage): Promise<Window> {
  return { covers: await Promise.all((await page.locator('.island').all()).map(boxOf)) };
}
