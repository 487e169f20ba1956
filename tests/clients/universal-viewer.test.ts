import test from 'ava';
import { chromiumPath } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { VIEWERS } from './host.ts';
import { universalViewerPage } from './pages.ts';
import { boxOf, middleOf } from './screen.ts';
import type { Window } from './screen.ts';
import { ATTRIBUTION, CHARTS, DATE, LABEL, openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { WatchedPage } from './watch.ts';

const inUniversalViewer = testNeeding('Universal Viewer in Chromium', chromiumPath !== null && VIEWERS);
/** A picture of its own that it looks for at a wrong address. */
const OWN_NOISE = /\/images\/data:image\/gif/;
let stage: Stage;

test.before(async () => {
  stage = await openStage();
});
test.after.always(() => stage?.[Symbol.asyncDispose]());

const picture = ({ page }: WatchedPage) => page.getByRole('application', { name: 'Media Viewer' });

/** A library's page with Universal Viewer in it. */
async function openViewer(): Promise<WatchedPage> {
  const watched = await stage.open(stage.host.page(universalViewerPage(stage.manifest)));
  await picture(watched).waitFor();
  return watched;
}

const problems = (watched: WatchedPage): string[] => watched.problems.filter((problem) => !OWN_NOISE.test(problem));

inUniversalViewer('Universal Viewer shows each page of an object whole, in its own colours', async (t) => {
  await using watched = await openViewer();
  const { page } = watched;
  const covers: Window = { covers: [await boxOf(page.locator('.attribution'))] };
  for (const [index, chart] of CHARTS.entries()) {
    if (index > 0) await page.getByRole('button', { name: 'Next Image' }).first().click();
    await page.mouse.move(0, 0);
    const screen = await watched.settled();
    t.deepEqual(
      screen.compare(chart, screen.locate(chart, await middleOf(picture(watched))), covers),
      [],
      `page ${index + 1}`,
    );
  }
  t.deepEqual(problems(watched), []);
});

inUniversalViewer('Universal Viewer says what the object is, and shows thumbnails of its pages', async (t) => {
  await using watched = await openViewer();
  const { page } = watched;
  await page.getByText(LABEL, { exact: true }).first().waitFor();
  await page.getByText(ATTRIBUTION, { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Expand Information' }).click();
  await page.getByText(DATE, { exact: true }).waitFor();
  await watched.settled();
  const thumbnails = await page
    .locator('.thumb img')
    .evaluateAll((images) => images.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth));
  t.is(thumbnails.filter((width) => width > 0).length, CHARTS.length);
  t.deepEqual(problems(watched), []);
});
