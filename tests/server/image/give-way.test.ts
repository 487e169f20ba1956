import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import sharp from 'sharp';
import { giveWay } from '../../../server/image/give-way.ts';
import { testNeeding } from '../../needs.ts';

const onLinux = testNeeding('threads with priorities of their own', process.platform === 'linux');

onLinux('threads that make pixels give way to the one that answers', async (t) => {
  const before = getPriority(process.pid);
  await sharp({ create: { width: 600, height: 600, channels: 3, background: '#808080' } })
    .resize(300)
    .jpeg()
    .toBuffer();
  await giveWay();
  const makers = readdirSync('/proc/self/task').filter((id) =>
    readFileSync(`/proc/self/task/${id}/comm`, 'utf8').startsWith('libvips'),
  );
  t.true(makers.length > 0);
  t.true(makers.every((id) => getPriority(Number(id)) > before));
  t.is(getPriority(process.pid), before);
});
