import ava from 'ava';
import type { Page, PageScreenshotOptions } from 'playwright-core';
import sharp from 'sharp';
import { chromiumPath } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import { DESKTOP, PHONE, Visit, accessibilityProblems, becomes, colourAt, near, quarters } from '../browser.ts';
import { BLUE_HALF, GREEN_BOX, RED_HALF, addBoxes, twinCanvas } from './boxes.ts';
import { boxGlb } from './box-glb.ts';

const test = testNeeding('Chromium', chromiumPath, 'serial');
const STAGE = [42, 42, 42];
/** From the front, with the lamp on the visitor's head, so that what faces him has its own colour. */
const FRONT = 'camera=0,0,0.9,0,0,0&light=0,0';
let visit: Visit;

if (chromiumPath !== null) {
  ava.before(async () => {
    visit = await Visit.start();
    const { site } = visit;
    const image = await site.addImage('quarters', quarters(1500, 1000));
    const poster = await site.addImage(
      'poster',
      sharp({ create: { width: 600, height: 600, channels: 3, background: '#804000' } }),
    );
    await addBoxes(site, 'plain');
    await addBoxes(site, 'draco', 'draco');
    await addBoxes(site, 'meshopt', 'meshopt');
    for (const twin of ['plain', 'draco', 'meshopt']) {
      site.addObject(twin, { en: ['Boxes'] }, [twinCanvas(site, `v-${twin}`, twin, poster)]);
    }
    site.addObject('foreign', { en: ['Foreign'] }, [twinCanvas(site, 'v-foreign', 'plain', null, false)]);
    site.addObject('both', { en: ['Both'] }, [
      site.canvas('photo', image, { label: { en: ['Photograph'] } }),
      twinCanvas(site, 'box', 'plain', poster),
    ]);
    const webp = await boxGlb({ min: [-0.1, -0.05, -0.15], max: [0.1, 0.05, 0.15], texture: [200, 120, 40] });
    site.files.set('/twins/webp/model.glb', webp);
    site.addObject('webp', { en: ['Textured'] }, [twinCanvas(site, 'v-webp', 'webp', null, false)]);
    site.files.set('/twins/broken/model.glb', Buffer.from('no glTF'));
    site.addObject('broken', { en: ['Broken'] }, [twinCanvas(site, 'v-broken', 'broken', poster, false)]);
  });
  ava.after.always(() => visit?.[Symbol.asyncDispose]());
}

/** A colour in words, for what is said when it is wrong. */
const words = (colour: readonly number[]): string => colour.join(' ');

async function loaded(page: Page): Promise<void> {
  await page.locator('vitrine-twin[loaded]').waitFor({ state: 'attached' });
}

/** The pixels of a part of the page, once they stay the same. */
async function rested(page: Page, clip: NonNullable<PageScreenshotOptions['clip']>): Promise<Buffer> {
  for (let last = Buffer.alloc(0); ;) {
    const shot = await sharp(await page.screenshot({ clip }))
      .removeAlpha()
      .raw()
      .toBuffer();
    if (shot.equals(last)) return shot;
    last = shot;
    await page.waitForTimeout(400);
  }
}

function addressed(object: string, view = FRONT): string {
  return `/objects/${object}#view=v-${object}&${view}`;
}

/** What a linear colour is on the screen. */
function shown(linear: readonly number[]): number[] {
  return linear.map((value) => Math.round(255 * (1.055 * value ** (1 / 2.4) - 0.055)));
}

/** The first and last column, in the middle row, and the first and last row, in the middle column, that are not the stage. */
async function silhouette(page: Page): Promise<{ left: number; right: number; top: number; bottom: number }> {
  const shot = await page.screenshot({ clip: { x: 68, y: 68, width: 1304, height: 804 } });
  const { data, info } = await sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const row: number[] = [];
  const column: number[] = [];
  const is = (x: number, y: number): boolean => {
    const at = (y * info.width + x) * 3;
    return !near([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0], STAGE, 10);
  };
  const middleRow = Math.round(72 + (900 - 72 - 32) / 2 - 68);
  for (let x = 0; x < info.width; x++) if (is(x, middleRow)) row.push(x + 68);
  for (let y = 0; y < info.height; y++) if (is(info.width / 2, y)) column.push(y + 68);
  return { left: row[0] ?? 0, right: row.at(-1) ?? 0, top: column[0] ?? 0, bottom: column.at(-1) ?? 0 };
}

for (const [name, options] of Object.entries({ 'on a desk': DESKTOP, 'on a phone': PHONE })) {
  test(`a twin is accessible, with its tools open too, and loads nothing that fails ${name}`, async (t) => {
    const { page, complaints } = await visit.open(t, '/objects/draco', options);
    await loaded(page);
    t.deepEqual(await accessibilityProblems(page), []);
    for (const tool of ['Light', 'Measure', 'Section']) {
      await page.getByRole('button', { name: tool, exact: true }).click();
      t.deepEqual(await accessibilityProblems(page), [], tool);
      await page.getByRole('button', { name: 'Close' }).click();
    }
    await page.getByRole('button', { name: 'Help' }).click();
    t.deepEqual(await accessibilityProblems(page), []);
    t.deepEqual(complaints, []);
  });
}

for (const object of ['plain', 'draco', 'meshopt']) {
  test(`what is coarse from afar is fine from nearby: ${object}`, async (t) => {
    const { page, complaints } = await visit.open(t, addressed(object));
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await loaded(page);
    t.true(await becomes(page, [720, 470], shown(GREEN_BOX)), words(await colourAt(page, 720, 470)));
    t.deepEqual(
      fetched.filter((url) => /left|right/.test(url)),
      [],
    );
    await page.mouse.move(720, 470);
    const finer = page.waitForResponse(/right\.glb/);
    for (let notch = 0; notch < 8; notch++) await page.mouse.wheel(0, -120);
    await finer;
    await rested(page, { x: 600, y: 440, width: 240, height: 60 });
    t.true(await becomes(page, [620, 470], shown(RED_HALF)), words(await colourAt(page, 620, 470)));
    t.true(await becomes(page, [820, 470], shown(BLUE_HALF)), words(await colourAt(page, 820, 470)));
    t.deepEqual(complaints, []);
  });
}

test('a model has its proportions and lies in the middle of what nothing covers', async (t) => {
  const { page } = await visit.open(t, addressed('plain'));
  await loaded(page);
  const { left, right, top, bottom } = await silhouette(page);
  t.true(Math.abs((right - left) / (bottom - top) - 2) < 0.03, `${right - left} by ${bottom - top}`);
  t.true(Math.abs((left + right) / 2 - 720) < 2);
  t.true(Math.abs((top + bottom) / 2 - (72 + (900 - 72 - 32) / 2)) < 2);
});

test('as it opens, all of it is seen, large', async (t) => {
  const { page } = await visit.open(t, '/objects/plain');
  await loaded(page);
  const { left, right, top, bottom } = await silhouette(page);
  t.true(left >= 72 && right <= 1368 && top >= 72 && bottom <= 868, `${left}–${right}, ${top}–${bottom}`);
  t.true(bottom - top > 500 || right - left > 1000, `${right - left} by ${bottom - top}`);
});

test('a manifest without tiles shows its model', async (t) => {
  const { page, complaints } = await visit.open(t, '/objects/foreign#view=v-foreign&camera=0,0,0.9,0,0,0&light=0,0');
  await loaded(page);
  t.true(await becomes(page, [720, 470], shown(GREEN_BOX)));
  t.deepEqual(complaints, []);
});

test('a WebP texture has its colours, and without it the model is grey', async (t) => {
  const { page, complaints } = await visit.open(t, addressed('webp'));
  await loaded(page);
  t.true(await becomes(page, [720, 470], [200, 120, 40]), words(await colourAt(page, 720, 470)));
  await page.keyboard.press('t');
  await page.waitForURL(/texture=off/);
  const grey = await colourAt(page, 720, 470);
  t.true(Math.max(...grey) - Math.min(...grey) < 16 && grey[0] > 120, words(grey));
  t.deepEqual(complaints, []);
});

test('keys turn, move and bring back the model, and the address follows', async (t) => {
  const { page } = await visit.open(t, '/objects/plain');
  await loaded(page);
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/camera=35,12,/);
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(/camera=35,2,/);
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForURL(/camera=35,2,[\d.]+,0\.\d/);
  await page.keyboard.press('r');
  await page.waitForURL(/,90$/);
  await page.keyboard.press('0');
  await page.waitForURL((url) => url.hash === '');
  t.pass();
});

/** Values of two pictures that anybody could tell apart. */
const differing = (one: Buffer, another: Buffer): number =>
  one.filter((value, at) => Math.abs(value - (another[at] ?? 0)) > 24).length;

test('the wireframe that is turned on later looks as the one that a link opens with', async (t) => {
  const clip = { x: 340, y: 100, width: 760, height: 700 };
  const { page } = await visit.open(t, '/objects/draco');
  await loaded(page);
  const without = await rested(page, clip);
  await page.keyboard.press('w');
  await page.waitForURL(/wireframe=on/);
  const later = await rested(page, clip);
  const { page: other } = await visit.open(t, '/objects/draco#wireframe=on');
  await loaded(other);
  const opened = await rested(other, clip);
  t.true(differing(opened, without) > 500, 'lines are seen');
  t.true(differing(later, opened) < differing(opened, without) / 20, `${differing(later, opened)} of them differ`);
});

test('a link brings another person to the same view', async (t) => {
  const { page } = await visit.open(t, '/objects/plain');
  await loaded(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('w');
  await page.keyboard.press('x');
  await page.getByRole('slider', { name: 'Place of the section' }).fill('0.3');
  await page.mouse.move(900, 420);
  await page.mouse.wheel(0, -240);
  await page.waitForURL(/camera=.*wireframe=on.*section=x,0\.3/);
  const clip = { x: 340, y: 100, width: 900, height: 700 };
  const first = await rested(page, clip);
  const { page: other } = await visit.open(t, new URL(page.url()).pathname + new URL(page.url()).hash);
  await loaded(other);
  const second = await rested(other, clip);
  const far = first.filter((value, at) => Math.abs(value - (second[at] ?? 0)) > 24).length / first.length;
  t.true(far < 0.005, `${far} of the picture differs`);
  t.is(other.url(), page.url(), 'arriving changes nothing');
});

test('a known length is measured, by pointing and from the keyboard, and can be taken away', async (t) => {
  const { page } = await visit.open(t, addressed('plain'));
  await loaded(page);
  const { left, right } = await silhouette(page);
  const row = 72 + (900 - 72 - 32) / 2;
  await page.keyboard.press('m');
  await page.mouse.click(left + 1, row);
  await page.mouse.click(right - 1, row);
  const remove = page.getByRole('button', { name: /^Remove the distance of/ });
  const name = (await remove.getAttribute('aria-label')) ?? '';
  const centimetres = Number(/([\d.]+) cm/.exec(name)?.[1]);
  t.true(Math.abs(centimetres - 20) < 0.2, name);
  await page.waitForURL(/measure=/);
  await remove.click();
  await page.waitForURL((url) => !url.hash.includes('measure'));
  await page.locator('vitrine-twin canvas').focus();
  await page.keyboard.press('Enter');
  await page.getByText('Choose the second point.').waitFor();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  t.regex((await remove.getAttribute('aria-label')) ?? '', /\d+ [cm]m/);
});

test('a known length is measured by two taps on a phone', async (t) => {
  const { page, complaints } = await visit.open(t, addressed('plain', 'camera=0,0,1.6,0,0,0&light=0,0'), PHONE);
  await loaded(page);
  await page.getByRole('button', { name: 'Measure', exact: true }).tap();
  await page.getByRole('heading', { name: 'Measure' }).waitFor();
  const clip = { x: 0, y: 72, width: 390, height: 380 };
  const seen = await rested(page, clip);
  const places = Array.from({ length: clip.width * clip.height }, (_, at) => at).filter(
    (at) => !near([seen[at * 3] ?? 0, seen[at * 3 + 1] ?? 0, seen[at * 3 + 2] ?? 0], STAGE, 10),
  );
  const columns = places.map((at) => at % clip.width);
  const rows = places.map((at) => clip.y + Math.floor(at / clip.width));
  const row = (Math.min(...rows) + Math.max(...rows)) / 2;
  await page.touchscreen.tap(Math.min(...columns) + 2, row);
  await page.getByText('Choose the second point.').waitFor();
  await page.touchscreen.tap(Math.max(...columns) - 2, row);
  const remove = page.getByRole('button', { name: /^Remove the distance of/ });
  const name = (await remove.getAttribute('aria-label')) ?? '';
  t.true(Math.abs(Number(/([\d.]+) cm/.exec(name)?.[1]) - 20) < 1, name);
  t.true(name.includes((await page.locator('vitrine-twin .marks text').textContent()) ?? 'none'), name);
  t.deepEqual(complaints, []);
});

test('light that grazes the front leaves it dark', async (t) => {
  const { page } = await visit.open(t, addressed('plain'));
  await loaded(page);
  const [, before] = await colourAt(page, 720, 470);
  await page.keyboard.press('l');
  const lamp = page.getByRole('slider', { name: 'Where the light comes from' });
  await lamp.focus();
  for (let press = 0; press < 12; press++) await page.keyboard.press('ArrowLeft');
  await page.waitForURL(/light=-0\.9\d,/);
  const [, after] = await colourAt(page, 720, 470);
  t.true(after < before * 0.7, `${before} became ${after}`);
});

test('a section opens the model', async (t) => {
  const { page } = await visit.open(t, addressed('plain', 'camera=0,0,0.9,0,0,0&section=x,0.25'));
  await loaded(page);
  const { left, right } = await silhouette(page);
  t.true(Math.abs((right + left) / 2 - 720) > 30, 'the right side is gone');
  await page.getByRole('button', { name: 'Section', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Show the other side' }).check();
  await page.waitForURL(/section=x,0\.25,-/);
  await rested(page, { x: 300, y: 100, width: 1000, height: 700 });
  t.true((await silhouette(page)).right > right + 30);
  await page.getByRole('button', { name: 'End the section' }).click();
  await page.waitForURL((url) => !url.hash.includes('section'));
});

test('the view is saved as a picture', async (t) => {
  const { page } = await visit.open(t, addressed('plain'));
  await loaded(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this view as a picture' }).click(),
  ]);
  t.is(download.suggestedFilename(), 'Boxes.png');
  const { data, info } = await sharp(await download.path())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  t.deepEqual([info.width, info.height], [1440, 900]);
  const at = (470 * info.width + 720) * 3;
  t.true(near([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0], shown(GREEN_BOX)));
});

test('an object of images and twins switches between both, and images alone load no 3D code', async (t) => {
  const { page, complaints } = await visit.open(t, '/objects/both');
  const code: string[] = [];
  page.on('request', (request) => request.resourceType() === 'script' && code.push(request.url()));
  await page.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  t.false(code.some((url) => /twin|three/.test(url)));
  await page.getByRole('option', { name: 'In 3D' }).click();
  await loaded(page);
  t.true(code.some((url) => /twin/.test(url)));
  await page.waitForURL(/#view=box$/);
  t.true(await becomes(page, [100, 120], STAGE, 3), 'the image is gone');
  await page.keyboard.press('p');
  await page.locator('vitrine-twin').waitFor({ state: 'detached' });
  await page.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  t.true(await becomes(page, [600, 300], [192, 0, 0]));
  await page.keyboard.press('n');
  await loaded(page);
  t.deepEqual(complaints, []);
});

test('nothing is drawn while nothing moves', async (t) => {
  const { page } = await visit.open(t, '/objects/plain');
  await loaded(page);
  await page.waitForTimeout(1000);
  const frames = await page.evaluate(`new Promise((done) => {
    let frames = 0;
    const draw = WebGL2RenderingContext.prototype.drawElements;
    WebGL2RenderingContext.prototype.drawElements = function (...given) { frames++; return draw.apply(this, given); };
    setTimeout(() => done(frames), 1000);
  })`);
  t.is(frames, 0);
});

test('one finger turns, two move, zoom and roll', async (t) => {
  const { page } = await visit.open(t, '/objects/plain', PHONE);
  await loaded(page);
  const session = await page.context().newCDPSession(page);
  const touch = async (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...fingers: [number, number][]
  ): Promise<void> => {
    await session.send('Input.dispatchTouchEvent', { type, touchPoints: fingers.map(([x, y], id) => ({ x, y, id })) });
  };
  const camera = (): number[] => (/camera=([^&]*)/.exec(page.url())?.[1] ?? '').split(',').map(Number);

  await touch('touchStart', [200, 400]);
  for (let step = 1; step <= 5; step++) await touch('touchMove', [200 + 20 * step, 400]);
  await touch('touchEnd');
  // Written while it still moves, too, where the machine is slow.
  await page.waitForURL(/camera=-/);
  const [azimuth = 0, elevation, distance = 0] = camera();
  t.true(azimuth < 0 && azimuth > -15, `${azimuth}`);
  t.is(elevation, 12);

  await touch('touchStart', [150, 400], [250, 400]);
  for (let step = 1; step <= 5; step++) await touch('touchMove', [150 - 10 * step, 400], [250 + 10 * step, 400]);
  await touch('touchEnd');
  await page.waitForURL((url) => !url.hash.includes(`,${distance},`));
  const [, , nearer = 0, , , , roll] = camera();
  t.true(Math.abs(distance / nearer - 2) < 0.2, `${distance} became ${nearer}`);
  t.is(roll, undefined);

  await touch('touchStart', [150, 400], [250, 400]);
  for (let step = 1; step <= 9; step++) {
    const [x, y] = [50 * Math.cos(step / 10), 50 * Math.sin(step / 10)];
    await touch('touchMove', [200 - x, 400 - y], [200 + x, 400 + y]);
  }
  await touch('touchEnd');
  await page.waitForURL(/camera=(?:[^,]+,){6}\d/);
  t.true((camera()[6] ?? 0) > 30, 'clockwise, as the fingers went');
});

test('the information says what is known of the twin while it is the one that is seen', async (t) => {
  const { page, complaints } = await visit.open(t, '/objects/both#view=photo');
  await page.locator('vitrine-deep-zoom[loaded]').waitFor({ state: 'attached' });
  await page.keyboard.press('i');
  const triangles = page.locator('vitrine-information dt', { hasText: 'Triangles' });
  await page.getByRole('heading', { name: 'Both', level: 3 }).waitFor();
  t.is(await triangles.count(), 0);
  await page.goto(`${visit.site.url}/objects/both#view=box`);
  await page.locator('vitrine-information').getByRole('heading', { name: 'In 3D' }).waitFor();
  await triangles.waitFor();
  t.deepEqual(complaints, []);
});

test('an embed leaves the plain wheel to its page, and turns by the arrow keys', async (t) => {
  const { page, complaints } = await visit.open(t, '/embed/draco');
  await loaded(page);
  t.deepEqual(await accessibilityProblems(page), []);
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, -200);
  await page.getByText(/and scroll to zoom/).waitFor();
  const link = page.getByRole('link', { name: 'Open Boxes in its own page' });
  t.is(await link.getAttribute('href'), '/objects/draco');
  await page.locator('vitrine-twin canvas').focus();
  await page.keyboard.press('ArrowLeft');
  await page.locator('a[href*="camera=15,"]').waitFor();
  t.deepEqual(complaints, []);
});

test('a model that cannot be read leaves its poster and says so', async (t) => {
  const { page } = await visit.open(t, '/objects/broken');
  await page.getByRole('heading', { name: 'The model could not be loaded' }).waitFor();
  t.true(await becomes(page, [720, 300], [128, 64, 0]), 'the poster');
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  t.deepEqual(await accessibilityProblems(page), []);
});

test('without WebGL there is the poster, with words and the files', async (t) => {
  await using plain = await Visit.start({ webgl: false });
  const { site } = plain;
  const poster = await site.addImage(
    'poster',
    sharp({ create: { width: 600, height: 600, channels: 3, background: '#804000' } }),
  );
  await addBoxes(site, 'plain');
  site.addObject('plain', { en: ['Boxes'] }, [twinCanvas(site, 'v-plain', 'plain', poster)]);
  const { page } = await plain.open(t, '/objects/plain');
  await page.getByRole('heading', { name: 'This browser cannot show models' }).waitFor();
  t.is(await page.getByRole('link', { name: 'Model (GLB)' }).getAttribute('href'), `${site.url}/twins/plain/model.glb`);
  t.true(await becomes(page, [720, 300], [128, 64, 0]), 'the poster');
  t.deepEqual(await accessibilityProblems(page), []);
});
