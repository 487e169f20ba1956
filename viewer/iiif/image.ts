import { positive, records, string, type Json } from './json.ts';
import type { Extent } from './fragment.ts';

export interface ImageService extends Partial<Extent> {
  id: string;
  version: 2 | 3;
  /** The sizes that the service has ready. */
  sizes: readonly Extent[];
}

/** An image by itself, behind an image service, or both. */
export interface ImageResource extends Partial<Extent> {
  url: string;
  service: ImageService | null;
}

export function readImage(json: Json): ImageResource | null {
  const url = string(json['id'] ?? json['@id']);
  const service = readService(json);
  if (url === null && service === null) return null;
  return { url: url ?? `${service?.id}/full/max/0/default.jpg`, service, ...extent(json) };
}

function readService(json: Json): ImageService | null {
  for (const service of records(json['service'])) {
    const id = string(service['id'] ?? service['@id']);
    const type = string(service['type'] ?? service['@type']) ?? '';
    const known =
      /^ImageService[123]$/.test(type) || /api\/image|level[012]/.test(JSON.stringify(service['profile'] ?? ''));
    if (id === null || !known) continue;
    const sizes = records(service['sizes']).map(extent).filter(complete);
    return { id: id.replace(/\/$/, ''), version: type === 'ImageService3' ? 3 : 2, sizes, ...extent(service) };
  }
  return null;
}

export function extent(json: Json): Partial<Extent> {
  const width = positive(json['width']);
  const height = positive(json['height']);
  return width === null || height === null ? {} : { width, height };
}

function complete(size: Partial<Extent>): size is Extent {
  return size.width !== undefined && size.height !== undefined;
}
