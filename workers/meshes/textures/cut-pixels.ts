import type { SlotSource } from './layout.ts';
import type { Rectangle, TexelReader, TexelTarget } from './texel-reader.ts';

/**
 * Writes what a rectangle of the layout (in texels of the material's largest texture) shows of one texture: its own texels
 * unchanged, unless they are reduced (the mean of squares), or the texture's size is no whole part of the layout's.
 */
export function cutPixels(
  texels: TexelReader,
  source: SlotSource,
  layout: { width: number; height: number },
  rectangle: Rectangle,
  reduction: number,
  target: TexelTarget,
): void {
  const { ratio, texture, wrap } = source;
  const [x, y, width, height] = rectangle.map((value) => value / ratio) as unknown as Rectangle;
  if (source.width * ratio !== layout.width || source.height * ratio !== layout.height) {
    interpolate(texels, source, layout, rectangle, reduction, target);
  } else if (reduction === 1) {
    texels.read(texture, [x, y, width, height], wrap, target);
  } else {
    reduce(texels, source, [x, y, width, height], reduction, target);
  }
}

/** A row of squares is read at a time, so that whole textures of any size pass through. */
function reduce(
  texels: TexelReader,
  { texture, wrap }: SlotSource,
  [x, y, width, height]: Rectangle,
  by: number,
  { pixels, at, stride, channels }: TexelTarget,
): void {
  const band = new Uint8Array(width * by * channels);
  const squares = Math.floor(width / by);
  const sums = new Uint32Array(squares * channels);
  for (let row = 0; row < Math.floor(height / by); row++) {
    texels.read(texture, [x, y + row * by, width, by], wrap, {
      pixels: band,
      at: 0,
      stride: width * channels,
      channels,
    });
    sums.fill(0);
    for (let line = 0; line < by; line++)
      for (let column = 0, from = line * width * channels; column < squares * by; column++)
        for (let c = 0, to = Math.floor(column / by) * channels; c < channels; c++) sums[to + c]! += band[from++]!;
    for (let i = 0, to = at + row * stride; i < sums.length; i++) pixels[to + i] = sums[i]! / (by * by) + 0.5;
  }
}

/** Linear between the four nearest texels. */
function interpolate(
  texels: TexelReader,
  { texture, wrap, width: sourceWidth, height: sourceHeight }: SlotSource,
  layout: { width: number; height: number },
  [x, y, width, height]: Rectangle,
  reduction: number,
  { pixels, at, stride, channels }: TexelTarget,
): void {
  const [scaleX, scaleY] = [sourceWidth / layout.width, sourceHeight / layout.height];
  const left = Math.floor((x + reduction / 2) * scaleX - 0.5);
  const columns = Math.floor(width / reduction);
  const across = Math.floor((x + (columns - 0.5) * reduction) * scaleX - 0.5) + 2 - left;
  const band = new Uint8Array(across * 2 * channels);
  for (let row = 0; row < Math.floor(height / reduction); row++) {
    const sourceY = (y + (row + 0.5) * reduction) * scaleY - 0.5;
    const top = Math.floor(sourceY);
    const down = sourceY - top;
    texels.read(texture, [left, top, across, 2], wrap, { pixels: band, at: 0, stride: across * channels, channels });
    for (let column = 0, to = at + row * stride; column < columns; column++) {
      const sourceX = (x + (column + 0.5) * reduction) * scaleX - 0.5 - left;
      const right = sourceX - Math.floor(sourceX);
      for (let c = 0, a = Math.floor(sourceX) * channels, b = a + across * channels; c < channels; c++, a++, b++) {
        const above = band[a]! + (band[a + channels]! - band[a]!) * right;
        const below = band[b]! + (band[b + channels]! - band[b]!) * right;
        pixels[to++] = above + (below - above) * down + 0.5;
      }
    }
  }
}
