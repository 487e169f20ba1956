import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { Screen } from './screen.ts';

const POLL_MS = 250;

/** A page in a context of its own, and all that went wrong in it. */
export class WatchedPage implements AsyncDisposable {
  readonly page: Page;
  /** Requests that failed, errors thrown and errors written to the console, as sentences. */
  readonly problems: string[] = [];
  /** Addresses of everything that was asked for. */
  readonly requests: string[] = [];
  readonly #pending = new Set<Request>();

  private constructor(page: Page) {
    this.page = page;
    page.on('request', (request) => {
      this.requests.push(request.url());
      // An event stream has no end.
      if (request.resourceType() !== 'eventsource') this.#pending.add(request);
    });
    page.on('requestfinished', (request) => this.#pending.delete(request));
    page.on('requestfailed', (request) => {
      this.#pending.delete(request);
      const reason = request.failure()?.errorText;
      // Aborted: the page itself no longer wanted it, as when it is left.
      if (reason !== 'net::ERR_ABORTED') this.problems.push(`${request.url()} failed: ${reason}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.problems.push(`${response.url()} answered ${response.status()}`);
    });
    page.on('pageerror', (error) => this.problems.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      // What could not be loaded is said above, with more words.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.problems.push(`console: ${message.text()}`);
    });
  }

  static async open(context: BrowserContext, url: string): Promise<WatchedPage> {
    const watched = new WatchedPage(await context.newPage());
    await watched.page.goto(url);
    return watched;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }

  /** Waits until nothing is being loaded and the screen stays as it is; resolves to the screen. */
  async settled(): Promise<Screen> {
    let before: Buffer | undefined;
    for (;;) {
      await sleep(POLL_MS);
      const now = this.#pending.size === 0 ? await this.page.screenshot() : undefined;
      if (now && before?.equals(now) && this.#pending.size === 0) return Screen.read(now);
      before = now;
    }
  }
}
