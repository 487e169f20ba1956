import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { check } from './manifests/presentation/check.ts';
import { startProduct } from './product.ts';
import type { Added, Product } from './product.ts';

const WIDTH = 1400;
const HEIGHT = 1000;

let product: Product;
test.before(async () => {
  // Without workers of its own: what waits for them waits until a command brings some.
  product = await startProduct({ flags: ['--jobs', '0'] });
});
test.after.always(() => product[Symbol.asyncDispose]());

async function scan(name: string): Promise<Added> {
  const path = join(product.folder, name);
  await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#d0d0d0' } })
    .withMetadata({ density: 300 })
    .png()
    .toFile(path);
  const [added] = await product.add([path]);
  if (added?.state !== 'ready') throw new Error(`${name} did not become ready`);
  return added;
}

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(new URL(path, product.url), { headers });

interface Info {
  width: number;
  height: number;
  sizes: { width: number; height: number }[];
  service: { physicalScale: number }[];
}

async function infoOf(asset: string): Promise<Info> {
  const response = await get(`/iiif/image/3/${asset}/info.json`);
  return (await response.json()) as Info;
}

async function imageAt(path: string): Promise<Sharp> {
  const response = await get(path);
  return sharp(await response.arrayBuffer());
}

async function redAt(path: string, x: number, y: number): Promise<number> {
  const pixel = (await imageAt(path)).extract({ left: x, top: y, width: 1, height: 1 });
  return (await pixel.raw().toBuffer())[0] ?? -1;
}

const addressesOf = (asset: string): string[] => [
  `/iiif/image/3/${asset}/info.json`,
  `/iiif/image/3/${asset}/512,0,512,512/512,512/0/default.jpg`,
  `/iiif/image/3/${asset}/full/max/0/default.jpg`,
  `/iiif/image/3/${asset}/100,100,300,300/200,/45/gray.webp`,
  `/iiif/image/2/${asset}/full/full/0/default.jpg`,
  `/iiif/image/${asset}.dzi`,
  `/iiif/image/${asset}_files/11/1_0.jpg`,
];

async function edit(object: string, ...flags: string[]): Promise<void> {
  const { code, stderr } = await product.run('edit', object, ...flags);
  if (code !== 0) throw new Error(stderr);
  // The server hears of it a moment after it is done.
  await sleep(200);
}

async function untilReady(object: string): Promise<void> {
  const { code, stderr } = await product.run('remake', object);
  if (code !== 0) throw new Error(stderr);
}

const closed = async (addresses: readonly string[]): Promise<string[]> => {
  const open: string[] = [];
  for (const address of addresses) if ((await get(address)).status !== 404) open.push(address);
  return open;
};

test.serial(
  'what is restricted while it is served is closed at once, comes back smaller, and is whole again when that is lifted',
  async (t) => {
    t.timeout(180_000);
    const { asset = '', object } = await scan('manuscript.png');
    const other = await scan('other.png');
    const otherTile = `/iiif/image/3/${other.asset}/0,0,512,512/512,512/0/default.jpg`;
    const otherTag = (await get(otherTile)).headers.get('etag') ?? '';
    const addresses = addressesOf(asset);
    const tags = new Map<string, string>();
    for (const address of addresses) {
      const response = await get(address);
      t.is(response.status, 200, address);
      tags.set(address, response.headers.get('etag') ?? '');
      await response.arrayBuffer();
    }
    t.is((await get(`/originals/${asset}`)).status, 200);
    const { service } = await infoOf(asset);

    await edit(object, '--max-side', '700', '--hide', `${asset}=600,400,200,200`);
    t.deepEqual(await closed([...addresses, `/originals/${asset}`]), []);
    await product.kill();
    await product.start();
    t.deepEqual(await closed([...addresses, `/originals/${asset}`]), [], 'a kill opens nothing');
    t.is((await get(otherTile, { 'If-None-Match': otherTag })).status, 304);

    await untilReady(object);
    const info = await infoOf(asset);
    t.like(info, { width: 700, height: 500 });
    // Half as many pixels to the same inch.
    const [ruler, full] = [info.service[0]?.physicalScale ?? 0, service[0]?.physicalScale ?? 0];
    t.true(full > 0 && Math.abs(ruler / full - 2) < 0.01, `${ruler} ${full}`);
    for (const address of addresses) {
      const response = await get(address, { 'If-None-Match': tags.get(address) ?? '' });
      t.not(response.status, 304, address);
      await response.arrayBuffer();
    }
    t.is((await get(`/iiif/image/3/${asset}/1024,512,376,488/376,488/0/default.jpg`)).status, 400);
    t.is((await get(`/iiif/image/3/${asset}/full/1400,1000/0/default.jpg`)).status, 400);
    t.is((await get(`/iiif/image/${asset}_files/11/1_0.jpg`)).status, 404);
    t.is(info.sizes.length, 2);
    for (const { width, height } of info.sizes) {
      const image = `/iiif/image/3/${asset}/full/${width},${height}/0/default.jpg`;
      const [hidden, shown] = [await redAt(image, width / 2, height / 2), await redAt(image, 20, 20)];
      t.true(Math.abs(hidden - 128) <= 1, `${width}: ${hidden}`);
      t.true(Math.abs(shown - 208) <= 1, `${width}: ${shown}`);
    }
    const refused = await get(`/originals/${asset}`);
    t.is(refused.status, 404);
    t.regex(((await refused.json()) as { error: { message: string } }).error.message, /not given out/);
    const manifest = (await (await get(`/iiif/presentation/3/manifests/${object}`)).json()) as {
      items: { width: number; height: number }[];
    };
    t.deepEqual(check(manifest), []);
    t.like(manifest.items[0], { width: WIDTH, height: HEIGHT });
    t.regex(JSON.stringify(manifest), /"width":700,"height":500/);
    t.notRegex(JSON.stringify(manifest), /\/originals\//);
    t.notRegex(await (await get(`/api/objects/${object}`)).text(), /\/originals\//);
    t.deepEqual(await readdir(join(product.data, 'derivatives', asset)), ['2'], 'nothing finer is left');

    await edit(object, '--label', 'Another label');
    t.is((await get(addresses[0] ?? '')).status, 200, 'a description closes nothing');
    await edit(object, '--unrestrict');
    t.is((await get(addresses[0] ?? '')).status, 200, 'lifting it closes nothing');
    t.like(await infoOf(asset), { width: 700, height: 500 });
    await untilReady(object);
    t.like(await infoOf(asset), { width: WIDTH, height: HEIGHT });
    t.is(await redAt(`/iiif/image/3/${asset}/full/max/0/default.jpg`, 700, 500), 208);
    t.is((await get(`/originals/${asset}`)).status, 200);
    t.is((await get(otherTile, { 'If-None-Match': otherTag })).status, 304);
    t.is((await get(`/originals/${other.asset}`)).status, 200);
  },
);

test.serial('what is added to a restricted object is never served without its restriction', async (t) => {
  t.timeout(120_000);
  const watermark = join(product.folder, 'mark.svg');
  const white =
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><path d="M0 0H20V10H0Z" fill="#fff"/></svg>';
  await writeFile(watermark, white);
  const path = join(product.folder, 'letters');
  await mkdir(path);
  for (const name of ['1.png', '2.png'])
    await sharp({ create: { width: 900, height: 600, channels: 3, background: '#404040' } })
      .png()
      .toFile(join(path, name));
  const added = await product.add([path], ['--object', 'letters', '--max-side', '450', '--watermark', watermark]);
  t.is(added.length, 2);
  // The mark's own file is not needed any more.
  await rm(watermark);
  await sharp({ create: { width: 900, height: 600, channels: 3, background: '#404040' } })
    .jpeg()
    .toFile(join(path, '3.jpg'));
  const more = await product.add([path], ['--object', 'letters']);
  t.is(more.length, 3);
  for (const { asset = '', pages } of more) {
    t.deepEqual(pages, [{ width: 450, height: 300 }]);
    t.like(await infoOf(asset), { width: 450, height: 300 });
    const { channels } = await (await imageAt(`/iiif/image/3/${asset}/full/max/0/default.jpg`)).stats();
    t.true((channels[0]?.max ?? 0) > 250 && (channels[0]?.min ?? 255) < 70, 'marks, and the image between them');
    t.is((await get(`/originals/${asset}`)).status, 404);
  }
});

test.serial('a restriction that cannot be is refused in words, and changes nothing', async (t) => {
  const { asset = '', object } = await scan('refused.png');
  const opaque = join(product.folder, 'refused.png');
  const broken = join(product.folder, 'broken.png');
  await writeFile(broken, 'no picture');
  for (const [flags, sentence] of [
    [['--watermark', opaque], /has no transparency/],
    [['--watermark', broken], /cannot be used: This is a text file/],
    [['--watermark', join(product.folder, 'nowhere.png')], /Expected an image file for --watermark/],
    [['--max-side', '0'], /Expected a whole number from 1/],
    [['--hide', `${asset}=1400,0,10,10`], /lies outside of the 1400 × 1000 pixels/],
  ] as const) {
    const { code, stderr } = await product.run('edit', object, ...flags);
    t.is(code, 1);
    t.regex(stderr, sentence);
  }
  t.is((await get(`/iiif/image/3/${asset}/info.json`)).status, 200);
  t.is((await get(`/originals/${asset}`)).status, 200);
});
