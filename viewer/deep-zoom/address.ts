import { formatRegion, parseFragment, type Extent, type Region } from '../iiif/fragment.ts';

/** What the part of the address after `#` says: which view, and which part of it, turned how. */
export interface Address {
  /** The key of a canvas. */
  view: string | null;
  /** The text of `xywh`, read against a canvas by `regionOf`. */
  xywh: string | null;
  /** Degrees clockwise. */
  rotation: number;
  /** The key of an annotation. */
  annotation: string | null;
  /** The text behind the name of the view, which a twin reads in its own way. */
  rest: string;
}

export function parseAddress(hash: string): Address {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const rotation = Number(values.get('rotation') ?? 0);
  // Its own address names the view too: /annotations/{view}/{annotation}.
  const [annotation = '', container = null] = (values.get('annotation') ?? '').split('/').toReversed();
  return {
    view: values.get('view') ?? container,
    xywh: values.get('xywh'),
    rotation: Number.isFinite(rotation) ? ((rotation % 360) + 360) % 360 : 0,
    annotation: annotation === '' ? null : annotation,
    rest: hash.replace(/^#?(?:view=[^&]*)?&?/, ''),
  };
}

/** The region named, cut to the canvas; null for all of it, or when it lies outside. */
export function regionOf(address: Address, canvas: Extent): Region | null {
  const region = parseFragment(`xywh=${address.xywh ?? ''}`, canvas);
  return region === null || region.x >= canvas.width || region.y >= canvas.height ? null : region;
}

/** `region` null means all of the canvas. Commas stay as they are: they are allowed in a fragment and easier to read. */
export function formatAddress(canvas: Extent & { key: string }, region: Region | null, rotation: number): string {
  const turned = Math.round(rotation) % 360;
  return [
    `#view=${encodeURIComponent(canvas.key)}`,
    region === null ? '' : `&xywh=${formatRegion(region, canvas)}`,
    turned === 0 ? '' : `&rotation=${turned}`,
  ].join('');
}
