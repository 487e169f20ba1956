import type { ImageFormat } from '../recognise.ts';
import { byVips } from './by-vips.ts';
import type { Decoder } from './decoder.ts';
import { jpeg2000 } from './jpeg2000.ts';
import { pdf } from './pdf.ts';
import { photoshop } from './photoshop.ts';
import { cameraRaw } from './raw.ts';

/** What reads the formats that sharp does not. */
export const DECODERS: Partial<Record<ImageFormat, Decoder>> = {
  jp2: jpeg2000,
  jpx: jpeg2000,
  jph: jpeg2000,
  j2c: jpeg2000,
  jxl: byVips('jxlload', 'JPEG XL file'),
  heic: byVips('heifload', 'HEIC photograph'),
  pdf,
  psd: photoshop,
  raw: cameraRaw,
};
