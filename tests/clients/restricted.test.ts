import { join } from 'node:path';
import test from 'ava';
import { chromiumPath } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { apart } from './chart.ts';
import { middleOf } from './screen.ts';
import type { Screen } from './screen.ts';
import { CHARTS, openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { WatchedPage } from './watch.ts';

const inBrowser = testNeeding('Chromium', chromiumPath);
const [CHART] = CHARTS;
const HIDDEN = { x: 800, y: 500, width: 600, height: 400 };
const GREY = [128, 128, 128] as const;

let stage: Stage;
let address: string;
test.before(async () => {
  stage = await openStage();
  const { product } = stage;
  const path = join(product.folder, 'restricted.png');
  await CHART.draw().png().toFile(path);
  const [added] = await product.add([path], ['--max-side', '1150']);
  const { x, y, width, height } = HIDDEN;
  await product.run('edit', added?.object ?? '', '--hide', `${added?.asset}=${x},${y},${width},${height}`);
  await product.run('remake', added?.object ?? '');
  address = `${product.url}/objects/${added?.object}`;
});
test.after.always(() => stage?.[Symbol.asyncDispose]());

async function shown(watched: WatchedPage): Promise<Screen> {
  await watched.page.locator('vitrine-deep-zoom[loaded]').waitFor();
  return watched.settled();
}

const picture = ({ page }: WatchedPage) => page.locator('.openseadragon-canvas');

inBrowser('an image of half the size fills its canvas, hidden where the full one is', async (t) => {
  await using watched = await stage.open(address);
  const screen = await shown(watched);
  const placed = screen.locate(CHART, await middleOf(picture(watched)));
  const at = (x: number, y: number) => screen.at(placed.x + x * placed.scale, placed.y + y * placed.scale);
  const { x, y, width, height } = HIDDEN;
  for (const [column, row] of [
    [x + 20, y + 20],
    [x + width - 20, y + 20],
    [x + 20, y + height - 20],
    [x + width - 20, y + height - 20],
  ] as const)
    t.true(apart(at(column, row), GREY) <= 3, `${column},${row}: ${at(column, row).join(' ')}`);
  // Of the flat colours, those that are not hidden are where they are in the full image.
  for (const { x: column, y: row } of CHART.middles()) {
    const hidden = column > x - 30 && column < x + width + 30 && row > y - 30 && row < y + height + 30;
    if (!hidden) t.true(apart(at(column, row), CHART.colourAt(column, row)) <= 12, `${column},${row}`);
  }
  t.deepEqual(watched.problems, []);
});

inBrowser('a region in the address is one of the full image', async (t) => {
  const { x, y, width, height } = HIDDEN;
  await using watched = await stage.open(`${address}#xywh=${x},${y},${width},${height}`);
  const screen = await shown(watched);
  const middle = await middleOf(picture(watched));
  for (const [right, down] of [
    [0, 0],
    [-150, -100],
    [150, 100],
  ] as const)
    t.true(apart(screen.at(middle.x + right, middle.y + down), GREY) <= 3, `${right},${down}`);
  t.deepEqual(watched.problems, []);
});
