import { fc } from '../../properties.ts';
import { LIMITS } from '../../../manifests/derivatives/limits.ts';
import type { Offer } from '../../../server/image/advertised.ts';
import { offeredFormats } from '../../../server/image/formats.ts';

export const OFFER: Offer = { limits: LIMITS, formats: offeredFormats(true) };

export const side = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 50 }));
const decimal = fc.oneof(
  fc.integer({ min: 0, max: 130 }).map(String),
  fc.tuple(fc.nat(120), fc.nat(99_999)).map(([whole, part]) => `${whole}.${part}`),
);
const pixel = fc.oneof(fc.nat(70_000), fc.nat(20)).map(String);
export const region = fc.oneof(
  fc.constantFrom('full', 'square'),
  fc.tuple(pixel, pixel, pixel, pixel).map(String),
  fc.tuple(decimal, decimal, decimal, decimal).map((parts) => `pct:${parts.join(',')}`),
);
/** The forms of size that 2.1 and 3.0 share. */
export const scaled = fc.oneof(
  pixel.map((w) => `${w},`),
  pixel.map((h) => `,${h}`),
  decimal.map((n) => `pct:${n}`),
  fc.tuple(pixel, pixel).map(String),
  fc.tuple(pixel, pixel).map((box) => `!${box.join(',')}`),
);
export const rotation = fc.tuple(fc.constantFrom('', '!'), decimal).map((parts) => parts.join(''));
export const last = fc
  .tuple(fc.constantFrom('default', 'color', 'gray', 'bitonal'), fc.constantFrom(...OFFER.formats))
  .map((parts) => parts.join('.'));
