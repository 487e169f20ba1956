import { join } from 'node:path';
import test from 'ava';
import { chromiumPath, startChromium } from '../chromium.ts';
import type { Browser } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { startProduct } from '../product.ts';
import type { Product } from '../product.ts';
import { RADIUS, wrongWithBall, writeBall } from './ball.ts';
import { Host, VIEWERS } from './host.ts';
import { FIELD, cesiumPage, fromFront, tilesRendererPage } from './pages.ts';
import { WatchedPage } from './watch.ts';

const inViewers = testNeeding('CesiumJS and three in Chromium', chromiumPath !== null && VIEWERS, 'serial');
const SCREEN = { width: 500, height: 500 };
/** Metres from the eye to the ball's middle. */
const NEAR = 2.2;
const FAR = 150;
const PROFILES = ['small', 'fast'] as const;

interface Stage extends AsyncDisposable {
  browser: Browser;
  host: Host;
  /** Address of the ball's tileset, by profile. */
  tilesets: Record<(typeof PROFILES)[number], string>;
}
let stage: Stage;

test.before(async (t) => {
  t.timeout(300_000);
  await using stack = new AsyncDisposableStack();
  const browser = stack.use(await startChromium());
  const host = stack.use(await Host.start());
  const tilesets = { small: '', fast: '' };
  for (const profile of PROFILES) {
    const env = { VITRINE_MESH_LEAF_TRIANGLES: '5000', VITRINE_MESH_PROFILE: profile };
    tilesets[profile] = await ballIn(stack.use(await startProduct({ env })));
  }
  const opened = stack.move();
  stage = { browser, host, tilesets, [Symbol.asyncDispose]: () => opened.disposeAsync() };
});
test.after.always(() => stage?.[Symbol.asyncDispose]());

async function ballIn(product: Product): Promise<string> {
  const path = join(product.folder, 'ball.ply');
  await writeBall(path, 130);
  const [added] = await product.add([path]);
  if (added?.state !== 'ready') throw new Error(`The ball did not come in: ${JSON.stringify(added)}`);
  return `${product.url}/twins/${added.asset}/tileset.json`;
}

/** Pixels on the screen from the ball's middle to its edge. */
function radiusAt(distance: number): number {
  const pixelsPerSlope = SCREEN.height / 2 / Math.tan((FIELD / 2) * (Math.PI / 180));
  return pixelsPerSlope * Math.tan(Math.asin(RADIUS / distance));
}

async function show(page: string): Promise<WatchedPage> {
  const context = await stage.browser.context({ viewport: SCREEN, locale: 'en' });
  const watched = await WatchedPage.open(context, stage.host.page(page));
  await watched.page.waitForFunction("document.title === 'loaded'", undefined, { timeout: 60_000 });
  return watched;
}

const MIDDLE = { x: SCREEN.width / 2, y: SCREEN.height / 2 };

for (const [name, page] of [
  ['CesiumJS', cesiumPage],
  ['3d-tiles-renderer', tilesRendererPage],
] as const) {
  for (const profile of PROFILES)
    inViewers(`${name} shows a twin as it is, all of its tiles, profile ${profile}`, async (t) => {
      t.timeout(120_000);
      await using watched = await show(page(stage.tilesets[profile], fromFront(NEAR)));
      t.deepEqual(wrongWithBall(await watched.settled(), MIDDLE, radiusAt(NEAR)), []);
      t.true(watched.requests.filter((url) => url.endsWith('.glb')).length > 4, 'finer tiles are asked for');
      t.deepEqual(watched.problems, []);
    });

  inViewers(`${name} asks for the coarsest tile alone where a twin is far away`, async (t) => {
    t.timeout(120_000);
    await using watched = await show(page(stage.tilesets.small, fromFront(FAR)));
    t.is(watched.requests.filter((url) => url.endsWith('.glb')).length, 1);
    t.deepEqual(watched.problems, []);
  });
}
