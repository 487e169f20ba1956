import type { Picture } from '../surface.ts';

/** The same picture with three channels where nothing shines through. */
export function opaqueOrNot(picture: Picture): Picture {
  const { width, height, channels, pixels } = picture;
  if (channels === 3) return picture;
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i]! < 255) return picture;
  const opaque = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < opaque.length; from += 4, to += 3) {
    opaque[to] = pixels[from]!;
    opaque[to + 1] = pixels[from + 1]!;
    opaque[to + 2] = pixels[from + 2]!;
  }
  return { width, height, channels: 3, pixels: opaque };
}
