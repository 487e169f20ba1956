import { readFile, readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { NotFoundError } from '../../manifests/errors.ts';
import type { Handler } from '../http/context.ts';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

interface Asset {
  type: string;
  plain: Buffer;
  /** Made when it is first asked for. */
  brotli?: Promise<Buffer>;
}

const compress = promisify(brotliCompress);

/** The viewer's scripts and styles. Their names hold a hash of their bytes, so they never change. */
export async function openAssets(dist: URL): Promise<Handler> {
  const folder = new URL('assets/', dist);
  const names = await readdir(fileURLToPath(folder));
  const entries = names.map(async (name): Promise<[string, Asset]> => [
    name,
    { type: TYPES[extname(name)] ?? 'application/octet-stream', plain: await readFile(new URL(name, folder)) },
  ]);
  const assets = new Map(await Promise.all(entries));
  return async (ctx) => {
    const asset = assets.get(ctx.params['name'] ?? '');
    if (!asset) throw new NotFoundError('There is no such file');
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
    ctx.set('Vary', 'Accept-Encoding');
    ctx.type = asset.type;
    if (ctx.acceptsEncodings('br', 'identity') === 'br') {
      asset.brotli ??= compress(asset.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
      ctx.set('Content-Encoding', 'br');
      ctx.body = await asset.brotli;
    } else {
      ctx.body = asset.plain;
    }
  };
}
