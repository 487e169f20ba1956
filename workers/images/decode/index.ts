import type { ImageFormat } from '../recognise.ts';
import type { Decoder } from './decoder.ts';
import { jpeg2000 } from './jpeg2000.ts';

/** What reads the formats that sharp does not. */
export const DECODERS: Partial<Record<ImageFormat, Decoder>> = {
  jp2: jpeg2000,
  jpx: jpeg2000,
  j2c: jpeg2000,
};
