import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import sharp from 'sharp';
import { DEMO } from '../../../workers/demo/demo.ts';
import { drawDemo } from '../../../workers/demo/draw.ts';

async function fileIn(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-demo-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return join(folder, DEMO.fileName);
}

test.serial('the whole picture has more than 60 megapixels and its progress never goes back or leaps', async (t) => {
  const path = await fileIn(t);
  const progress: number[] = [];
  await drawDemo(path, { onProgress: (fraction) => progress.push(fraction) });
  const { width, height, format } = await sharp(path).metadata();
  t.is(format, 'jpeg');
  t.true(width * height > 60e6);
  t.deepEqual(await readdir(join(path, '..')), [DEMO.fileName]);
  t.is(progress.at(-1), 1);
  t.true(
    progress.every((fraction, i) => i === 0 || (fraction >= progress[i - 1]! && fraction - progress[i - 1]! < 0.05)),
  );
});

test.serial('a signal stops the drawing and nothing is left of it', async (t) => {
  const path = await fileIn(t);
  const stop = new AbortController();
  const seen: number[] = [];
  const onProgress = (fraction: number) => {
    seen.push(fraction);
    if (seen.length === 3) stop.abort(new Error('the museum closes'));
  };
  await t.throwsAsync(drawDemo(path, { onProgress, signal: stop.signal }), { message: 'the museum closes' });
  t.is(seen.length, 3);
  await t.throwsAsync(access(path));
});
