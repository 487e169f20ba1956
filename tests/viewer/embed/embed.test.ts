import ava from 'ava';
import { chromiumPath } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import { RED, Visit, accessibilityProblems, becomes, quarters } from '../browser.ts';
import { Site } from '../site.ts';

const test = testNeeding('Chromium', chromiumPath, 'serial');
let visit: Visit;

if (chromiumPath !== null) {
  ava.before(async () => {
    visit = await Visit.start();
    const image = await visit.site.addImage('quarters', quarters(1500, 1000));
    visit.site.addObject('one', { en: ['One'] }, [visit.site.canvas('v1', image)]);
    const page = `${visit.site.url}/iiif/presentation/3/annotations/v2`;
    const canvas = { ...visit.site.canvas('v2', image), annotations: [{ id: page, type: 'AnnotationPage' }] };
    visit.site.addObject('noted', { en: ['Noted'] }, [canvas]);
    visit.site.documents.set('/api/writer', { writer: { id: 'w1', name: 'Ada', role: 'editor' } });
    visit.site.documents.set('/annotations/v2/', { type: 'AnnotationCollection', total: 2 });
    const items = ['A word on red', 'Another on red'].map((value, index) => ({
      id: `${visit.site.url}/annotations/v2/n${index + 1}`,
      type: 'Annotation',
      motivation: 'commenting',
      body: { type: 'TextualBody', value },
      target: `${visit.site.url}/iiif/canvas/v2#xywh=${100 + 200 * index},100,100,100`,
    }));
    visit.site.documents.set(new URL(page).pathname, { id: page, type: 'AnnotationPage', items });
  });
  ava.after.always(() => visit?.[Symbol.asyncDispose]());
}

test('an embed is accessible and leads to the object where it is now', async (t) => {
  const { page, complaints } = await visit.open(t, '/embed/one#view=v1&xywh=100,100,300,200');
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
  const { page } = await visit.open(t, '/embed/one');
  await page.goto(`${other.url}/article`);
  const frame = page.frameLocator('iframe');
  await frame.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  t.true(await becomes(page, [250, 150], RED));
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

test('annotations are read in an embed where its address asks for them, and not written', async (t) => {
  const asked: string[] = [];
  const { page, complaints } = await visit.open(t, '/embed/noted');
  await page.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const open = async (path: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(visit.site.url + path);
    await page.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  };
  const card = page.locator('vitrine-annotation-card');
  for (const path of ['/embed/noted', '/embed/noted?annotations=off#view=v2&annotation=n1']) {
    await open(path);
    t.is(await card.count(), 0, path);
  }
  t.false(
    asked.some((path) => path.includes('annotations')),
    'nothing of them is asked for',
  );
  await open('/embed/noted?annotations=on');
  await card.getByText('2 annotations').waitFor();
  await card.getByRole('button', { name: 'Next annotation' }).click();
  await card.getByText('A word on red').waitFor();
  t.is(await card.getByText('1 of 2').count(), 1);
  t.deepEqual(await accessibilityProblems(page), []);
  const link = page.getByRole('link', { name: 'Open Noted in its own page' });
  t.regex((await link.getAttribute('href')) ?? '', /^\/objects\/noted#view=v2&.*annotation=n1/);
  await card.getByRole('button', { name: 'Next annotation' }).click();
  await card.getByText('Another on red').waitFor();
  await page.keyboard.press('Escape');
  await card.getByText('2 annotations').waitFor();
  await open('/embed/noted#view=v2&annotation=n2');
  await card.getByText('Another on red').waitFor();
  t.is(await page.locator('vitrine-annotations, textarea').count(), 0);
  t.is(await page.getByRole('button', { name: /Edit|Delete|Rectangle/ }).count(), 0);
  t.false(asked.includes('/api/events'), 'no connection is held');
  t.deepEqual(complaints, []);
});
