import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { prepareTexture } from '../../../../workers/meshes/read/texture.ts';
import type { Bytes, TextureFile } from '../../../../workers/meshes/source.ts';
import { testFolder } from '../../../folder.ts';

/** Two pixels wide and one high: red, blue. */
function picture(): Sharp {
  return sharp(Buffer.from([255, 0, 0, 0, 0, 255]), { raw: { width: 2, height: 1, channels: 3 } });
}

async function put(folder: string, name: string, content: Buffer): Promise<{ name: string; bytes: Bytes }> {
  const path = join(folder, name);
  await writeFile(path, content);
  return { name, bytes: { path, start: 0, length: content.length } };
}

async function pixels(texture: object): Promise<number[]> {
  const { path } = texture as TextureFile;
  return [...(await sharp(path).removeAlpha().toColourspace('srgb').raw().toBuffer())];
}

test('a picture that every reader reads alike is not copied', async (t) => {
  await using folder = await testFolder();
  const found = await put(folder.path, 'wood.jpg', await picture().png().toBuffer());
  const texture = await prepareTexture(found, folder.path, 'mirror');
  t.like(texture, { width: 2, height: 1, wrap: 'mirror' });
  t.is((await stat((texture as TextureFile).path)).ino, (await stat(found.bytes.path)).ino);
  t.deepEqual(await pixels(texture), [255, 0, 0, 0, 0, 255]);
});

test('a picture within another file is found by its bytes, once', async (t) => {
  await using folder = await testFolder();
  const png = await picture().png().toBuffer();
  const { bytes } = await put(folder.path, 'all.bin', Buffer.concat([Buffer.alloc(7), png, Buffer.alloc(9)]));
  const found = { name: 'picture 1', bytes: { ...bytes, start: 7, length: png.length } };
  const first = await prepareTexture(found, folder.path, 'repeat');
  const second = await prepareTexture(found, folder.path, 'clamp');
  t.deepEqual(await pixels(first), [255, 0, 0, 0, 0, 255]);
  t.is((first as TextureFile).path, (second as TextureFile).path);
  t.is((await readdir(folder.path)).length, 2);
});

test('orientation and profile are not applied, however the file is opened', async (t) => {
  await using folder = await testFolder();
  const turned = picture().withMetadata({ orientation: 3 }).withIccProfile('p3');
  const stored = await turned.png().toBuffer();
  const raw = await sharp(stored, { ignoreIcc: true }).raw().toBuffer();
  const found = await put(folder.path, 'turned.png', stored);
  const texture = await prepareTexture(found, folder.path, 'repeat');
  t.like(texture, { width: 2, height: 1 });
  const seen = await sharp((texture as TextureFile).path)
    .autoOrient()
    .removeAlpha()
    .raw()
    .toBuffer();
  t.deepEqual([...seen], [...raw]);
  t.notDeepEqual([...(await sharp(stored).autoOrient().raw().toBuffer())], [...raw]);
});

test('sixteen bits and CMYK become eight bits of red, green and blue', async (t) => {
  await using folder = await testFolder();
  const deep = await picture().toColourspace('rgb16').png().toBuffer();
  const cmyk = await picture().toColourspace('cmyk').jpeg().toBuffer();
  for (const [name, content] of Object.entries({ deep, cmyk })) {
    const texture = await prepareTexture(await put(folder.path, name, content), folder.path, 'repeat');
    const { depth, space, channels } = await sharp((texture as TextureFile).path).metadata();
    t.deepEqual({ depth, space, channels }, { depth: 'uchar', space: 'srgb', channels: 3 }, name);
  }
  const texture = await prepareTexture(await put(folder.path, 'deep', deep), folder.path, 'repeat');
  t.deepEqual(await pixels(texture), [255, 0, 0, 0, 0, 255]);
});

test('a TGA and a BMP become what sharp reads', async (t) => {
  await using folder = await testFolder();
  const tga = Buffer.from('0000020000000000000000000200010018200000ffff0000', 'hex');
  const bmp = Buffer.concat([
    Buffer.from('424d0000000000000000360000002800000002000000010000000100180000000000', 'hex'),
    Buffer.alloc(20),
    Buffer.from('0000ffff00000000', 'hex'),
  ]);
  for (const [name, content] of Object.entries({ tga, bmp })) {
    const texture = await prepareTexture(await put(folder.path, name, content), folder.path, 'repeat');
    t.deepEqual(await pixels(texture), [255, 0, 0, 0, 0, 255], name);
  }
});

test('what is missing, broken, cut off or too large is a finding that names it, and leaves no file', async (t) => {
  await using folder = await testFolder();
  await using work = await testFolder();
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 7919) % 251));
  const jpeg = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
  const large = Buffer.from(await picture().png().toBuffer());
  large.writeUInt32BE(20_000, 16);
  large.writeUInt32BE(20_000, 20);
  // The checksum of the header, which would otherwise be what is found wrong.
  large.writeInt32BE((await import('node:zlib')).crc32(large.subarray(12, 29)) | 0, 29);
  const bad: Record<string, [Buffer, RegExp]> = {
    'cut.jpg': [jpeg.subarray(0, jpeg.length / 2), /damaged or incomplete/],
    'large.png': [large, /20000 × 20000 pixels/],
    'note.png': [Buffer.from('no picture'), /text file/],
    'empty.png': [Buffer.alloc(0), /empty/],
    'drawing.svg': [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), /SVG/],
  };
  for (const [name, [content, reason]] of Object.entries(bad)) {
    const finding = await prepareTexture(await put(folder.path, name, content), work.path, 'repeat');
    t.like(finding, { code: 'unreadable-texture', count: 1 });
    const { message } = finding as { message: string };
    t.regex(message, reason);
    t.true(message.includes(name) && !message.includes(folder.path) && !message.includes(work.path), message);
  }
  const gone = { name: 'gone.png', bytes: { path: join(folder.path, 'gone.png'), start: 0, length: 9 } };
  t.like(await prepareTexture(gone, work.path, 'repeat'), { code: 'missing-texture', count: 1 });
  t.deepEqual(await readdir(work.path), []);
  t.is((await readFile(join(folder.path, 'cut.jpg'))).length, Math.floor(jpeg.length / 2));
});
