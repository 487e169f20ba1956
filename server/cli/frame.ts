import type { FrameChange } from '../../manifests/catalogue/frame.ts';
import { InvalidError, expected } from '../../manifests/errors.ts';
import type { Values } from './parse.ts';

/** Metres. */
const UNITS: Readonly<Record<string, number>> = {
  um: 1e-6,
  mm: 0.001,
  cm: 0.01,
  dm: 0.1,
  m: 1,
  km: 1000,
  in: 0.0254,
  ft: 0.3048,
  yd: 0.9144,
};
/** Holds what the file says. */
const FILE = 'file';

export interface AskedFrame {
  asset: string;
  change: FrameChange;
}

/** What the options of `edit` say of how a scan stands in space; undefined where they say nothing. Throws InvalidError. */
export function frameOf({ asset, unit, up }: Values): AskedFrame | undefined {
  if (asset === undefined && unit === undefined && up === undefined) return undefined;
  if (typeof asset !== 'string') throw new InvalidError('--unit and --up hold of one scan: name it with --asset ID');
  const change = {
    ...(typeof unit === 'string' && { unit: unit === FILE ? null : metres(unit) }),
    ...(typeof up === 'string' && { up: up === FILE ? null : axis(up) }),
  };
  if (Object.keys(change).length === 0) throw new InvalidError(`What is to be changed of ${asset}? Say --unit or --up`);
  return { asset, change };
}

function metres(text: string): number {
  const value =
    (Object.hasOwn(UNITS, text) ? UNITS[text] : undefined) ?? (/^\d{1,9}(\.\d{1,12})?$/.test(text) ? Number(text) : 0);
  if (value > 0) return value;
  throw new InvalidError(
    expected(`one of ${Object.keys(UNITS).join(', ')}, ${FILE}, or the metres of one unit`, '--unit', text),
  );
}

function axis(text: string): 'x' | 'y' | 'z' {
  if (text === 'x' || text === 'y' || text === 'z') return text;
  throw new InvalidError(expected(`x, y, z or ${FILE}`, '--up', text));
}
