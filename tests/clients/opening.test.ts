import { join } from 'node:path';
import test from 'ava';
import { chromiumPath } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { Chart, apart } from './chart.ts';
import { boxOf } from './screen.ts';
import type { Screen } from './screen.ts';
import { CHARTS, LABEL, openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { WatchedPage } from './watch.ts';

// In turn: one of them adds a file, which moves what the others look at.
const inBrowser = testNeeding('Chromium', chromiumPath, 'serial');
let stage: Stage;

test.before(async () => {
  stage = await openStage();
});
test.after.always(() => stage?.[Symbol.asyncDispose]());

/** How far each patch of a thumbnail in the gallery is from what it ought to be, at most. */
async function thumbnailError(watched: WatchedPage, screen: Screen, label: string, chart: Chart): Promise<number> {
  const { x, y, width, height } = await boxOf(watched.page.getByRole('link', { name: label }).locator('img'));
  const distances = chart.middles().map((middle) => {
    const shown = screen.at(x + (middle.x * width) / chart.width, y + (middle.y * height) / chart.height);
    return apart(shown, chart.colourAt(middle.x, middle.y));
  });
  return Math.max(...distances);
}

inBrowser('the gallery shows an object with its thumbnail, and leads to its page', async (t) => {
  await using watched = await stage.open(`${stage.product.url}/`);
  const link = watched.page.getByRole('link', { name: LABEL });
  await link.waitFor();
  t.true((await thumbnailError(watched, await watched.settled(), LABEL, CHARTS[0])) <= 12);
  await link.click();
  await watched.page.locator('vitrine-deep-zoom[loaded]').waitFor();
  t.is(watched.page.url().split('#')[0], stage.page);
  t.deepEqual(watched.problems, []);
});

inBrowser('a file that is added while the gallery is open appears there, without a reload', async (t) => {
  await using watched = await stage.open(`${stage.product.url}/`);
  const { page } = watched;
  await page.getByRole('link', { name: LABEL }).waitFor();
  await page.evaluate('window.sameDocument = true');
  const chart = new Chart(900, 640);
  const file = join(stage.product.folder, 'latecomer.png');
  await chart.draw().png().toFile(file);
  await stage.product.add([file]);
  await page.getByRole('link', { name: 'latecomer' }).locator('img').waitFor();
  t.true((await thumbnailError(watched, await watched.settled(), 'latecomer', chart)) <= 12);
  t.true(await page.evaluate('window.sameDocument'));
  t.deepEqual(watched.problems, []);
});

inBrowser('the page of an object that is not there says so, with status 404, and leads to the gallery', async (t) => {
  const address = `${stage.product.url}/objects/nobody-knows-it`;
  await using watched = await stage.open(address);
  await watched.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await watched.page.getByRole('link', { name: 'All objects' }).click();
  await watched.page.getByRole('link', { name: LABEL }).waitFor();
  t.deepEqual(watched.problems, [`${address} answered 404`]);
});
