import type { Size } from '../../manifests/derivatives/levels.ts';
import type { Limits } from '../../manifests/derivatives/limits.ts';
import { Urls } from '../../manifests/presentation/urls.ts';
import type { ImageFacts, Offer } from './advertised.ts';
import { canonical2 } from './canonical2.ts';
import { canonical3 } from './canonical3.ts';
import type { Parsed } from './grammar.ts';
import { parse2 } from './grammar2.ts';
import { parse3 } from './grammar3.ts';
import { PROFILE2, info2 } from './info2.ts';
import { CONTEXT3, PROFILE3, info3 } from './info3.ts';
import type { PyramidShape } from './plan.ts';
import type { Format } from './request.ts';
import type { Resolved } from './resolve.ts';

/** In what the versions of the Image API differ; everything else they share. */
export interface Version {
  /** The URI of the compliance level. */
  profile: string;
  /** The types of info.json, the one for those who do not ask first. */
  types: readonly string[];
  /** How JSON-LD is labelled. */
  linkedType: string;
  /** The base URI of an image. */
  id(baseUrl: string, identifier: string): string;
  parse(path: string, formats: readonly Format[]): Parsed;
  /** Parses, resolves and spells to itself. */
  canonical(asked: Resolved, image: Size, limits: Limits): string;
  info(id: string, shape: PyramidShape, offer: Offer, facts: ImageFacts): object;
  /** How a size beyond the limits is refused. */
  statusBeyondLimits: 400 | 404;
}

export const VERSION3: Version = {
  profile: PROFILE3,
  types: ['application/ld+json', 'application/json'],
  linkedType: `application/ld+json;profile="${CONTEXT3}"`,
  id: (baseUrl, identifier) => new Urls(baseUrl).image(identifier),
  parse: parse3,
  canonical: canonical3,
  info: info3,
  // 4.2; the table of 7.3 has it among the usual reasons of 404 too.
  statusBeyondLimits: 400,
};

export const VERSION2: Version = {
  profile: PROFILE2,
  // 5.1: JSON-LD only to who names it in Accept.
  types: ['application/json', 'application/ld+json'],
  linkedType: 'application/ld+json',
  id: (baseUrl, identifier) => `${new Urls(baseUrl).base}/iiif/image/2/${encodeURIComponent(identifier)}`,
  parse: parse2,
  canonical: canonical2,
  info: info2,
  // 7.2.
  statusBeyondLimits: 404,
};
