import ava from 'ava';
import { chromiumPath } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import { RED, Visit, accessibilityProblems, colourAt, near, quarters } from '../browser.ts';
import { Site } from '../site.ts';

const test = testNeeding('Chromium', chromiumPath, 'serial');
let visit: Visit;

if (chromiumPath !== null) {
  ava.before(async () => {
    visit = await Visit.start();
    const image = await visit.site.addImage('quarters', quarters(1500, 1000));
    visit.site.addObject('one', { en: ['One'] }, [visit.site.canvas('v1', image)]);
  });
  ava.after.always(() => visit?.[Symbol.asyncDispose]());
}

test('an embed is accessible and leads to the object where it is now', async (t) => {
  const { page, complaints } = await visit.open('/embed/one#view=v1&xywh=100,100,300,200');
  await page.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  const link = page.getByRole('link', { name: 'Open One in its own page' });
  t.is(await link.getAttribute('href'), '/objects/one#view=v1&xywh=100,100,300,200');
  t.is(await link.getAttribute('rel'), 'noopener');
  t.deepEqual(await accessibilityProblems(page), []);
  t.deepEqual(complaints, []);
});

test('in a page of another origin the plain wheel scrolls that page, and with Ctrl zooms', async (t) => {
  await using other = await Site.start();
  other.documents.set(
    '/article',
    `<title>Article</title><body style="height:3000px;margin:0"><iframe width="640" height="480" src="${visit.site.url}/embed/one"></iframe>`,
  );
  const { page } = await visit.open('/embed/one');
  await page.goto(`${other.url}/article`);
  const frame = page.frameLocator('iframe');
  await frame.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  t.true(near(await colourAt(page, 250, 150), RED));
  const href = async (): Promise<string | null> => await frame.getByRole('link').getAttribute('href');
  await page.mouse.move(250, 150);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await frame.locator('a[href*="xywh"]').waitFor();
  const zoomed = await href();
  await page.mouse.wheel(0, 200);
  await page.waitForFunction('scrollY > 0');
  t.is(await href(), zoomed);
});
