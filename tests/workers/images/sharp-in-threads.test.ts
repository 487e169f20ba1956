import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import sharp from 'sharp';
import { open } from '../../../workers/images/sharp.ts';
import { testFolder } from '../../folder.ts';

const MODULE = new URL('../../../workers/images/sharp.ts', import.meta.url);

/** Loads the module in a thread of its own, and reads with it. */
const SCRIPT = `
  import { open } from ${JSON.stringify(MODULE.href)};
  import { parentPort, workerData } from 'node:worker_threads';
  const read = (source) => open(source).raw().toBuffer().then(() => 'read', (error) => error.message);
  parentPort.postMessage([await read(Buffer.from(workerData.png)), await read(workerData.drawing)]);
`;

test('a thread that begins takes nothing away from those who read, and reads no more than they may', async (t) => {
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await using folder = await testFolder();
  // From a path, as which one is never to be read.
  const drawing = join(folder.path, 'drawing.svg');
  await writeFile(drawing, '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
  const over = new AbortController();
  const reading = (async () => {
    for (let times = 0; !over.signal.aborted; times++)
      await t.notThrowsAsync(open(png).raw().toBuffer(), `after ${times} times`);
  })();
  for (let round = 0; round < 6; round++) {
    const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(SCRIPT)}`), {
      workerData: { png, drawing },
    });
    const [[own, refused]] = (await once(thread, 'message')) as [[string, string]];
    t.is(own, 'read');
    t.regex(refused, /unsupported image format/);
    await thread.terminate();
  }
  over.abort();
  await reading;
});
