import type { IIIFExternalWebResource, ImageService3 } from '@iiif/presentation-3';
import { levelsOf, readyLevels } from '../derivatives/levels.ts';
import type { Size } from '../derivatives/levels.ts';
import { isWithin } from '../derivatives/limits.ts';
import type { ImageOf } from './model.ts';
import type { Urls } from './urls.ts';

/** The image as a canvas shows it: at the largest size that the image service gives, with the service itself. */
export function imageBody({ identifier, width, height }: ImageOf, urls: Urls): IIIFExternalWebResource {
  return {
    id: `${urls.image(identifier)}/full/max/0/default.jpg`,
    type: 'Image',
    format: 'image/jpeg',
    ...urls.largest({ width, height }),
    service: [service(identifier, urls)],
  };
}

/**
 * The smallest ready-made size, 257 to 512 pixels on its long side unless the image itself is smaller: one read. The
 * service tells the other ready-made sizes, so that a viewer that wants a larger one need not ask for info.json.
 */
export function thumbnail({ identifier, width, height }: ImageOf, urls: Urls): IIIFExternalWebResource {
  const sizes = readyLevels(levelsOf({ width, height }))
    .filter((level) => isWithin(level, urls.limits))
    .map((level): Size => ({ width: level.width, height: level.height }))
    .toReversed();
  const smallest = sizes[0] ?? { width, height };
  return {
    id: `${urls.image(identifier)}/full/${smallest.width},${smallest.height}/0/default.jpg`,
    type: 'Image',
    format: 'image/jpeg',
    ...smallest,
    service: [{ ...service(identifier, urls), width, height, sizes }],
  };
}

function service(identifier: string, urls: Urls): ImageService3 {
  return { id: urls.image(identifier), type: 'ImageService3', profile: urls.imageProfile };
}
