import type { HiddenRegion } from '../../manifests/catalogue/schema.ts';
import { InvalidError, expected } from '../../manifests/errors.ts';
import type { Values } from './parse.ts';

/** What the options of `add` and `edit` say about what the public gets. */
export interface AskedRestriction {
  lift: boolean;
  maxSide?: number;
  /** Path of the image file. */
  watermark?: string;
  hidden?: HiddenRegion[];
}

/** libvips bounds a side to this. */
const MAX_SIDE = 100_000_000;

/** Undefined where they say nothing about it. Throws InvalidError. */
export function restrictionOf(values: Values): AskedRestriction | undefined {
  const { 'max-side': maxSide, watermark, hide, unrestrict } = values;
  const asked = {
    ...(typeof maxSide === 'string' && { maxSide: side(maxSide) }),
    ...(typeof watermark === 'string' && { watermark }),
    ...(Array.isArray(hide) && { hidden: hide.map(hiddenRegion) }),
  };
  const lift = unrestrict === true;
  return lift || Object.keys(asked).length > 0 ? { lift, ...asked } : undefined;
}

function side(text: string): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MAX_SIDE)
    throw new InvalidError(expected(`a whole number from 1 to ${MAX_SIDE}`, '--max-side', text));
  return number;
}

function hiddenRegion(text: string): HiddenRegion {
  const match = /^([a-z][a-z0-9]{1,31})(?:~([1-9]\d{0,5}))?=(\d{1,9}),(\d{1,9}),([1-9]\d{0,8}),([1-9]\d{0,8})$/.exec(
    text,
  );
  if (!match) throw new InvalidError(expected('ASSET[~PAGE]=X,Y,WIDTH,HEIGHT in whole pixels', '--hide', text));
  const [, asset = '', page = '1', ...box] = match;
  const [x = 0, y = 0, width = 0, height = 0] = box.map(Number);
  return { asset, page: Number(page), x, y, width, height };
}
