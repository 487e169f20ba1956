import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { DamagedError } from '../../../manifests/errors.ts';
import { readSurface, surfaceFiles, writeSurface } from '../../../workers/meshes/surface-file.ts';
import type { Picture } from '../../../workers/meshes/surface.ts';
import { testFolder } from '../../folder.ts';
import { PLAIN, waves } from './encode/surfaces.ts';

const picture = (channels: 3 | 4): Picture => ({
  width: 5,
  height: 3,
  channels,
  pixels: Uint8Array.from({ length: 15 * channels }, (_, at) => at * 3),
});
const SURFACE = waves(6, [{ ...PLAIN, baseColourTexture: { picture: 1, wrap: 'clamp' } }], [picture(3), picture(4)]);

test('a surface is read as it was written, picture by picture', async (t) => {
  await using folder = await testFolder();
  const path = join(folder.path, 'node-0-0');
  writeSurface(path, SURFACE);
  const { materials, pictures } = readSurface(path);
  t.deepEqual(materials, SURFACE.materials);
  t.deepEqual(
    pictures.map((read) => ({ ...read, pixels: Uint8Array.from(read.pixels) })),
    SURFACE.pictures,
  );
});

test('pictures that are cut off, or of which a bit has changed, are told to be damaged', async (t) => {
  await using folder = await testFolder();
  const path = join(folder.path, 'node-0-0');
  const file = surfaceFiles(path).find((name) => name.endsWith('.pictures'))!;
  writeSurface(path, SURFACE);
  const whole = readFileSync(file);
  for (const length of [0, 5, whole.length - 1]) {
    writeFileSync(file, whole);
    truncateSync(file, length);
    t.throws(() => readSurface(path), { instanceOf: DamagedError }, `${length} bytes`);
  }
  const changed = Buffer.from(whole);
  changed[changed.length - 4]! ^= 1;
  writeFileSync(file, changed);
  t.throws(() => readSurface(path), { instanceOf: DamagedError });
});
