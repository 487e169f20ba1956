import { join } from 'node:path';
import test from 'ava';
import sharp from 'sharp';
import { looksLikeNormals } from '../../../../workers/meshes/read/looks-like-normals.ts';
import { testFolder } from '../../../folder.ts';

test('a picture that points out of the surface is of normals, a grey one of heights', async (t) => {
  await using folder = await testFolder();
  const looks = async (background: string, name: string, grey = false): Promise<boolean> => {
    const path = join(folder.path, name);
    const image = sharp({ create: { width: 8, height: 8, channels: 3, background } });
    await (grey ? image.toColourspace('b-w') : image).png().toFile(path);
    return looksLikeNormals(path);
  };
  t.true(await looks('rgb(128,128,255)', 'flat.png'));
  t.true(await looks('rgb(140,110,230)', 'rough.png'));
  t.false(await looks('rgb(128,128,128)', 'middle.png'));
  t.false(await looks('rgb(255,255,255)', 'white.png'));
  t.false(await looks('rgb(200,200,200)', 'grey.png', true));
});
