import test from 'ava';
import { info3 } from '../../../server/image/info3.ts';
import { seeded } from '../../random.ts';
import { decode, joinLevel } from './rasters.ts';
import type { Raster } from './rasters.ts';
import { make } from './samples.ts';
import { drawn, halved, waves } from './waves.ts';
import type { Waves } from './waves.ts';
import { OFFER } from '../../server/image/requests.ts';

// Whole pyramids, tile by tile, of images whose levels are known by arithmetic.

/**
 * Of 255, on average and at most. JPEG of quality 85 is 0.4 off in such waves at full size, where they are longest, and
 * libvips rounds halves up, which adds 1/8 with every level, and about as much again by chance. Found: 0.4 at full size, 0.9
 * at the fourth level, 2.1 at the ninth, and 4.4 at most. Moved by one pixel, every level is more than twice as far off.
 */
const MEAN = 0.6;
const MEAN_OF_LEVEL = 0.2;
const MOST = 6;
/** In every level there is one of them that has a period of 16 pixels, or 32 in the largest. */
const PERIODS = [32, 64, 128, 256, 512, 1024, 2048];

const next = seeded(2021);
const SIZES: [number, number][] = [
  [70_000, 3],
  [3, 50_000],
  [1, 1],
];
while (SIZES.length < 23) {
  const width = 1 + Math.floor(next() * 4000);
  SIZES.push([width, 1 + Math.floor(next() * Math.min(4000, 4_000_000 / width))]);
}

for (const [width, height] of SIZES) {
  test.serial(`all tiles and sizes of ${width} × ${height} have their size, and their part of the image`, async (t) => {
    const levels = [waves(width, height, PERIODS)];
    const { pyramid } = await make(await drawn(levels[0]!));
    const info = info3('https://example.org/i', pyramid, OFFER);
    t.deepEqual([info.width, info.height], [width, height]);
    for (const [i, factor] of info.tiles[0]!.scaleFactors.entries()) {
      const size = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
      const level = levels[i]!;
      const joined = await joinLevel(pyramid, i);
      t.deepEqual({ width: joined.width, height: joined.height }, size);
      const { mean, most } = distance(joined, level);
      t.true(mean <= MEAN + i * MEAN_OF_LEVEL, `level ${i} is ${mean.toFixed(2)} off`);
      t.true(most <= MOST, `level ${i} is ${most.toFixed(1)} off somewhere`);
      t.true(seams(joined, level, pyramid.tileSize) <= mean + 0.5, `level ${i} has no seams`);
      if (size.width > 64 && size.height > 64) {
        const moved = { across: level.across.map((_, x) => level.across[x + 1] ?? 0), down: level.down };
        t.true(distance(joined, moved).mean > 2 * mean, 'a shift of one pixel would have been seen');
      }
      levels.push({ across: halved(level.across), down: halved(level.down) });
    }
    for (const size of info.sizes) {
      const at = pyramid.levels.findIndex((one) => one.width === size.width && one.height === size.height);
      const whole = await decode(await pyramid.whole(at));
      t.deepEqual({ width: whole.width, height: whole.height }, { width: size.width, height: size.height });
      // Joined of the tiles and coded a second time.
      const { mean } = distance(whole, levels[at]!);
      t.true(mean <= MEAN + at * MEAN_OF_LEVEL, `the whole of level ${at} is ${mean.toFixed(2)} off`);
    }
  });
}

function distance({ width, height, data }: Raster, { across, down }: Waves): { mean: number; most: number } {
  let [sum, most] = [0, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const apart = Math.abs(data[i]! - 128 - across[x]! - down[y]!);
      sum += apart;
      most = Math.max(most, apart);
    }
  }
  return { mean: sum / (width * height), most };
}

/** How far the columns on both sides of the joints are off, on average. */
function seams({ width, height, data }: Raster, { across, down }: Waves, tileSize: number): number {
  let [sum, count] = [0, 0];
  for (let joint = tileSize; joint < width; joint += tileSize) {
    for (const x of [joint - 1, joint]) {
      for (let y = 0; y < height; y++, count++)
        sum += Math.abs(data[3 * (y * width + x)]! - 128 - across[x]! - down[y]!);
    }
  }
  return count === 0 ? 0 : sum / count;
}
