import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProduct } from '../../../product.ts';
import type { Product } from '../../../product.ts';
import type { Service } from './feature.ts';
import { PICTURE, TABLE_LIMITS } from './image-features.ts';
import { squares, squaresPng } from './squares.ts';
import { tableOf, tryAll } from './table.ts';
import type { Line } from './table.ts';
import { FORMATS, offeredFormats } from '../../../../server/image/formats.ts';

export const PAGE = new URL('../../../../docs/image-api.md', import.meta.url);
const BEGIN = '<!-- made by `npm run docs` -->\n';
const END = '<!-- end -->';

/** The program with the picture of the table, within small limits. */
export async function startWithPicture(): Promise<Product & { picture: string }> {
  const { maxWidth, maxHeight, maxArea } = TABLE_LIMITS;
  const limits = ['--max-width', maxWidth, '--max-height', maxHeight, '--max-area', maxArea].map(String);
  const product = await startProduct({ flags: limits });
  const picture = await addSquares(product, PICTURE.columns, PICTURE.rows);
  return Object.assign(product, { picture });
}

/** Adds a picture of squares and gives its identifier. */
export async function addSquares(product: Product, columns: number, rows: number): Promise<string> {
  const path = join(product.folder, `${columns}x${rows}.png`);
  await writeFile(path, await squaresPng(squares(columns, rows)));
  const rights = ['--rights', 'http://creativecommons.org/publicdomain/zero/1.0/'];
  const [added] = await product.add([path], rights);
  if (added?.asset === undefined || added.state !== 'ready')
    throw new Error(`The picture was not made ready: ${JSON.stringify(added)}`);
  return added.asset;
}

export const serviceOf = (product: Product, version: Service['version'], picture: string, of = PICTURE): Service => ({
  version,
  base: product.url,
  path: `/iiif/image/${version.slice(0, 1)}/${picture}`,
  squares: squares(of.columns, of.rows),
});

export interface Tables {
  markdown: string;
  gaps: readonly Line[];
}

/** Both tables, with the lines about JPEG 2000 only where it can be made. */
export async function makeTables(product: Product, picture: string, hasJp2: boolean): Promise<Tables> {
  const texts: string[] = [];
  const gaps: Line[] = [];
  for (const version of ['3.0', '2.1'] as const) {
    const lines = await tryAll(serviceOf(product, version, picture), offeredFormats(hasJp2));
    texts.push(tableOf(version, lines));
    gaps.push(...lines.filter(({ gap }) => gap !== undefined));
  }
  return { markdown: texts.join('\n'), gaps };
}

/** The part of the page that is made, as it stands there. */
export function madePart(page: string): string {
  return page.slice(page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END));
}

export function withMadePart(page: string, made: string): string {
  return `${page.slice(0, page.indexOf(BEGIN) + BEGIN.length)}${made}${page.slice(page.indexOf(END))}`;
}

/** As the page is where there is no encoder for JPEG 2000. */
export const withoutJp2 = (made: string): string =>
  made
    .split('\n')
    .filter((line) => !line.includes(FORMATS.jp2.type))
    .map((line) => line.replace(', `jp2`', ''))
    .join('\n');
