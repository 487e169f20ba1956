import test from 'ava';
import type { Picture } from '../../../../workers/meshes/surface.ts';
import { smoothUnused } from '../../../../workers/meshes/textures/unused.ts';
import { seeded } from '../../../random.ts';

const random = seeded(4);
const noise: Picture = {
  width: 101,
  height: 70,
  channels: 3,
  pixels: Uint8Array.from({ length: 101 * 70 * 3 }, () => Math.floor(random() * 256)),
};

test('texels near a triangle stay, whichever way round it runs; those far away become smooth', (t) => {
  for (const indices of [
    [0, 1, 2],
    [0, 2, 1],
  ]) {
    const picture = { ...noise, pixels: noise.pixels.slice() };
    // From 10, 10 to 40, 10 and to 10, 30.
    const texcoords = Float32Array.from([10 / 101, 10 / 70, 40 / 101, 10 / 70, 10 / 101, 30 / 70]);
    const group = { material: 0, start: 0, count: 3 };
    const mesh = {
      positions: new Int32Array(9),
      normals: new Float32Array(9),
      texcoords,
      indices: Uint32Array.from(indices),
      groups: [group],
    };
    smoothUnused(picture, mesh, group, 4);
    const changed = (x: number, y: number) =>
      [0, 1, 2].some((c) => picture.pixels[(y * 101 + x) * 3 + c] !== noise.pixels[(y * 101 + x) * 3 + c]);
    for (let y = 7; y < 33; y++)
      for (let x = 7; x < 43; x++) {
        // Above the slanted side, and up to four texels from it.
        if ((x - 10) * 2 + (y - 10) * 3 < 60 + 4 * Math.sqrt(13) && x < 42 && y < 32)
          t.false(changed(x, y), `${x}, ${y}`);
      }
    t.true(changed(90, 60));
    const last = picture.pixels.subarray((65 * 101 + 90) * 3, (65 * 101 + 94) * 3);
    t.true(last.every((value, i) => value === last[i % 3]));
  }
});

test('a triangle without area keeps what lies around it', (t) => {
  const picture = { ...noise, pixels: noise.pixels.slice() };
  const group = { material: 0, start: 0, count: 3 };
  const texcoords = new Float32Array(6).fill(0.5);
  const indices = Uint32Array.from([0, 1, 2]);
  const mesh = { positions: new Int32Array(9), normals: new Float32Array(9), texcoords, indices, groups: [group] };
  smoothUnused(picture, mesh, group, 2);
  const at = (35 * 101 + 50) * 3;
  t.deepEqual(picture.pixels.subarray(at, at + 6), noise.pixels.subarray(at, at + 6));
  t.notDeepEqual(picture.pixels.subarray(0, 6), noise.pixels.subarray(0, 6));
});
