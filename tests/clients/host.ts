import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { existsSync } from 'node:fs';

const INSTALLED = new URL('./node_modules/', import.meta.url);
const PROJECT = new URL('../../node_modules/', import.meta.url);
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
};

/** Whether the viewers of others are installed (`npm ci` in this folder). */
export const VIEWERS = existsSync(new URL('mirador/dist/mirador.min.js', INSTALLED));

/** Somebody else's web site: pages of another origin than the product's, and the viewers that it runs. */
export class Host implements AsyncDisposable {
  readonly #pages = new Map<string, string>();
  readonly #folders: string[] = [];
  readonly #server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    this.#read(path).then(
      (body) =>
        response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html; charset=utf-8' }).end(body),
      () => response.writeHead(404).end(),
    );
  });

  static async start(): Promise<Host> {
    const host = new Host();
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  /** The product is at 127.0.0.1: this is another site, not only another port. */
  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Publishes a page and returns its address. In it, `/installed/` and `/project/` lead to installed packages. */
  page(html: string): string {
    const path = `/page-${this.#pages.size + 1}`;
    this.#pages.set(path, `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:," />${html}`);
    return `${this.url}${path}`;
  }

  /** Publishes a folder of files, which may be written later, and returns its address. */
  folder(path: string): string {
    return `${this.url}/folders/${this.#folders.push(path) - 1}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #read(path: string): Promise<string | Buffer> {
    const page = this.#pages.get(path);
    if (page !== undefined) return page;
    const [, number, file] = /^\/folders\/(\d+)\/(.*)$/.exec(path) ?? [];
    const folder = this.#folders[Number(number)];
    if (folder !== undefined) return readFile(join(folder, file || 'index.html'));
    const [, root, name] = /^\/(installed|project)\/(.+)$/.exec(path) ?? [];
    if (name === undefined) throw new Error(`There is nothing at ${path}`);
    return readFile(new URL(name, root === 'installed' ? INSTALLED : PROJECT));
  }
}
