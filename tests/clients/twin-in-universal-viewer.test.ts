import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumPath, startChromium } from '../chromium.ts';
import { testNeeding } from '../needs.ts';
import { startProduct } from '../product.ts';
import { Host, VIEWERS } from './host.ts';
import { universalViewerPage } from './pages.ts';
import { WatchedPage } from './watch.ts';

const inUniversalViewer = testNeeding('Universal Viewer in Chromium', chromiumPath !== null && VIEWERS);

const CORNERS = ['0 0 0', '1 0 0', '1 1 0', '0 1 0', '0 0 1', '1 0 1', '1 1 1', '0 1 1'];
const SIDES = ['1 4 3 2', '5 6 7 8', '1 2 6 5', '2 3 7 6', '3 4 8 7', '4 1 5 8'];

inUniversalViewer(
  'Universal Viewer shows a mesh from its manifest, in its colour, as large as its window allows',
  async (t) => {
    t.timeout(180_000);
    await using product = await startProduct();
    await using browser = await startChromium();
    await using host = await Host.start();
    const folder = join(product.folder, 'cube');
    await mkdir(folder);
    const lines = [
      'mtllib cube.mtl',
      ...CORNERS.map((corner) => `v ${corner}`),
      'usemtl red',
      ...SIDES.map((side) => `f ${side}`),
    ];
    await writeFile(join(folder, 'cube.obj'), `${lines.join('\n')}\n`);
    await writeFile(join(folder, 'cube.mtl'), 'newmtl red\nKd 0.8 0 0\n');
    const [added] = await product.add([folder]);
    t.like(added, { name: 'cube.zip', state: 'ready', triangles: 12 });
    const manifest = `${product.url}/iiif/presentation/3/manifests/${added?.object}`;
    const context = await browser.context({ viewport: { width: 900, height: 700 }, locale: 'en' });
    await using watched = await WatchedPage.open(context, host.page(universalViewerPage(manifest)));
    await watched.page.waitForFunction('document.querySelector("model-viewer")?.loaded === true');
    t.true(watched.requests.includes(`${product.url}/twins/${added?.asset}/model.glb`));
    const screen = await watched.settled();
    let red = 0;
    for (let y = 100; y < 600; y += 10) {
      for (let x = 200; x < 700; x += 10) {
        const [r, g, b] = screen.at(x, y);
        if (r > 60 && r > 3 * g && r > 3 * b) red++;
      }
    }
    t.true(red > 250, `${red} of 2500 places are red`);
    t.deepEqual(watched.problems, []);
  },
);
