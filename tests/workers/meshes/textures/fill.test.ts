import test from 'ava';
import { fc } from '../../../properties.ts';
import { fillGaps } from '../../../../workers/meshes/textures/fill.ts';

test('what was drawn stays, and gaps get values between the drawn ones', (t) => {
  const picture = fc.record({ width: fc.integer({ min: 1, max: 17 }), height: fc.integer({ min: 1, max: 17 }) });
  fc.assert(
    fc.property(picture, fc.infiniteStream(fc.integer({ min: 0, max: 255 })), ({ width, height }, stream) => {
      const values = Array.from(stream.take(width * height * 4));
      const pixels = Uint8Array.from(values.slice(0, width * height * 3));
      const drawn = Uint8Array.from(values.slice(width * height * 3), (value) => (value < 60 ? 1 : 0));
      const before = pixels.slice();
      fillGaps({ width, height, channels: 3, pixels }, drawn);
      const kept = (i: number) => drawn[Math.floor(i / 3)] === 1;
      const shown = before.filter((_, i) => kept(i));
      const [least, greatest] = [Math.min(...shown), Math.max(...shown)];
      return pixels.every((value, i) =>
        kept(i) || shown.length === 0 ? value === before[i] : value >= least && value <= greatest,
      );
    }),
  );
  t.pass();
});

test('a gap takes the colour beside it, not one from afar', (t) => {
  const pixels = Uint8Array.from({ length: 16 * 3 }, (_, i) => (i < 24 ? 200 : 10));
  const drawn = new Uint8Array(16);
  drawn.set([1, 1, 1], 0);
  drawn.set([1, 1, 1], 13);
  pixels.fill(0, 9, 39);
  fillGaps({ width: 16, height: 1, channels: 3, pixels }, drawn);
  t.deepEqual([pixels[9], pixels[36]], [200, 10]);
});
