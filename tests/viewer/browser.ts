import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { ExecutionContext } from 'ava';
import type { BrowserContextOptions, Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { startChromium, type Browser, type ChromiumOptions } from '../chromium.ts';
import { Site } from './site.ts';

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A site and a browser, and what went wrong in the pages opened. */
export class Visit implements AsyncDisposable {
  readonly site: Site;
  readonly #browser: Browser;

  private constructor(site: Site, browser: Browser) {
    this.site = site;
    this.#browser = browser;
  }

  static async start(chromium?: ChromiumOptions): Promise<Visit> {
    const [site, browser] = await Promise.all([Site.start(), startChromium(chromium)]);
    return new Visit(site, browser);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser[Symbol.asyncDispose]();
    await this.site[Symbol.asyncDispose]();
  }

  /**
   * Opens a page for a test, with whose end it closes: one that shows an image looks 60 times a second whether it is to draw.
   * `complaints` gathers failed requests, errors in its console and breaches of the policy.
   */
  async open(t: ExecutionContext, path: string, options = DESKTOP): Promise<{ page: Page; complaints: string[] }> {
    const context = await this.#browser.context({ reducedMotion: 'reduce', ...options });
    t.teardown(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText;
      // The browser fetches the icon when it likes, also when the page is about to be left.
      if (reason === 'net::ERR_ABORTED' && request.url().includes('/favicon')) return;
      complaints.push(`${request.url()} ${reason}`);
    });
    await page.goto(this.site.url + path);
    return { page, complaints };
  }
}

/** What axe-core finds against WCAG 2.2 AA, in one line each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  return await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary)))`,
  );
}

/** The colour that the page shows at a place. */
export async function colourAt(page: Page, x: number, y: number): Promise<[number, number, number]> {
  const shot = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  const [red = 0, green = 0, blue = 0] = await sharp(shot).removeAlpha().raw().toBuffer();
  return [red, green, blue];
}

/** Whether a pixel has a colour, about, now or soon: on a busy machine a picture comes to rest when it can. */
export async function becomes(
  page: Page,
  [x, y]: readonly [number, number],
  wanted: readonly number[],
  tolerance?: number,
): Promise<boolean> {
  for (const until = Date.now() + 10_000; Date.now() < until; await page.waitForTimeout(200))
    if (near(await colourAt(page, x, y), wanted, tolerance)) return true;
  return false;
}

export function near(found: readonly number[], wanted: readonly number[], tolerance = 12): boolean {
  return found.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) <= tolerance);
}

/** Four quarters: red, green, blue, yellow, clockwise from the top left in reading order. */
export function quarters(width: number, height: number): Sharp {
  const w = width / 2;
  const h = height / 2;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${w}" height="${h}" fill="#c00000"/><rect x="${w}" width="${w}" height="${h}" fill="#00a000"/>
    <rect y="${h}" width="${w}" height="${h}" fill="#0000c0"/><rect x="${w}" y="${h}" width="${w}" height="${h}" fill="#c0c000"/>
  </svg>`;
  return sharp(Buffer.from(svg)).flatten();
}

export const RED = [192, 0, 0];
export const GREEN = [0, 160, 0];
export const BLUE = [0, 0, 192];
export const YELLOW = [192, 192, 0];
