import { rm, writeFile } from 'node:fs/promises';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import sharp from 'sharp';
import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Material } from '../../../../workers/meshes/source.ts';
import { TexelReader } from '../../../../workers/meshes/textures/texel-reader.ts';
import { numberIn, storeTexels } from '../../../../workers/meshes/textures/texel-store.ts';
import { testFolder } from '../../../folder.ts';
import { seeded } from '../../../random.ts';
import { plainMaterial } from './models.ts';

const ignore = () => undefined;

function noise(width: number, height: number, channels: number): Uint8Array {
  const random = seeded(11);
  return Uint8Array.from({ length: width * height * channels }, () => Math.floor(random() * 256));
}

const png = (pixels: Uint8Array, width: number, height: number, channels: 3 | 4) =>
  sharp(pixels, { raw: { width, height, channels } }).png();

const texture = (path: string) => ({ path, width: 8, height: 8, wrap: 'clamp' }) as const;

test('rectangles are read as they are in the picture, whatever the size of the cache', async (t) => {
  await using folder = await testFolder();
  const [width, height] = [700, 530];
  const pixels = noise(width, height, 3);
  const path = join(folder.path, 'a.png');
  await png(pixels, width, height, 3).toFile(path);
  const material: Material = { ...plainMaterial, baseColourTexture: { path, width, height, wrap: 'repeat' } };
  const store = await storeTexels([material], folder.path, ignore);
  const random = seeded(2);
  for (const cacheBytes of [1, 2 ** 24]) {
    using reader = new TexelReader(store, cacheBytes);
    t.deepEqual({ ...reader.sizeOf(0) }.width, width);
    for (let i = 0; i < 60; i++) {
      const wrap = (['repeat', 'mirror', 'clamp'] as const)[i % 3]!;
      const [x, y] = [Math.floor(random() * 1600 - 800), Math.floor(random() * 1600 - 800)];
      const [w, h] = [1 + Math.floor(random() * 400), 1 + Math.floor(random() * 300)];
      const target = new Uint8Array(w * h * 4);
      reader.read(0, [x, y, w, h], wrap, { pixels: target, at: 0, stride: w * 4, channels: 4 });
      const place = (at: number, size: number) => {
        if (wrap === 'clamp') return Math.min(size - 1, Math.max(0, at));
        const turn = ((at % (2 * size)) + 2 * size) % (2 * size);
        return wrap === 'repeat' ? turn % size : Math.min(turn, 2 * size - 1 - turn);
      };
      const wanted = new Uint8Array(w * h * 4);
      for (let row = 0, to = 0; row < h; row++)
        for (let column = 0; column < w; column++, to += 4) {
          const from = (place(y + row, height) * width + place(x + column, width)) * 3;
          wanted.set([pixels[from]!, pixels[from + 1]!, pixels[from + 2]!, 255], to);
        }
      t.true(Buffer.compare(target, wanted) === 0, `${wrap} ${x},${y} ${w}×${h}`);
    }
  }
});

test('colours are converted to sRGB, data are not', async (t) => {
  await using folder = await testFolder();
  const path = join(folder.path, 'p3.png');
  await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 200, g: 60, b: 40 } } })
    .withIccProfile('p3')
    .png()
    .toFile(path);
  const inFile = await sharp(path, { ignoreIcc: true }).raw().toBuffer();
  const file = { path, width: 8, height: 8, wrap: 'repeat' } as const;
  const material: Material = { ...plainMaterial, baseColourTexture: file, normalTexture: file };
  const store = await storeTexels([material], folder.path, ignore);
  using reader = new TexelReader(store);
  const first = (number: number) => {
    const pixels = new Uint8Array(3);
    reader.read(number, [0, 0, 1, 1], 'clamp', { pixels, at: 0, stride: 3, channels: 3 });
    return [...pixels];
  };
  const colour = first(numberIn(store, file, 'baseColourTexture'));
  t.true(Math.abs(colour[0]! - 200) <= 2 && Math.abs(colour[1]! - 60) <= 2, colour.join());
  t.deepEqual(first(numberIn(store, file, 'normalTexture')), [...inFile.subarray(0, 3)]);
  t.notDeepEqual([...inFile.subarray(0, 3)], colour);
});

test('16 bits and grey become 8 bits of three channels; opacity is kept where it is used', async (t) => {
  await using folder = await testFolder();
  const [deep, clear] = [join(folder.path, 'deep.png'), join(folder.path, 'clear.png')];
  await sharp(
    Uint16Array.from({ length: 64 }, (_, i) => i * 1000),
    { raw: { width: 8, height: 8, channels: 1 } },
  )
    .toColourspace('grey16')
    .png()
    .toFile(deep);
  t.is((await sharp(deep).metadata()).depth, 'ushort');
  await png(noise(8, 8, 4), 8, 8, 4).toFile(clear);
  const materials: Material[] = [
    { ...plainMaterial, occlusionTexture: texture(deep) },
    { ...plainMaterial, alphaMode: 'MASK', baseColourTexture: texture(clear), emissiveTexture: texture(deep) },
  ];
  const store = JSON.parse(JSON.stringify(await storeTexels(materials, folder.path, ignore))) as never;
  using reader = new TexelReader(store);
  const pixels = new Uint8Array(8 * 8 * 3);
  reader.read(0, [0, 0, 8, 8], 'clamp', { pixels, at: 0, stride: 24, channels: 3 });
  t.deepEqual([...pixels.subarray(30 * 3, 30 * 3 + 3)], Array(3).fill(Math.floor(30_000 / 256)));
  t.is(reader.sizeOf(1).channels, 4);
  t.is(reader.sizeOf(2).channels, 3);
});

test('data are adjusted as their material asks, and one picture may be asked for in several ways', async (t) => {
  await using folder = await testFolder();
  const path = join(folder.path, 'relief.png');
  await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 180, g: 200, b: 220 } } })
    .png()
    .toFile(path);
  const plain = texture(path);
  const turned = { ...plain, adjustment: { factor: [1, -1, 1], offset: [0, 255, 0] } } as const;
  const materials: Material[] = [
    { ...plainMaterial, normalTexture: plain, occlusionTexture: plain },
    { ...plainMaterial, normalTexture: turned },
  ];
  const store = JSON.parse(JSON.stringify(await storeTexels(materials, folder.path, ignore))) as never;
  using reader = new TexelReader(store);
  const first = (number: number) => {
    const pixels = new Uint8Array(3);
    reader.read(number, [0, 0, 1, 1], 'clamp', { pixels, at: 0, stride: 3, channels: 3 });
    return [...pixels];
  };
  t.is(reader.store.textures.length, 2);
  t.deepEqual(first(numberIn(store, plain, 'occlusionTexture')), [180, 200, 220]);
  t.deepEqual(first(numberIn(store, turned, 'normalTexture')), [180, 55, 220]);
});

test('what an ended task has left is used again, and what it left half is not', async (t) => {
  await using folder = await testFolder();
  const path = join(folder.path, 'a.png');
  await png(noise(40, 40, 3), 40, 40, 3).toFile(path);
  const material: Material = { ...plainMaterial, baseColourTexture: { path, width: 40, height: 40, wrap: 'repeat' } };
  await writeFile(join(folder.path, 'texels-0.tif.part'), 'half of it');
  const { file } = (await storeTexels([material], folder.path, ignore)).textures[0]!;
  const made = statSync(file).mtimeMs;
  await rm(path);
  await storeTexels([material], folder.path, ignore);
  t.is(statSync(file).mtimeMs, made);
  t.false(existsSync(`${file}.part`));
});

test('a texture that breaks off is named', async (t) => {
  await using folder = await testFolder();
  const path = join(folder.path, 'statue.png');
  await writeFile(path, (await png(noise(64, 64, 3), 64, 64, 3).toBuffer()).subarray(0, 4000));
  const material: Material = { ...plainMaterial, baseColourTexture: { path, width: 64, height: 64, wrap: 'repeat' } };
  const error = await t.throwsAsync(storeTexels([material], folder.path, ignore), { instanceOf: UnreadableError });
  t.regex(error.message, /"statue\.png"/);
});
