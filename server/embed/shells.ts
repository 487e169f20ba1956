import { readFile } from 'node:fs/promises';
import type Koa from 'koa';
import { StartError } from '../../manifests/errors.ts';

export type ShellName = 'gallery' | 'object' | 'embed' | 'error';

export interface Head {
  title: string;
  description?: string;
  /** Absolute URL of a picture for link previews. */
  image?: string;
  /** Absolute URLs. */
  canonical?: string;
  oembed?: string;
  manifest?: string;
  mirador?: string;
  /** HTTP status that an error page is about. */
  status?: number;
}

const PLACEHOLDER = '<!--head-->';
const NAMES: ShellName[] = ['gallery', 'object', 'embed', 'error'];
const MAX_DESCRIPTION = 300;

/** The built pages, whose heads are filled per request. */
export class Shells {
  readonly #html: ReadonlyMap<ShellName, string>;
  readonly #policies: Record<'page' | 'embed', string>;

  private constructor(html: ReadonlyMap<ShellName, string>, publicUrl: string | undefined) {
    this.#html = html;
    this.#policies = { page: policy("'self'", publicUrl), embed: policy('*', publicUrl) };
  }

  static async open(folder: URL, publicUrl: string | undefined): Promise<Shells> {
    const files = NAMES.map(async (name) => [name, await readFile(new URL(`${name}.html`, folder), 'utf8')] as const);
    const html = await Promise.all(files).catch((cause: unknown) => {
      throw new StartError('The pages are not built. Run `npm run build`.', { cause });
    });
    return new Shells(new Map(html), publicUrl);
  }

  send(ctx: Koa.Context, name: ShellName, head: Head): void {
    // What went wrong with an embed is said where it is embedded.
    const framed = ctx.path.startsWith('/embed/');
    ctx.set('Content-Security-Policy', framed ? this.#policies.embed : this.#policies.page);
    ctx.set('Cache-Control', 'no-cache');
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = this.#html.get(name)?.replace(PLACEHOLDER, () => headTags(head));
  }
}

/** Nothing comes from elsewhere, except what our own documents name by the public URL. Embeds may be framed by anyone. */
export function policy(frameAncestors: string, publicUrl: string | undefined): string {
  const own = publicUrl === undefined ? "'self'" : `'self' ${new URL(publicUrl).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${own} data: blob:`,
    `connect-src ${own}`,
    `frame-src ${own}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

function headTags({ title, description, image, canonical, oembed, manifest, mirador, status }: Head): string {
  const about = description?.slice(0, MAX_DESCRIPTION);
  const meta = (name: string, content: string | number | undefined): string | undefined =>
    content === undefined ? undefined : `<meta name="${name}" content="${escapeHtml(String(content))}" />`;
  const property = (name: string, content: string | undefined): string | undefined =>
    content === undefined ? undefined : `<meta property="${name}" content="${escapeHtml(content)}" />`;
  const link = (rel: string, href: string | undefined, type?: string): string | undefined =>
    href === undefined
      ? undefined
      : `<link rel="${rel}" href="${escapeHtml(href)}"${type === undefined ? '' : ` type="${type}"`} />`;
  return [
    `<title>${escapeHtml(title.slice(0, MAX_DESCRIPTION))}</title>`,
    meta('description', about),
    property('og:title', title.slice(0, MAX_DESCRIPTION)),
    property('og:description', about),
    property('og:image', image),
    property('og:url', canonical),
    link('canonical', canonical),
    link('alternate', oembed, 'application/json+oembed'),
    link('alternate', manifest, 'application/ld+json'),
    meta('vitrine-mirador', mirador),
    meta('vitrine-status', status),
  ]
    .filter((tag) => tag !== undefined)
    .join('\n    ');
}
