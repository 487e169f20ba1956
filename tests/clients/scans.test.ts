import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import sharp from 'sharp';
import { chromiumPath, startChromium } from '../chromium.ts';
import type { Browser } from '../chromium.ts';
import { testOnData } from '../needs.ts';
import { startProduct } from '../product.ts';
import type { Product } from '../product.ts';
import { drawScan } from './draw-scan.ts';
import { Host, VIEWERS } from './host.ts';
import { likenessOf } from './likeness.ts';
import type { Likeness } from './likeness.ts';
import { FIELD, cesiumPage, tilesRendererPage, universalViewerPage } from './pages.ts';
import type { Look } from './pages.ts';
import { readScan } from './read-scan.ts';
import type { Frame, Part } from './read-scan.ts';
import { boxOf } from './screen.ts';
import type { Box } from './screen.ts';
import { WatchedPage } from './watch.ts';

const inViewers = testOnData('Viewers of others in Chromium', chromiumPath !== null && VIEWERS, 'serial');
const MESHES = join(process.env['VITRINE_TEST_DATA'] ?? '', 'meshes');
const SCREEN = { width: 400, height: 400 };
/** The object page has tools at its sides. */
const PAGE = { width: 1000, height: 640 };
/** Degrees, of our own viewer's lens. */
const OWN_FIELD = 28;
/** From no side of any of them, so that none of them looks the same when it is mirrored, turned or laid down. */
const DIRECTION = { azimuth: 40, elevation: 20 };

/** A model that is a fiftieth larger, or mirrored where it is nearly the same on both sides, has more. */
const MOST_STRAYS = 0.002;
/** A texture that is missing or upside down has more, in viewers that do not bend colours by tone mapping; a missing one in all. */
const MOST_HUE = 0.025;
const MOST_HUE_MAPPED = 0.06;
/** Of three's materials without tone mapping, and of our own. */
const GLOSS = 0.01;
/** Red, green and blue of the stage. */
const STAGE = 0x2a;
/** Of 255: what relief and occlusion, which posters do not show, make darker. */
const MOST_LIGHTER = 9;
const MODEL_VIEWER = 'document.querySelector("model-viewer")';

/** As model-viewer says it: angles from above and from the front in radians, but degrees for the field of view. */
interface ModelViewerCamera {
  orbit: { theta: number; phi: number; radius: number };
  target: { x: number; y: number; z: number };
  field: number;
}

interface Scan {
  name: string;
  /** What of the test data it consists of; the first is the mesh. */
  files: readonly string[];
  frame: Frame;
}

const SCANS: readonly Scan[] = [
  { name: 'Venus de Milo', files: ['smk-venus-de-milo.glb'], frame: { unit: 1, up: 'y' } },
  { name: 'a whale’s cranium', files: ['si-pilot-whale-cranium.glb'], frame: { unit: 1, up: 'y' } },
  {
    name: 'a Venus with a texture',
    files: ['venus.gltf', 'Venus_C.bin', 'Venus_C_Venus_O_Material_u1_v1.jpg'].map((file) => `aton-venus/${file}`),
    frame: { unit: 1, up: 'y' },
  },
  {
    name: 'a spider of several materials',
    files: [
      'assimp-spider.obj',
      'spider.mtl',
      ...['wal67ar_small', 'wal69ar_small', 'SpiderTex', 'drkwood2', 'engineflare1'].map((picture) => `${picture}.jpg`),
    ],
    frame: { unit: 0.001, up: 'y' },
  },
  { name: 'a ball coloured at its vertices', files: ['draco-pos_color.ply'], frame: { unit: 1, up: 'z' } },
  { name: 'a spider without colours', files: ['assimp-Spider_binary.stl'], frame: { unit: 1, up: 'z' } },
];

/** A scan as it is in its file, and where the product has it. */
interface Shown {
  parts: Part[];
  middle: Look['target'];
  /** Metres around the middle. */
  radius: number;
  tileset: string;
  manifest: string;
  page: string;
  model: string;
  poster: string;
}

let browser: Browser;
let host: Host;
let close: () => Promise<void>;
const shown = new Map<string, Shown>();

if (process.env['VITRINE_TEST_DATA'] && chromiumPath !== null && VIEWERS) {
  test.before(async (t) => {
    t.timeout(600_000);
    await using stack = new AsyncDisposableStack();
    browser = stack.use(await startChromium());
    host = stack.use(await Host.start());
    const product = stack.use(await startProduct());
    for (const scan of SCANS) shown.set(scan.name, await bringIn(product, scan));
    const opened = stack.move();
    close = () => opened.disposeAsync();
  });
  test.after.always(() => close?.());
}

async function bringIn(product: Product, { files, frame }: Scan): Promise<Shown> {
  const folder = join(product.folder, `scan-${shown.size + 1}`);
  await mkdir(folder);
  for (const file of files) await cp(join(MESHES, file), join(folder, file.replace('aton-venus/', '')));
  const [added, ...more] = await product.add([folder]);
  if (added?.state !== 'ready' || more.length > 0)
    throw new Error(`${folder} did not come in: ${JSON.stringify(added)}`);
  const parts = await readScan(join(MESHES, files[0] ?? ''), frame);
  const { middle, radius } = extent(parts);
  return {
    parts,
    middle,
    radius,
    tileset: `${product.url}/twins/${added.asset}/tileset.json`,
    model: `${product.url}/twins/${added.asset}/model.glb`,
    manifest: `${product.url}/iiif/presentation/3/manifests/${added.object}`,
    page: `${product.url}/objects/${added.object}`,
    poster: `${product.url}/iiif/image/3/${added.asset}/full/max/0/default.png`,
  };
}

function extent(parts: readonly Part[]): { middle: Look['target']; radius: number } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const { places } of parts)
    for (let at = 0; at < places.length; at++) {
      low[at % 3] = Math.min(low[at % 3]!, places[at]!);
      high[at % 3] = Math.max(high[at % 3]!, places[at]!);
    }
  const middle = low.map((value, axis) => (value + high[axis]!) / 2) as unknown as Look['target'];
  return { middle, radius: Math.hypot(...low.map((value, axis) => high[axis]! - value)) / 2 };
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Where a camera has the whole of it within this angle of view. */
function lookAt({ middle, radius }: Shown, field: number): Look {
  return { target: middle, ...DIRECTION, distance: (radius / Math.sin(radians(field / 2))) * 1.05 };
}

async function open(url: string, viewport: typeof SCREEN): Promise<WatchedPage> {
  const context = await browser.context({ viewport, locale: 'en', reducedMotion: 'reduce' });
  return WatchedPage.open(context, url);
}

/** Fails unless the scan is where and as large as it ought to be, to a few pixels, and in its own colours. */
function isLike(t: ExecutionContext, { strays, hue }: Likeness, mostHue = MOST_HUE): void {
  t.true(strays < MOST_STRAYS, `${strays} of the silhouette is elsewhere`);
  t.true(hue < mostHue, `the colours are ${hue} off`);
}

/** CesiumJS takes three times as long as others where there is no graphics card: it shows one scan of each way to be coloured. */
const IN_CESIUM = new Set([
  'a Venus with a texture',
  'a spider of several materials',
  'a ball coloured at its vertices',
]);

for (const { name } of SCANS) {
  for (const { viewer, page, gloss, mostHue } of [
    ...(IN_CESIUM.has(name) ? [{ viewer: 'CesiumJS', page: cesiumPage, gloss: 0, mostHue: MOST_HUE_MAPPED }] : []),
    { viewer: '3d-tiles-renderer', page: tilesRendererPage, gloss: GLOSS, mostHue: MOST_HUE },
  ])
    inViewers(`${viewer} shows ${name} as it is in its file`, async (t) => {
      t.timeout(180_000);
      const scan = of(name);
      const look = lookAt(scan, FIELD);
      await using watched = await open(host.page(page(scan.tileset, look)), SCREEN);
      await watched.page.waitForFunction("document.title === 'loaded'", undefined, { timeout: 120_000 });
      const screen = await watched.settled();
      const drawing = drawScan(scan.parts, look, FIELD, SCREEN.width, SCREEN.height);
      isLike(t, likenessOf(screen, { x: 0, y: 0, ...SCREEN }, drawing, { gloss }), mostHue);
      t.deepEqual(watched.problems, []);
    });

  inViewers(`the object page shows ${name} as it is in its file`, async (t) => {
    t.timeout(180_000);
    const scan = of(name);
    // The middle of the window, of which the lens sees a part.
    const within = { x: 100, y: 60, width: PAGE.width - 200, height: PAGE.height - 120 };
    const slope = Math.tan(radians(OWN_FIELD / 2)) * (within.height / PAGE.height);
    const field = (2 * Math.atan(slope)) / radians(1);
    const look = lookAt(scan, field);
    const camera = [look.azimuth, look.elevation, look.distance, ...look.target].join(',');
    await using watched = await open(`${scan.page}#camera=${camera}`, PAGE);
    await watched.page.locator('vitrine-twin[loaded]').waitFor({ timeout: 120_000 });
    const screen = await watched.settled();
    const drawing = drawScan(scan.parts, look, field, within.width, within.height);
    isLike(t, likenessOf(screen, within, drawing, { aligned: true, gloss: GLOSS }));
    t.deepEqual(watched.problems, []);
  });

  inViewers(`Universal Viewer shows ${name} as it is in its file`, async (t) => {
    t.timeout(180_000);
    const scan = of(name);
    await using watched = await open(host.page(universalViewerPage(scan.manifest)), SCREEN);
    const { page } = watched;
    await page.waitForFunction(`${MODEL_VIEWER}?.loaded === true`, undefined, { timeout: 120_000 });
    t.true(watched.requests.includes(scan.model));
    const screen = await watched.settled();
    const within = await boxOf(page.locator('model-viewer'));
    const camera = await page.evaluate<ModelViewerCamera>(
      `(({ getCameraOrbit, getCameraTarget, getFieldOfView }, viewer) => ({
        orbit: getCameraOrbit.call(viewer), target: getCameraTarget.call(viewer), field: getFieldOfView.call(viewer),
      }))(${MODEL_VIEWER}, ${MODEL_VIEWER})`,
    );
    const { theta, phi, radius } = camera.orbit;
    const { x, y, z } = camera.target;
    const look: Look = {
      target: [x, y, z],
      azimuth: theta / radians(1),
      elevation: 90 - phi / radians(1),
      distance: radius,
    };
    const drawing = drawScan(scan.parts, look, camera.field, within.width, within.height);
    isLike(t, likenessOf(screen, within, drawing), MOST_HUE_MAPPED);
    t.deepEqual(watched.problems, []);
  });
}

/** Of all that is not of the colour of the stage. */
async function meanOf(image: Buffer, within?: Box): Promise<number[]> {
  const picture = sharp(image).removeAlpha();
  if (within) picture.extract({ left: within.x, top: within.y, width: within.width, height: within.height });
  const pixels = await picture.raw().toBuffer();
  const sums = [0, 0, 0];
  let count = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    if ([0, 1, 2].every((channel) => Math.abs(pixels[at + channel]! - STAGE) <= 2)) continue;
    count++;
    for (let channel = 0; channel < 3; channel++) sums[channel]! += pixels[at + channel]!;
  }
  return sums.map((one) => one / count);
}

for (const name of ['a whale’s cranium', 'a Venus with a texture', 'a spider without colours'])
  inViewers(`the poster of ${name} is as light as the object page when it opens`, async (t) => {
    t.timeout(180_000);
    const { page, poster } = of(name);
    await using watched = await open(page, PAGE);
    await watched.page.locator('vitrine-twin[loaded]').waitFor({ timeout: 120_000 });
    await watched.settled();
    // Without the tools.
    const within = { x: 80, y: 70, width: PAGE.width - 160, height: PAGE.height - 90 };
    const seen = await meanOf(await watched.page.screenshot(), within);
    const drawn = await meanOf(Buffer.from(await (await fetch(poster)).arrayBuffer()));
    const apart = seen.map((value, channel) => Math.abs(value - drawn[channel]!));
    t.true(Math.max(...apart) < MOST_LIGHTER, `${drawn.join(' ')} becomes ${seen.join(' ')}`);
  });

function of(name: string): Shown {
  const scan = shown.get(name);
  if (!scan) throw new Error(`${name} did not come in`);
  return scan;
}
