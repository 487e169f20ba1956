import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { PassThrough } from 'node:stream';
import Koa, { type Context } from 'koa';
import sharp, { type Sharp } from 'sharp';
import { build } from 'vite';
import { policy } from '../../server/embed/shells.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.html': 'text/html',
  '.wasm': 'application/wasm',
};
const PAGES: readonly [RegExp, string][] = [
  [/^\/$/, 'gallery.html'],
  [/^\/objects\/[^/]+$/, 'object.html'],
  [/^\/embed\/[^/]+$/, 'embed.html'],
];

export interface TestImage {
  id: string;
  width: number;
  height: number;
}

/** Where the pages of this state of `viewer` are, built once for all test files. */
async function builtPages(): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir('viewer', { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of ['package-lock.json', ...sources.filter((name) => !/[\\/]dist[\\/]/.test(name)).toSorted()])
    hash.update(path).update(await readFile(path));
  const pages = join(tmpdir(), `vitrine-pages-${userInfo().username}-${hash.digest('hex').slice(0, 16)}`);
  if (
    await access(pages).then(
      () => true,
      () => false,
    )
  )
    return pages;
  // Under another name until it is whole: two may build at the same time, and the first one counts.
  const outDir = await mkdtemp(`${pages}.`);
  await build({ root: 'viewer', logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  await rename(outDir, pages).catch(() => rm(outDir, { recursive: true }));
  return pages;
}

/** A server of the pages, of image services cut by sharp, and of whatever documents a test puts into it. */
export class Site implements AsyncDisposable {
  readonly url: string;
  /** Answers by path; a number is a status. */
  readonly documents = new Map<string, unknown>();
  /** Bytes by path, as they are. */
  readonly files = new Map<string, Uint8Array>();
  /** Sent to everybody who connects, as the product does. */
  readonly standing: object[] = [];
  readonly #listeners = new Set<PassThrough>();
  readonly #folder: string;
  readonly #close: () => Promise<void>;

  private constructor(url: string, folder: string, close: () => Promise<void>) {
    this.url = url;
    this.#folder = folder;
    this.#close = close;
  }

  static async start(): Promise<Site> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-pages-'));
    await cp(await builtPages(), join(folder, 'dist'), { recursive: true });
    const app = new Koa();
    app.use((context) => site.#answer(context));
    // A page that is closed while it listens is no error.
    app.silent = true;
    const server = app.listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const site: Site = new Site(`http://127.0.0.1:${port}`, folder, async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    });
    return site;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const listener of this.#listeners) listener.end();
    await this.#close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  say(event: object): void {
    for (const listener of this.#listeners) listener.write(`event: asset\ndata: ${JSON.stringify(event)}\n\n`);
  }

  /** Cuts an image into a level 0 service with a few whole sizes. */
  async addImage(id: string, image: Sharp): Promise<TestImage> {
    const { data, info } = await image.jpeg({ quality: 90 }).toBuffer({ resolveWithObject: true });
    const services = join(this.#folder, 'iiif/image/3');
    await mkdir(services, { recursive: true });
    const source = sharp(data, { limitInputPixels: false });
    await source
      .clone()
      .tile({ layout: 'iiif3', size: 512, id: `${this.url}/iiif/image/3` })
      .toFile(join(services, id));
    for (const { width, height } of sizesOf(info)) {
      const place = join(services, id, 'full', `${width},${height}`, '0');
      await mkdir(place, { recursive: true });
      await source.clone().resize(width, height, { fit: 'fill' }).toFile(join(place, 'default.jpg'));
    }
    // sharp names the whole of an image that fits one tile by its size only.
    const whole = join(services, id, 'full/max/0');
    await mkdir(whole, { recursive: true });
    await writeFile(join(whole, 'default.jpg'), data);
    return { id, width: info.width, height: info.height };
  }

  thumbnail(image: TestImage): object[] {
    const sizes = sizesOf(image);
    const size = sizes.at(-1);
    const id = `${this.url}/iiif/image/3/${image.id}`;
    const service = { id, type: 'ImageService3', profile: 'level2', width: image.width, height: image.height, sizes };
    const src = `${id}/full/${size?.width},${size?.height}/0/default.jpg`;
    return [{ id: src, type: 'Image', format: 'image/jpeg', ...size, service: [service] }];
  }

  body(image: TestImage, label?: string): object {
    const id = `${this.url}/iiif/image/3/${image.id}`;
    return {
      id: `${id}/full/max/0/default.jpg`,
      type: 'Image',
      format: 'image/jpeg',
      width: image.width,
      height: image.height,
      ...(label === undefined ? {} : { label: { en: [label] } }),
      service: [{ id, type: 'ImageService3', profile: 'level0' }],
    };
  }

  canvas(key: string, image: TestImage, more: { label?: object; painting?: readonly object[] } = {}): object {
    const id = `${this.url}/iiif/canvas/${key}`;
    const painting = more.painting ?? [{ body: this.body(image), target: id }];
    return {
      id,
      type: 'Canvas',
      width: image.width,
      height: image.height,
      ...(more.label === undefined ? {} : { label: more.label }),
      thumbnail: this.thumbnail(image),
      items: [
        {
          id: `${id}/painting`,
          type: 'AnnotationPage',
          items: painting.map((annotation, index) =>
            Object.assign({ id: `${id}/painting/${index}`, type: 'Annotation', motivation: 'painting' }, annotation),
          ),
        },
      ],
    };
  }

  /** Puts an object with its manifest into the site. */
  addObject(object: string, label: object, canvases: readonly object[], more: object = {}): void {
    this.documents.set(`/iiif/presentation/3/manifests/${object}`, {
      '@context': 'http://iiif.io/api/presentation/3/context.json',
      id: `${this.url}/iiif/presentation/3/manifests/${object}`,
      type: 'Manifest',
      label,
      ...more,
      items: canvases,
    });
    this.documents.set(`/api/objects/${object}`, { id: object, label, state: 'published', assets: [] });
  }

  setCollection(items: readonly object[], name = 'top', label: object = { en: ['Vitrine'] }): void {
    const path = `/iiif/presentation/3/collections/${name}`;
    this.documents.set(path, { id: this.url + path, type: 'Collection', label, items });
  }

  manifestRef(object: string, label: object, image: TestImage | null, more: object = {}): object {
    return {
      id: `${this.url}/iiif/presentation/3/manifests/${object}`,
      type: 'Manifest',
      label,
      ...(image === null ? {} : { thumbnail: this.thumbnail(image) }),
      ...more,
    };
  }

  async #answer(context: Context): Promise<void> {
    const path = decodeURIComponent(context.path);
    // A page that needs more than the product allows shows it as an error in the console.
    const framed = context.path.startsWith('/embed/');
    if (!path.startsWith('/assets/'))
      context.set('Content-Security-Policy', policy(framed ? '*' : "'self'", undefined));
    if (path === '/api/events') return this.#stream(context);
    const page = PAGES.find(([pattern]) => pattern.test(context.path))?.[1];
    const document = this.documents.get(path);
    const file = this.files.get(path);
    if (page !== undefined) {
      const html = await readFile(join(this.#folder, 'dist', page), 'utf8');
      context.type = 'html';
      context.body = html.replace('<!--head-->', '<title>Vitrine</title>');
    } else if (file !== undefined) {
      context.type = 'application/octet-stream';
      context.body = Buffer.from(file);
    } else if (typeof document === 'number') {
      context.status = document;
    } else if (typeof document === 'string') {
      context.type = 'html';
      context.remove('Content-Security-Policy');
      context.body = document;
    } else if (document !== undefined) {
      context.body = document;
    } else if (path.startsWith('/assets/')) {
      this.#file(context, join(this.#folder, 'dist'), path);
    } else if (path.startsWith('/iiif/image/3/')) {
      this.#file(context, this.#folder, path);
    }
  }

  #file(context: Context, folder: string, path: string): void {
    context.type = TYPES[extname(path)] ?? 'application/octet-stream';
    context.body = createReadStream(join(folder, normalize(path)));
  }

  #stream(context: Context): void {
    const stream = new PassThrough();
    this.#listeners.add(stream);
    context.req.on('close', () => this.#listeners.delete(stream));
    context.type = 'text/event-stream';
    context.body = stream;
    stream.write(': hello\n\n');
    for (const event of this.standing) stream.write(`event: asset\ndata: ${JSON.stringify(event)}\n\n`);
  }
}

function sizesOf({ width, height }: { width: number; height: number }): { width: number; height: number }[] {
  const sizes = [];
  for (let scale = 1; sizes.length < 4; scale *= 2) {
    const size = { width: Math.ceil(width / scale), height: Math.ceil(height / scale) };
    if (Math.max(size.width, size.height) <= 1200) sizes.unshift(size);
  }
  return sizes;
}
