import type { Picture } from '../surface.ts';
import { codeOf, LIGHT } from './light.ts';

/** A picture with its halves, made when they are first asked for. */
export class Mips {
  readonly #levels: Picture[];
  readonly #colour: boolean;

  /** `colour`: sRGB, averaged as light; otherwise numbers. */
  constructor(picture: Picture, colour: boolean) {
    this.#levels = [picture];
    this.#colour = colour;
  }

  /** `level`: 0 is the picture itself; the last is one texel. */
  level(level: number): Picture {
    let last = this.#levels.at(-1)!;
    while (this.#levels.length <= level && (last.width > 1 || last.height > 1)) {
      last = halve(last, this.#colour);
      this.#levels.push(last);
    }
    return this.#levels[Math.min(level, this.#levels.length - 1)]!;
  }
}

function halve({ width, height, channels, pixels }: Picture, colour: boolean): Picture {
  const [across, down] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const half = new Uint8Array(across * down * channels);
  for (let y = 0, to = 0; y < down; y++) {
    const below = 2 * y + 1 < height ? width * channels : 0;
    let a = 2 * y * width * channels;
    for (let x = 0; x < across; x++, a += channels) {
      const right = 2 * x + 1 < width ? channels : 0;
      for (let c = 0; c < channels; c++, a++, to++) {
        const b = a + right;
        half[to] =
          colour && c < 3
            ? codeOf(
                (LIGHT[pixels[a]!]! + LIGHT[pixels[b]!]! + LIGHT[pixels[a + below]!]! + LIGHT[pixels[b + below]!]!) >>
                  2,
              )
            : (pixels[a]! + pixels[b]! + pixels[a + below]! + pixels[b + below]! + 2) >> 2;
      }
    }
  }
  return { width: across, height: down, channels, pixels: half };
}
