import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { Page } from 'playwright-core';
import { chromiumPath } from '../chromium.ts';
import { levelsOf, tileRegion, tileSizeAt } from '../../manifests/derivatives/levels.ts';
import type { Size } from '../../manifests/derivatives/levels.ts';
import { testNeeding } from '../needs.ts';
import type { Product } from '../product.ts';
import { Chart } from './chart.ts';
import { VIEWERS } from './host.ts';
import { lookAt, placedBy } from './osd.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { WatchedPage } from './watch.ts';

const VERSIONS = {
  4: '/installed/openseadragon-4/build/openseadragon/openseadragon.min.js',
  5: '/installed/openseadragon-5/build/openseadragon/openseadragon.min.js',
  6: '/project/openseadragon/build/openseadragon/openseadragon.min.js',
};
/**
 * With tiles one pixel thin, with levels that end in a part of a pixel, far longer than wide; and with none to three
 * levels that info.json leaves out of `sizes`, which versions 4 and 5 may take for the pyramid (openseadragon#2618).
 */
const CHARTS = [
  new Chart(1, 1),
  new Chart(511, 513),
  new Chart(513, 700),
  new Chart(1025, 2049),
  new Chart(3001, 17),
  new Chart(2300, 1500),
  new Chart(4101, 1031),
  new Chart(8205, 67),
];
/** Large enough to be looked at. */
const LOOKED_AT = new Set(CHARTS.filter(({ width, height }) => Math.min(width, height) > 600));

const inBrowser = testNeeding('Chromium with other viewers', chromiumPath !== null && VIEWERS);
let stage: Stage;
/** URLs of the images' services, by their size. */
let services: Map<string, string>;

test.before(async () => {
  stage = await openStage();
  services = await addCharts(stage.product);
});
test.after.always(() => stage?.[Symbol.asyncDispose]());

const nameOf = ({ width, height }: Size): string => `${width} × ${height}`;

async function addCharts(product: Product): Promise<Map<string, string>> {
  const folder = join(product.folder, 'sizes');
  await mkdir(folder);
  await Promise.all(
    CHARTS.map((chart) =>
      chart
        .draw()
        .png()
        .toFile(join(folder, `${nameOf(chart)}.png`)),
    ),
  );
  const added = await product.add([folder]);
  return new Map(added.map(({ name, url = '' }) => [name.replace('.png', ''), url]));
}

/** A gallery's page with a viewer of images in it. */
async function openViewer(script: string, chart: Chart): Promise<WatchedPage> {
  const tileSources = `${services.get(nameOf(chart))}/info.json`;
  const options = JSON.stringify({ id: 'viewer', tileSources, drawer: 'canvas', showNavigationControl: false });
  const watched = await stage.open(
    stage.host.page(`<script src="${script}"></script>
      <div id="viewer" style="position: absolute; inset: 0"></div>
      <script>const viewer = OpenSeadragon(${options});</script>`),
  );
  await watched.page.waitForFunction('viewer.isOpen()');
  return watched;
}

interface Tile extends Size {
  url: string;
  expected: Size;
}

/** What becomes of every tile that the viewer could ask for: what it is, and what the viewer takes it for. */
function allTiles(page: Page): Promise<Tile[]> {
  return page.evaluate<Tile[]>(`(async () => {
    const { source } = viewer.world.getItemAt(0);
    const tiles = [];
    for (let level = source.minLevel; level <= source.maxLevel; level++) {
      const { x: columns, y: rows } = source.getNumTiles(level);
      for (let x = 0; x < columns; x++) {
        for (let y = 0; y < rows; y++) {
          const { width, height } = source.getTileBounds(level, x, y, true);
          const expected = { width: Math.ceil(width - 1e-6), height: Math.ceil(height - 1e-6) };
          tiles.push({ url: source.getTileUrl(level, x, y), expected });
        }
      }
    }
    return Promise.all(tiles.map(async (tile) => {
      const response = await fetch(tile.url);
      const { width, height } = await createImageBitmap(await response.blob());
      return { ...tile, width, height };
    }));
  })()`);
}

/** The paths of all ready-made tiles, as Image API 3.0 has them in their canonical form. */
function readyTiles(image: Size): string[] {
  return levelsOf(image).flatMap((level) =>
    Array.from({ length: level.columns * level.rows }, (_, i) => {
      const [column, row] = [i % level.columns, Math.floor(i / level.columns)];
      const { x, y, width, height } = tileRegion(image, level, column, row);
      const tile = tileSizeAt(level, column, row);
      const isAll = width === image.width && height === image.height;
      const region = isAll ? 'full' : `${x},${y},${width},${height}`;
      const size = isAll && level.scaleFactor === 1 ? 'max' : `${tile.width},${tile.height}`;
      return `/${region}/${size}/0/default.jpg`;
    }),
  );
}

for (const [version, script] of Object.entries(VERSIONS)) {
  inBrowser(
    `OpenSeadragon ${version} asks for the ready-made tiles, each has the size it reckons with, and shows an image in its own colours up to its last pixels`,
    async (t) => {
      for (const chart of CHARTS) {
        await using watched = await openViewer(script, chart);
        const tiles = await allTiles(watched.page);
        for (const { url, width, height, expected } of tiles) t.deepEqual({ url, width, height }, { url, ...expected });
        const paths = tiles.map(({ url }) => url.slice(services.get(nameOf(chart))?.length));
        t.deepEqual(paths.toSorted(), readyTiles(chart).toSorted());
        if (LOOKED_AT.has(chart)) {
          const whole = await watched.settled();
          t.deepEqual(whole.compare(chart, await placedBy(watched.page, 'viewer')), [], nameOf(chart));
          await lookAt(watched.page, 'viewer', { x: chart.width - 300, y: chart.height - 300 });
          const near = await watched.settled();
          t.deepEqual(near.compare(chart, await placedBy(watched.page, 'viewer')), [], `${nameOf(chart)}, near`);
        }
        t.deepEqual(watched.problems, []);
      }
    },
  );
}
