import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { startProduct } from '../../product.ts';
import type { Product, ProductOptions } from '../../product.ts';

export const CONTEXT = 'http://www.w3.org/ns/anno.jsonld';
export const LD_JSON = 'application/ld+json';

export interface Json {
  [key: string]: unknown;
}

/** What came: its status, its headers, and its body as text and, where it is some, as JSON. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Json;
}

/** The running product with an object of one view, and a token of each role. */
export class Annotated implements AsyncDisposable {
  readonly product: Product;
  readonly view: string;
  readonly tokens: Readonly<Record<'annotator' | 'other' | 'editor' | 'administrator' | 'machine', string>>;

  private constructor(product: Product, view: string, tokens: Annotated['tokens']) {
    this.product = product;
    this.view = view;
    this.tokens = tokens;
  }

  static async start(options: ProductOptions = {}): Promise<Annotated> {
    const product = await startProduct(options);
    const path = join(product.folder, 'page.png');
    await sharp({ create: { width: 600, height: 400, channels: 3, background: '#204060' } })
      .png()
      .toFile(path);
    await product.add([path], ['--object', 'page']);
    const manifest = (await (await fetch(`${product.url}/iiif/presentation/3/manifests/page`)).json()) as {
      items: { id: string }[];
    };
    const view = manifest.items[0]?.id.split('/').at(-1) ?? '';
    const administrator = (await readFile(join(product.data, 'admin-token'), 'utf8')).trim();
    const token = async (writer: { name: string; role?: string; kind?: string }): Promise<string> => {
      const response = await fetch(`${product.url}/api/tokens`, {
        method: 'POST',
        headers: { authorization: `Bearer ${administrator}`, 'content-type': 'application/json' },
        body: JSON.stringify(writer),
      });
      return ((await response.json()) as { token: string }).token;
    };
    return new Annotated(product, view, {
      administrator,
      annotator: await token({ name: 'Ada' }),
      other: await token({ name: 'Otto' }),
      editor: await token({ name: 'Edith', role: 'editor' }),
      machine: await token({ name: 'reader 1.2', kind: 'software' }),
    });
  }

  get url(): string {
    return this.product.url;
  }

  get canvas(): string {
    return `${this.url}/iiif/canvas/${this.view}`;
  }

  /** The container of the view. */
  get container(): string {
    return `${this.url}/annotations/${this.view}/`;
  }

  bearer(who: keyof Annotated['tokens']): { authorization: string } {
    return { authorization: `Bearer ${this.tokens[who]}` };
  }

  async ask(method: string, url: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    const response = await fetch(url, {
      method,
      headers: { ...(body !== undefined && { 'content-type': LD_JSON }), ...headers },
      redirect: 'manual',
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, json: isJson ? (JSON.parse(text) as Json) : {} };
  }

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('GET', url, headers);
  }

  /** Makes an annotation; by Ada, if nobody else is named. */
  post(
    annotation: Json = {},
    {
      container = this.container,
      who = 'annotator',
      headers = {},
    }: { container?: string; who?: keyof Annotated['tokens']; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    return this.ask('POST', container, { ...this.bearer(who), ...headers }, this.annotation(annotation));
  }

  annotation(more: Json = {}): Json {
    const body = { type: 'TextualBody', value: 'I like this page!', format: 'text/plain' };
    return { '@context': CONTEXT, type: 'Annotation', body, target: `${this.canvas}#xywh=10,20,30,40`, ...more };
  }

  /** A new container of a project, so that tests do not meet in one. */
  async project(slug: string): Promise<string> {
    const label = `Project ${slug}`;
    const { headers } = await this.ask(
      'POST',
      `${this.url}/annotations/`,
      { ...this.bearer('editor'), slug },
      { type: ['BasicContainer', 'AnnotationCollection'], label },
    );
    return headers.get('location') ?? '';
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.product[Symbol.asyncDispose]();
  }
}
