import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';
import { startChromium } from '../chromium.ts';
import { testFolder } from '../folder.ts';
import { startPeers } from './peers/servers.ts';
import type { Peer } from './peers/servers.ts';
import { drawing, scaled } from './sources.ts';

// Writes peers/zoom.json: what OpenSeadragon asks each server for while somebody zooms into the image with the wheel,
// drags it about, and zooms out again. The next gesture comes when all is sharp, so that the list does not depend on how
// fast the server was.

const SCREEN = { width: 1280, height: 800 };
/** Turns of the wheel at a place of the screen, or a drag from one to another. */
const GESTURES: readonly (
  { wheel: number; x: number; y: number } | { from: [number, number]; to: [number, number] }
)[] = [
  { wheel: -3, x: 700, y: 300 },
  { wheel: -3, x: 520, y: 420 },
  { from: [900, 400], to: [300, 350] },
  { wheel: -3, x: 640, y: 400 },
  { from: [640, 700], to: [600, 150] },
  { wheel: -4, x: 800, y: 500 },
  { from: [1000, 400], to: [200, 420] },
  { from: [1000, 400], to: [200, 380] },
  { from: [640, 650], to: [660, 100] },
  { wheel: 5, x: 640, y: 400 },
  { from: [200, 200], to: [1000, 600] },
  { wheel: -6, x: 300, y: 300 },
  { from: [900, 600], to: [300, 200] },
  { wheel: 12, x: 640, y: 400 },
];

const require = createRequire(import.meta.url);
const library = require.resolve('openseadragon');

await using folder = await testFolder();
await using stack = new AsyncDisposableStack();
const image = await scaled(await drawing(folder.path), folder.path, 12_001, 9_513);
const peers = await startPeers(image, folder.path, stack);
const browser = stack.use(await startChromium());
const requests: Record<string, string[]> = {};
for (const peer of peers.filter(({ name }) => ['vitrine', 'iipimage', 'iiifProcessor'].includes(name))) {
  const context = await browser.context({ viewport: SCREEN });
  requests[peer.name] = await record(context, peer);
  await context.close();
  console.log(peer.name, requests[peer.name]?.length);
}
const { version } = JSON.parse(await readFile(require.resolve('openseadragon/package.json'), 'utf8')) as {
  version: string;
};
const recorded = { openseadragon: version, screen: SCREEN, width: image.width, height: image.height, requests };
await writeFile(new URL('peers/zoom.json', import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);

async function record(context: BrowserContext, { port, prefix }: Peer): Promise<string[]> {
  const base = `http://127.0.0.1:${port}`;
  const page = await context.newPage();
  // A page of the server's own origin: not all of the servers let others read their info.json.
  await page.route(`${base}/zoom`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<div id="viewer" style="position: fixed; inset: 0"></div>' }),
  );
  await page.goto(`${base}/zoom`);
  await page.addScriptTag({ path: library });
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'image') asked.push(request.url().slice(`${base}${prefix}/`.length));
  });
  const options = JSON.stringify({
    id: 'viewer',
    tileSources: `${base}${prefix}/info.json`,
    drawer: 'canvas',
    showNavigationControl: false,
  });
  await page.evaluate(`window.viewer = OpenSeadragon(${options})`);
  await page.waitForFunction('viewer.isOpen()');
  await allSharp(page);
  for (const gesture of GESTURES) {
    if ('wheel' in gesture) {
      await page.mouse.move(gesture.x, gesture.y);
      for (let turn = 0; turn < Math.abs(gesture.wheel); turn++) {
        await page.mouse.wheel(0, 100 * Math.sign(gesture.wheel));
        await page.waitForTimeout(120);
      }
    } else {
      await page.mouse.move(...gesture.from);
      await page.mouse.down();
      await page.mouse.move(...gesture.to, { steps: 12 });
      await page.waitForTimeout(200);
      await page.mouse.up();
    }
    await allSharp(page);
  }
  return asked;
}

/** The image has come to rest and shows the finest tiles for it. */
async function allSharp(page: Page): Promise<void> {
  await page.waitForTimeout(1000);
  await page.waitForFunction('viewer.world.getItemAt(0).getFullyLoaded()');
}
