import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startChromium } from '../chromium.ts';
import type { Browser } from '../chromium.ts';
import { startProduct } from '../product.ts';
import type { Product } from '../product.ts';
import { Chart } from './chart.ts';
import { Host } from './host.ts';
import { WatchedPage } from './watch.ts';

export const SCREEN = { width: 1280, height: 800 };

export const LABEL = 'Plates of known colours';
export const DATE = '1610–1612';
export const ATTRIBUTION = 'Museum of Flat Colours';
export const RIGHTS = 'http://creativecommons.org/publicdomain/zero/1.0/';

/** The pages of the object: odd sizes, so that tiles at the edges are small; the third is a Display P3 photograph. */
export const CHARTS = [new Chart(2300, 1500), new Chart(1031, 1499), new Chart(1201, 903)] as const;

/** What each test of a client needs: the product with an object in it, a browser, and another site. */
export interface Stage extends AsyncDisposable {
  product: Product;
  browser: Browser;
  host: Host;
  /** URLs. */
  page: string;
  embed: string;
  manifest: string;
  collection: string;
  /** A page in a context of its own. */
  open(url: string): Promise<WatchedPage>;
}

export async function openStage(): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const [product, browser, host] = await Promise.all([
    startProduct().then((started) => stack.use(started)),
    startChromium().then((started) => stack.use(started)),
    Host.start().then((started) => stack.use(started)),
  ]);
  const object = await addCharts(product);
  const opened = stack.move();
  return {
    product,
    browser,
    host,
    page: `${product.url}/objects/${object}`,
    embed: `${product.url}/embed/${object}`,
    manifest: `${product.url}/iiif/presentation/3/manifests/${object}`,
    collection: `${product.url}/iiif/presentation/3/collections/top`,
    async open(url) {
      const context = await browser.context({ viewport: SCREEN, locale: 'en' });
      return WatchedPage.open(context, url);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function addCharts(product: Product): Promise<string> {
  const folder = join(product.folder, 'plates');
  await mkdir(folder);
  const [first, second, third] = CHARTS;
  await Promise.all([
    first.draw().png().toFile(join(folder, '1.png')),
    second.draw().tiff({ compression: 'lzw' }).toFile(join(folder, '2.tif')),
    third.draw().withIccProfile('p3').png().toFile(join(folder, '3.png')),
  ]);
  const flags = ['--label', LABEL, '--metadata', `Date=${DATE}`, '--attribution', ATTRIBUTION, '--rights', RIGHTS];
  const added = await product.add([folder], flags);
  const failed = added.filter(({ state }) => state === 'failed');
  if (added.length !== CHARTS.length || failed.length > 0) throw new Error(`Not all came in: ${JSON.stringify(added)}`);
  return added[0]?.object ?? '';
}

/** How the address of a view ends. */
export async function keyOfView({ manifest }: Stage, index: number): Promise<string> {
  const { items } = (await (await fetch(manifest)).json()) as { items: { id: string }[] };
  return items[index]?.id.split('/').at(-1) ?? '';
}
