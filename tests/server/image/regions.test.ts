import test from 'ava';
import type { Region, Size } from '../../../manifests/derivatives/levels.ts';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import { plan } from '../../../server/image/plan.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { seeded } from '../../random.ts';
import { decode, turn } from '../../workers/images/rasters.ts';
import type { Raster } from '../../workers/images/rasters.ts';
import { make } from '../../workers/images/samples.ts';
import { averaged, drawn, waves } from '../../workers/images/waves.ts';
import type { Waves } from '../../workers/images/waves.ts';
import { ask } from './ask.ts';
import { OFFER } from './requests.ts';

// Regions of every kind from a real pyramid, against means over the very same parts of the full image, by arithmetic.

const WIDTH = 2701;
const HEIGHT = 1907;

/** How far a result lies from where it belongs, in its own pixels, and how far its values are off apart from that. */
interface Misfit {
  right: number;
  down: number;
  mean: number;
}

/** By least squares: which shift along the slopes of the wanted image explains most of the difference. */
function misfit(found: Raster, wanted: Float64Array): Misfit {
  const { width, height, data } = found;
  let [xx, xy, yy, xd, yd] = [0, 0, 0, 0, 0];
  const each = (visit: (apart: number, slopeX: number, slopeY: number) => void): void => {
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const at = y * width + x;
        const slopeX = (wanted[at + 1]! - wanted[at - 1]!) / 2;
        const slopeY = (wanted[at + width]! - wanted[at - width]!) / 2;
        visit(data[3 * at]! - wanted[at]!, slopeX, slopeY);
      }
    }
  };
  each((apart, slopeX, slopeY) => {
    xx += slopeX * slopeX;
    xy += slopeX * slopeY;
    yy += slopeY * slopeY;
    xd += slopeX * apart;
    yd += slopeY * apart;
  });
  const whole = xx * yy - xy * xy;
  // What lies further right has the value of what is further left.
  const right = -(xd * yy - yd * xy) / whole;
  const down = -(yd * xx - xd * xy) / whole;
  let sum = 0;
  each((apart, slopeX, slopeY) => (sum += Math.abs(apart + right * slopeX + down * slopeY)));
  return { right, down, mean: sum / ((width - 2) * (height - 2)) };
}

function wantedOf({ across, down }: Waves, region: Region, size: Size): Float64Array {
  const xs = averaged(across, region.x, region.width, size.width);
  const ys = averaged(down, region.y, region.height, size.height);
  return Float64Array.from({ length: size.width * size.height }, (_, i) => {
    return 128 + xs[i % size.width]! + ys[Math.floor(i / size.width)]!;
  });
}

/** How much larger each pixel of the level is that this request is made of. */
function factorOf(pyramid: Pyramid, path: string): number {
  const request = parse3(path, OFFER.formats);
  const resolved = request.ok ? resolve(request, pyramid, OFFER.limits) : request;
  if (!resolved.ok) throw new Error(resolved.message);
  const how = plan(resolved, pyramid);
  const level = how.kind === 'transform' ? how.source.level : how.level;
  return pyramid.levels[level]!.scaleFactor;
}

/** Where the waves are long enough for pixels of this scale to show them, and short enough for a shift to be seen. */
const SCALES = [
  { name: 'at full size or half of it', least: 0.5, most: 1, periods: [60, 100] },
  { name: 'at a half to an eighth', least: 0.125, most: 0.5, periods: [250, 400] },
  { name: 'at less than an eighth', least: 0.05, most: 0.125, periods: [600, 900] },
];
const TURNS = [0, 90, 180, 270] as const;

for (const { name, least, most, periods } of SCALES) {
  test.serial(`regions ${name}, mirrored and turned, lie where they belong`, async (t) => {
    const next = seeded(7);
    const image = waves(WIDTH, HEIGHT, periods);
    const { pyramid } = await make(await drawn(image));
    const worst = { right: 0, down: 0, mean: 0 };
    for (let n = 0; n < 40; n++) {
      const scale = least + next() * (most - least);
      const smallest = Math.ceil(40 / scale);
      const width = smallest + Math.floor(next() * Math.max(1, Math.min(1400, WIDTH) - smallest));
      const height = smallest + Math.floor(next() * Math.max(1, Math.min(1400, HEIGHT) - smallest));
      const region = {
        x: Math.floor(next() * (WIDTH - width)),
        y: Math.floor(next() * (HEIGHT - height)),
        width,
        height,
      };
      const size = { width: Math.floor(width * scale), height: Math.floor(height * scale) };
      const mirror = next() < 0.5;
      const degrees = TURNS[Math.floor(next() * 4)]!;
      const path = `${region.x},${region.y},${width},${height}/${size.width},${size.height}/${mirror ? '!' : ''}${degrees}/default.png`;
      const found = upright(await decode(await ask(pyramid, path)), mirror, degrees);
      t.deepEqual({ width: found.width, height: found.height }, size, path);
      const { right, down, mean } = misfit(found, wantedOf(image, region, size));
      // Each edge goes to the nearest pixel of the level: at most half of one, which is never more than one of the result.
      const factor = factorOf(pyramid, path);
      const allowed = { right: (factor * size.width) / width / 2, down: (factor * size.height) / height / 2 };
      if (factor === 1) allowed.right = allowed.down = 0;
      t.true(Math.abs(right) <= allowed.right + 0.06, `${path} lies ${right.toFixed(3)} to the right`);
      t.true(Math.abs(down) <= allowed.down + 0.06, `${path} lies ${down.toFixed(3)} too low`);
      t.true(mean <= 2, `${path} is ${mean.toFixed(2)} off`);
      worst.right = Math.max(worst.right, Math.abs(right) - allowed.right);
      worst.down = Math.max(worst.down, Math.abs(down) - allowed.down);
      worst.mean = Math.max(worst.mean, mean);
    }
    t.log(worst);
  });
}

/** Turned back: what a mirrored and turned image was before that. */
function upright(image: Raster, mirror: boolean, degrees: (typeof TURNS)[number]): Raster {
  const back = turn(image, false, degrees === 90 ? 270 : degrees === 270 ? 90 : degrees);
  return mirror ? turn(back, true, 0) : back;
}

for (const mirror of [false, true]) {
  test.serial(
    `a region turned by 45 degrees${mirror ? ', mirrored before,' : ''} lies around the middle of its box`,
    async (t) => {
      const image = waves(WIDTH, HEIGHT, [60, 100]);
      const { pyramid } = await make(await drawn(image));
      const [x, y, side] = [300, 200, 401];
      const found = await decode(
        await ask(pyramid, `${x},${y},${side},${side}/max/${mirror ? '!' : ''}45/default.png`),
      );
      const half = Math.SQRT1_2;
      // A square of the turned image that lies wholly within the region; the value at the place where each pixel came from.
      const inner = 260;
      const [left, top] = [Math.floor((found.width - inner) / 2), Math.floor((found.height - inner) / 2)];
      const part: Raster = { width: inner, height: inner, data: Buffer.alloc(inner * inner * 3) };
      const wanted = new Float64Array(inner * inner);
      for (let row = 0, at = 0; row < inner; row++) {
        for (let column = 0; column < inner; column++, at++) {
          const start = 3 * ((top + row) * found.width + left + column);
          found.data.copy(part.data, 3 * at, start, start + 3);
          const [dx, dy] = [left + column + 0.5 - found.width / 2, top + row + 0.5 - found.height / 2];
          const across = half * (dx + dy);
          const u = x + side / 2 + (mirror ? -across : across);
          const v = y + side / 2 + half * (dy - dx);
          wanted[at] = 128 + between(image.across, u) + between(image.down, v);
        }
      }
      const { right, down, mean } = misfit(part, wanted);
      t.log({ right, down, mean });
      // libvips turns the corners of pixels and not their middles (half a pixel), and begins its box at a whole one.
      t.true(Math.abs(right) <= 1.1 && Math.abs(down) <= 1.1, `${right.toFixed(2)}, ${down.toFixed(2)}`);
      t.true(mean <= 2, `${mean.toFixed(2)} off`);
    },
  );
}

/** The value at a place between the middles of two pixels. */
function between(side: Float64Array, at: number): number {
  const from = Math.floor(at - 0.5);
  const part = at - 0.5 - from;
  return side[from]! * (1 - part) + side[from + 1]! * part;
}
