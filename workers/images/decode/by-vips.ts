import type { Decoder } from './decoder.ts';
import { headerByVips, loadByVips } from './vips.ts';

/** A format whose loader in libvips has the colour profile, the depth and the way up right: its first or main image. */
export function byVips(loader: string, reads: string): Decoder {
  return async ({ source, folder }) => {
    const job = { loader, reads, source, folder };
    const { pages, ...size } = await headerByVips(job);
    return {
      sizes: [size],
      technical: { pixelsPerInch: undefined, orientation: undefined },
      warnings: pages > 1 ? [`The file holds ${pages} images; the main one is shown.`] : [],
      decode: (_, name) => loadByVips({ ...job, name }),
    };
  };
}
