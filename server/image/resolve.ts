import type { Region, Size } from '../../manifests/derivatives/levels.ts';
import { isWithin, largestSize } from '../../manifests/derivatives/limits.ts';
import type { Limits } from '../../manifests/derivatives/limits.ts';
import { isMoreThan, percentOf } from './decimal.ts';
import { FORMATS } from './formats.ts';
import { fault } from './request.ts';
import type { Fault, Format, ImageRequest, Quality, RegionForm, SizeForm } from './request.ts';

/** A request met with an image: whole pixels only. */
export interface Resolved {
  ok: true;
  region: Region;
  /** Before rotation. */
  size: Size;
  mirror: boolean;
  rotation: string;
  quality: Quality;
  format: Format;
  /** Of the size, where the image's own is known. */
  pixelsPerInch?: number;
}

/** The image that a request meets: its full resolution. */
export interface FullImage extends Size {
  pixelsPerInch?: number;
}

/** Image API 2.1 and 3.0, 4.1 and 4.2: which pixels, and how many come back. */
export function resolve(request: ImageRequest, image: FullImage, limits: Limits): Resolved | Fault {
  const region = resolveRegion(request.region, image);
  if ('ok' in region) return region;
  const size = resolveSize(request.size, region, limits);
  if ('ok' in size) return size;
  const { mirror, rotation, quality, format } = request;
  const unfit = checkFormat(format, rotatedSize(size, rotation));
  if (unfit !== undefined) return fault('format', unfit);
  const pixelsPerInch =
    image.pixelsPerInch === undefined ? undefined : (image.pixelsPerInch * size.width) / region.width;
  return {
    ok: true,
    region,
    size,
    mirror,
    rotation,
    quality,
    format,
    ...(pixelsPerInch !== undefined && { pixelsPerInch }),
  };
}

/** Why the format cannot be made in that size. */
function checkFormat(format: Format, { width, height }: Size): string | undefined {
  const { longestSide, mostPixels = Infinity } = FORMATS[format];
  const side = Math.max(width, height);
  if (side > longestSide) return `A ${format} holds at most ${longestSide} pixels a side, and ${side} were asked for`;
  if (width * height <= mostPixels) return undefined;
  return `A ${format} is made of at most ${mostPixels} pixels here, and ${width} × ${height} were asked for`;
}

function resolveRegion(asked: RegionForm, image: Size): Region | Fault {
  if (asked.form === 'full') return { x: 0, y: 0, width: image.width, height: image.height };
  if (asked.form === 'square') {
    const side = Math.min(image.width, image.height);
    return {
      x: Math.floor((image.width - side) / 2),
      y: Math.floor((image.height - side) / 2),
      width: side,
      height: side,
    };
  }
  const percent = asked.form === 'percent';
  const x = percent ? percentOf(image.width, asked.x) : asked.x;
  const y = percent ? percentOf(image.height, asked.y) : asked.y;
  const width = percent ? percentOf(image.width, asked.width) : asked.width;
  const height = percent ? percentOf(image.height, asked.height) : asked.height;
  if (width === 0 || height === 0) {
    return fault('region', `A region must have at least one pixel: this one is ${width} × ${height}`);
  }
  if (x >= image.width || y >= image.height) {
    return fault(
      'region',
      `The region at ${x},${y} is outside of the image of ${image.width} × ${image.height} pixels`,
    );
  }
  return { x, y, width: Math.min(width, image.width - x), height: Math.min(height, image.height - y) };
}

function resolveSize(asked: SizeForm, region: Region, limits: Limits): Size | Fault {
  if (asked.form === 'max') return largestSize(region, limits, asked.enlarge);
  if (asked.form === 'confined') return confine(asked, region, limits);
  const size = scale(asked, region, limits);
  if (size.width === 0 || size.height === 0) {
    return fault('size', `A size must have at least one pixel: this one is ${size.width} × ${size.height}`);
  }
  if (!asked.enlarge && isEnlarged(asked, size, region)) {
    return fault(
      'size',
      `The region has only ${region.width} × ${region.height} pixels: a larger size needs ^ before it (^max, ^w,h, …)`,
    );
  }
  if (!isWithin(size, limits)) {
    const { maxWidth, maxHeight, maxArea } = limits;
    const most = `${maxWidth} pixels across, ${maxHeight} down and ${maxArea} in all`;
    return {
      ...fault('size', `At most ${most} are given at once (maxWidth, maxHeight and maxArea in info.json)`),
      beyondLimits: true,
    };
  }
  return size;
}

function scale(asked: Exclude<SizeForm, { form: 'max' | 'confined' }>, region: Size, limits: Limits): Size {
  if (asked.form === 'exact') return { width: asked.width, height: asked.height };
  if (asked.form === 'percent') {
    return { width: percentOf(region.width, asked.percent), height: percentOf(region.height, asked.percent) };
  }
  return asked.form === 'width'
    ? { width: asked.width, height: followWithin(asked.width, limits.maxWidth, region.width, region.height) }
    : { width: followWithin(asked.height, limits.maxHeight, region.height, region.width), height: asked.height };
}

/** Nothing follows from 0, and beyond the limits the other side no longer matters and its product would not be exact. */
function followWithin(side: number, most: number, from: number, other: number): number {
  return side === 0 || side > most ? 1 : follow(side, from, other);
}

function isEnlarged(asked: SizeForm, size: Size, region: Size): boolean {
  if (asked.form === 'percent') return isMoreThan(asked.percent, 100);
  return size.width > region.width || size.height > region.height;
}

/** `!w,h`: as large as possible, but not larger than the box, the region (without ^) and the limits. */
function confine(box: Size & { enlarge: boolean }, region: Region, limits: Limits): Size | Fault {
  if (box.width === 0 || box.height === 0) {
    return fault('size', `A size must have at least one pixel: this one is ${box.width} × ${box.height}`);
  }
  const largest = largestSize(region, limits, box.enlarge);
  if (box.width >= largest.width && box.height >= largest.height) return largest;
  const width = Math.min(box.width, largest.width);
  const height = Math.min(box.height, largest.height);
  return width * region.height <= height * region.width
    ? { width, height: Math.min(height, follow(width, region.width, region.height)) }
    : { width: Math.min(width, follow(height, region.height, region.width)), height };
}

/**
 * The side that follows from the other when the shape is kept: at least 1, rounded half up. Only where halving the region
 * gives exactly that side, the other is rounded as halving does, up: so `w,` of an advertised size is that size, a
 * ready-made read, and not one row less (4.7 leaves the rounding to the server).
 */
export function follow(side: number, from: number, other: number): number {
  let factor = 1;
  while (Math.ceil(from / factor) > side) factor *= 2;
  if (Math.ceil(from / factor) === side) {
    const halved = Math.ceil(other / factor);
    if (halved * from - side * other < from) return halved;
  }
  return Math.max(1, Math.floor((2 * side * other + from) / (2 * from)));
}

/** The box that holds the rotated image. */
function rotatedSize({ width, height }: Size, rotation: string): Size {
  if (rotation === '0') return { width, height };
  const angle = (Number(rotation) * Math.PI) / 180;
  const sin = Math.abs(Math.sin(angle));
  const cos = Math.abs(Math.cos(angle));
  return {
    width: Math.ceil(width * cos + height * sin - 1e-6),
    height: Math.ceil(width * sin + height * cos - 1e-6),
  };
}
