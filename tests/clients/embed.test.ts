import test from 'ava';
import { chromiumPath } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { middleOf } from './screen.ts';
import { CHARTS, LABEL, openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const inBrowser = testNeeding('Chromium', chromiumPath);
let stage: Stage;

test.before(async () => {
  stage = await openStage();
});
test.after.always(() => stage?.[Symbol.asyncDispose]());

inBrowser('the embed shows the picture in a frame of a page of another site, and turns pages there', async (t) => {
  const article = stage.host.page(
    `<h1>An article</h1><iframe src="${stage.embed}" width="800" height="600" allow="fullscreen"></iframe>`,
  );
  await using watched = await stage.open(article);
  const frame = watched.page.frameLocator('iframe');
  const picture = frame.locator('.openseadragon-canvas');
  const loaded = frame.locator('vitrine-deep-zoom[loaded]');
  await loaded.waitFor();
  const first = await watched.settled();
  t.deepEqual(first.compare(CHARTS[0], first.locate(CHARTS[0], await middleOf(picture))), []);
  await frame.getByRole('link', { name: LABEL }).waitFor();
  await frame.getByRole('button', { name: 'Next' }).click();
  await watched.page.mouse.move(0, 0);
  await loaded.waitFor();
  const second = await watched.settled();
  t.deepEqual(second.compare(CHARTS[1], second.locate(CHARTS[1], await middleOf(picture))), []);
  t.deepEqual(watched.problems, []);
});

inBrowser('the markup that oEmbed gives shows the picture in a page of another site', async (t) => {
  const answer = await fetch(`${stage.product.url}/oembed?url=${encodeURIComponent(stage.page)}`);
  const { html, width } = (await answer.json()) as { html: string; width: number };
  await using watched = await stage.open(stage.host.page(html));
  const frame = watched.page.locator('iframe');
  t.is((await frame.boundingBox())?.width, width);
  const embedded = watched.page.frameLocator('iframe');
  const picture = embedded.locator('.openseadragon-canvas');
  await embedded.locator('vitrine-deep-zoom[loaded]').waitFor();
  const screen = await watched.settled();
  t.deepEqual(screen.compare(CHARTS[0], screen.locate(CHARTS[0], await middleOf(picture))), []);
  t.deepEqual(watched.problems, []);
});

inBrowser('the embed of an object that is not there says so, in the frame', async (t) => {
  const embed = `${stage.product.url}/embed/nobody-knows-it`;
  await using watched = await stage.open(stage.host.page(`<iframe src="${embed}" width="800" height="600"></iframe>`));
  await watched.page.frameLocator('iframe').getByRole('heading', { name: 'There is nothing here' }).waitFor();
  t.deepEqual(watched.problems, [`${embed} answered 404`]);
});

inBrowser('no page but the embed lets itself be framed by another site', async (t) => {
  for (const url of [stage.page, `${stage.product.url}/`]) {
    await using watched = await stage.open(stage.host.page(`<iframe src="${url}" width="800" height="600"></iframe>`));
    await watched.settled();
    t.true(
      watched.problems.some((problem) => problem.includes('frame-ancestors')),
      url,
    );
  }
});
