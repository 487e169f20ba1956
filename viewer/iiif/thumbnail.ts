import type { ImageResource, ImageService } from './image.ts';

export interface Thumbnail {
  src: string;
  /** For `<img srcset>`: only sizes that the service has ready, so that no visitor makes it compute one. */
  srcset: string;
  /** Width by height; null where the document does not say. */
  ratio: number | null;
}

/** Larger than this no thumbnail is shown, even on a screen of three pixels per point. */
const LARGEST = 1600;

export function thumbnailOf(image: ImageResource): Thumbnail {
  const candidates = image.service === null ? [] : readySizes(image.service);
  if (image.width !== undefined && !candidates.some((candidate) => candidate.width === image.width)) {
    candidates.push({ width: image.width, url: image.url });
  }
  return {
    src: image.url,
    srcset: candidates.map(({ url, width }) => `${url} ${width}w`).join(', '),
    ratio: ratioOf(image) ?? ratioOf(image.service ?? {}),
  };
}

function readySizes(service: ImageService): { width: number; url: string }[] {
  return service.sizes
    .filter((size) => Math.max(size.width, size.height) <= LARGEST)
    .toSorted((a, b) => a.width - b.width)
    .map(({ width, height }) => ({ width, url: sizedUrl(service, width, height) }));
}

/** The canonical form of the request, which is the one that is stored: Image API 3.0 says `w,h`, 2.1 says `w,`. */
function sizedUrl(service: ImageService, width: number, height: number): string {
  return `${service.id}/full/${width},${service.version === 3 ? height : ''}/0/default.jpg`;
}

function ratioOf({ width, height }: { width?: number; height?: number }): number | null {
  return width === undefined || height === undefined ? null : width / height;
}
