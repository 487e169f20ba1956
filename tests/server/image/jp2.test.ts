import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { OverloadError } from '../../../manifests/errors.ts';
import { findJp2Encoder } from '../../../server/image/jp2.ts';
import { testFolder } from '../../folder.ts';
import { testNeeding } from '../../needs.ts';

const encoder = await findJp2Encoder();
const testJp2 = testNeeding('an encoder of JPEG 2000 (vips)', encoder, 'serial');

testJp2('colour and grey come back as they were', async (t) => {
  await using folder = await testFolder();
  for (const channels of [1, 3]) {
    const data = Buffer.alloc(70 * 50 * channels, 90);
    data.fill(200, 0, 70 * 25 * channels);
    const made = await encoder!({ data, width: 70, height: 50, channels, isExact: channels === 1 }, 20);
    const [path, back] = [join(folder.path, 'a.jp2'), join(folder.path, 'a.png')];
    writeFileSync(path, made);
    execFileSync('vips', ['copy', path, back]);
    const { data: read, info } = await sharp(back).raw().toBuffer({ resolveWithObject: true });
    t.like(info, { width: 70, height: 50 });
    const [first = 0, last = 0] = [read[0], read.at(-1)];
    t.true(Math.abs(200 - first) < 6 && Math.abs(90 - last) < 6, `${first}, ${last}`);
  }
});

testJp2('what takes too long is ended, and leaves nothing behind', async (t) => {
  await using folder = await testFolder();
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder.path;
  try {
    const data = Buffer.alloc(2000 * 2000 * 3, 7);
    const work = encoder!({ data, width: 2000, height: 2000, channels: 3, isExact: false }, 0.001);
    t.is(tmpdir(), folder.path);
    await t.throwsAsync(work, { instanceOf: OverloadError });
    t.deepEqual(readdirSync(folder.path), []);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
});
