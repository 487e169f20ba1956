import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The Chromium that tests run in; null where there is none, and then they are skipped by name. */
export const chromiumPath: string | null =
  PLACES.find((path): path is string => path !== undefined && path !== '' && existsSync(path)) ?? null;

export interface Browser extends AsyncDisposable {
  /** A context of its own: nothing is shared with another test. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
}

export interface ChromiumOptions {
  /** Drawn in software where it is there; on by default. */
  webgl?: boolean;
}

export async function startChromium({ webgl = true }: ChromiumOptions = {}): Promise<Browser> {
  if (chromiumPath === null) throw new Error('No Chromium found; set CHROMIUM to the path of one');
  const profile = await mkdtemp(join(tmpdir(), 'vitrine-chromium-'));
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      ...(webgl ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'] : ['--disable-3d-apis']),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context: (options) => browser.newContext(options),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
