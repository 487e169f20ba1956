import type { Region } from '../../manifests/derivatives/levels.ts';
import type { Decimal } from './decimal.ts';

/** What a URL asks for, before it meets an image. Every version's grammar parses into this. */
export interface ImageRequest {
  region: RegionForm;
  size: SizeForm;
  mirror: boolean;
  /** Degrees clockwise, below 360, as the canonical form writes them. */
  rotation: string;
  quality: Quality;
  format: Format;
}

export type RegionForm =
  | { form: 'full' }
  | { form: 'square' }
  | ({ form: 'pixels' } & Region)
  | { form: 'percent'; x: Decimal; y: Decimal; width: Decimal; height: Decimal };

/** `enlarge` is the `^` of version 3. */
export type SizeForm =
  | { form: 'max'; enlarge: boolean }
  | { form: 'width'; enlarge: boolean; width: number }
  | { form: 'height'; enlarge: boolean; height: number }
  | { form: 'percent'; enlarge: boolean; percent: Decimal }
  | { form: 'exact'; enlarge: boolean; width: number; height: number }
  | { form: 'confined'; enlarge: boolean; width: number; height: number };

/** Our default quality is `color`, so the two are one. */
export type Quality = 'default' | 'gray' | 'bitonal';
export type Format = 'jpg' | 'png' | 'webp' | 'avif' | 'gif' | 'tif' | 'jp2' | 'pdf';

export type Parameter = 'region' | 'size' | 'rotation' | 'quality' | 'format' | 'path';

/** A request that cannot be answered: whose fault it is, and a sentence for people. */
export interface Fault {
  ok: false;
  parameter: Parameter;
  message: string;
  /** Well-formed, but larger than the server gives: 2.1 and 3.0 have different statuses for it. */
  beyondLimits?: true;
}

export function fault(parameter: Parameter, message: string): Fault {
  return { ok: false, parameter, message };
}
