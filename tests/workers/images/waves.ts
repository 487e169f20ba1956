import sharp from 'sharp';

/**
 * A grey image whose every pixel is the sum of a wave from left to right and one downwards, plus one half of the range:
 * known everywhere, and so are its means over rectangles of any kind.
 */
export interface Waves {
  across: Float64Array;
  down: Float64Array;
}

/** Waves of these periods, in pixels, which together swing by 60 at most on either axis. */
export function waves(width: number, height: number, periods: readonly number[]): Waves {
  const along = (length: number, shift: number): Float64Array =>
    Float64Array.from({ length }, (_, at) =>
      periods.reduce(
        (sum, period, i) => sum + (60 / periods.length) * Math.sin((2 * Math.PI * at) / period + shift + i),
        0,
      ),
    );
  return { across: along(width, 0), down: along(height, 2) };
}

/** As PNG, rounded to whole numbers. */
export function drawn({ across, down }: Waves): Promise<Buffer> {
  const [width, height] = [across.length, down.length];
  const pixels = Buffer.alloc(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) pixels[i] = Math.round(128 + across[x]! + down[y]!);
  }
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** The mean of every two; where the last is alone, itself. */
export function halved(side: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.ceil(side.length / 2) }, (_, i) => {
    const [one, other] = [side[2 * i]!, side[2 * i + 1]];
    return other === undefined ? one : (one + other) / 2;
  });
}

/** A part of a side in so many steps: the mean over each, of pixels that are partly in it as much as is. */
export function averaged(side: Float64Array, start: number, length: number, steps: number): Float64Array {
  const sums = new Float64Array(side.length + 1);
  side.forEach((value, i) => (sums[i + 1] = sums[i]! + value));
  const upTo = (at: number): number => {
    const whole = Math.min(Math.floor(at), side.length - 1);
    return sums[whole]! + (at - whole) * side[whole]!;
  };
  const step = length / steps;
  return Float64Array.from({ length: steps }, (_, i) => {
    const [from, to] = [start + i * step, start + (i + 1) * step];
    return (upTo(to) - upTo(from)) / step;
  });
}
