import { join } from 'node:path';
import test from 'ava';
import { chromiumPath } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { apart } from './chart.ts';
import { VIEWERS } from './host.ts';
import { lookAt, placedBy } from './osd.ts';
import { boxOf, middleOf } from './screen.ts';
import type { Window } from './screen.ts';
import { ATTRIBUTION, CHARTS, DATE, LABEL, RIGHTS, openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { WatchedPage } from './watch.ts';

const inMirador = testNeeding('Mirador in Chromium', chromiumPath !== null && VIEWERS);
/** Mirador's own, whatever is opened in it. */
const OWN_NOISE = /Accessing element\.ref was removed in React 19/;
let stage: Stage;

test.before(async () => {
  stage = await openStage();
});
test.after.always(() => stage?.[Symbol.asyncDispose]());

/** A museum's page with Mirador in it. */
function openMirador(config: object): Promise<WatchedPage> {
  const options = JSON.stringify({ id: 'mirador', language: 'en', ...config });
  return stage.open(
    stage.host.page(`<div id="mirador" style="position: absolute; inset: 0"></div>
      <script src="/installed/mirador/dist/mirador.min.js"></script>
      <script>Mirador.viewer(${options});</script>`),
  );
}

const problems = (watched: WatchedPage): string[] => watched.problems.filter((problem) => !OWN_NOISE.test(problem));

const viewer = "Mirador.OSDReferences.get('window').current";

/** The bar with the buttons lies over the lower end of the picture. */
async function pictureIn({ page }: WatchedPage): Promise<Window> {
  const bar = await boxOf(page.locator('.mirador-canvas-nav'));
  return { within: await boxOf(page.locator('.openseadragon-canvas')), covers: [bar] };
}

inMirador('Mirador shows each page of an object in its own colours, whole and up to its last pixels', async (t) => {
  const window = { id: 'window', manifestId: stage.manifest, sideBarOpen: false };
  await using watched = await openMirador({ windows: [window] });
  const { page } = watched;
  for (const [index, chart] of CHARTS.entries()) {
    if (index > 0) await page.getByRole('button', { name: 'Next item' }).click();
    await page.getByText(`${index + 1} of ${CHARTS.length}`).waitFor();
    await page.getByRole('button', { name: 'Reset zoom' }).click();
    const whole = await watched.settled();
    t.deepEqual(whole.compare(chart, await placedBy(page, viewer), await pictureIn(watched)), [], `page ${index + 1}`);
    await lookAt(page, viewer, { x: chart.width - 300, y: chart.height - 300 });
    const near = await watched.settled();
    const placed = await placedBy(page, viewer);
    t.true(Math.abs(placed.scale - 1) < 0.001);
    t.deepEqual(near.compare(chart, placed, await pictureIn(watched)), [], `page ${index + 1}, near`);
  }
  t.deepEqual(problems(watched), []);
});

inMirador('Mirador says what the object is, under which rights, and shows thumbnails of its pages', async (t) => {
  const window = { manifestId: stage.manifest, sideBarOpen: true, thumbnailNavigationPosition: 'far-bottom' };
  await using watched = await openMirador({ windows: [window] });
  const { page } = watched;
  await page.getByRole('heading', { name: LABEL }).first().waitFor();
  await page.getByText(DATE, { exact: true }).waitFor();
  await page.getByRole('tab', { name: 'Rights' }).click();
  await page.getByText(ATTRIBUTION, { exact: true }).waitFor();
  await page.getByRole('link', { name: RIGHTS }).waitFor();
  await watched.settled();
  const thumbnails = await page.locator('.mirador-thumb-navigation img').count();
  t.is(thumbnails, CHARTS.length);
  t.deepEqual(problems(watched), []);
});

inMirador('Mirador opens an object out of the top collection', async (t) => {
  await using watched = await openMirador({
    workspace: { isWorkspaceAddVisible: true },
    catalog: [{ manifestId: stage.collection }],
  });
  const { page } = watched;
  await page.locator(`[data-manifestid="${stage.collection}"]`).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Show collection' }).click();
  await page.getByRole('menuitem', { name: LABEL }).click();
  await page.locator('.openseadragon-canvas').waitFor();
  const screen = await watched.settled();
  // Right and below of its middle, where four patches meet.
  const { x, y } = await middleOf(page.locator('.openseadragon-canvas'));
  const [chart] = CHARTS;
  t.true(apart(screen.at(x + 60, y + 60), chart.colourAt(chart.width / 2 + 1, chart.height / 2 + 1)) < 12);
  t.deepEqual(problems(watched), []);
});

inMirador('Mirador shows the plain files of an export as it shows the object, without a server of ours', async (t) => {
  const folder = join(stage.product.folder, 'export');
  const url = stage.host.folder(folder);
  const object = new URL(stage.page).pathname.split('/').at(-1) ?? '';
  const { code, stderr } = await stage.product.run('export', object, folder, '--url', url);
  t.is(code, 0, stderr);
  await using watched = await openMirador({
    windows: [{ id: 'window', manifestId: `${url}/manifest.json`, sideBarOpen: false }],
  });
  const { page } = watched;
  const [chart] = CHARTS;
  await page.getByRole('button', { name: 'Reset zoom' }).click();
  const whole = await watched.settled();
  t.deepEqual(whole.compare(chart, await placedBy(page, viewer), await pictureIn(watched)), []);
  await lookAt(page, viewer, { x: chart.width - 300, y: chart.height - 300 });
  const near = await watched.settled();
  t.deepEqual(near.compare(chart, await placedBy(page, viewer), await pictureIn(watched)), [], 'near');
  t.deepEqual(problems(watched), []);
  t.false(
    watched.requests.some((request) => request.startsWith(stage.product.url)),
    'nothing is asked of the product',
  );

  await page.goto(`${url}/`);
  await watched.settled();
  t.is(await page.locator('img').count(), CHARTS.length);
  t.true(
    await page
      .locator('img')
      .evaluateAll((images) =>
        images.every((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0),
      ),
  );
  t.deepEqual(problems(watched), []);
});
