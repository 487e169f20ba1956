import test from 'ava';
import { minimumDepth } from '../../../../workers/meshes/tiles/depth.ts';

test('there is a coarser level where all there is would be more than the first picture is to have', (t) => {
  t.is(minimumDepth(0, 40_000), 0);
  t.is(minimumDepth(0, 50_000), 1);
  t.is(minimumDepth(512 ** 2, 20_000), 0);
  t.is(minimumDepth(512 ** 2, 30_000), 1);
  t.is(minimumDepth(800 ** 2, 1400), 0);
  t.is(minimumDepth(1100 ** 2, 1400), 1);
  t.is(minimumDepth(8192 ** 2, 595_000), 2);
});

test('leaves have some triangles, however large their textures are', (t) => {
  t.is(minimumDepth(8192 ** 2, 12), 1);
  t.is(minimumDepth(8192 ** 2, 1500), 2);
});
