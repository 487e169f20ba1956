import type { InternationalString } from '@iiif/presentation-3';
import { languageMap } from './language.ts';
import type { Original, Text, View } from './model.ts';
import type { Urls } from './urls.ts';

/** A link to a file that may be downloaded. */
export interface Rendering {
  id: string;
  type: 'Image' | 'Text' | 'Dataset';
  label: InternationalString;
  format: string;
}

/** Links to the originals of some views, each once. */
export function renderings(views: readonly View[], urls: Urls): Rendering[] {
  const found = new Map<string, Rendering>();
  for (const { placements } of views) {
    for (const placement of placements) {
      const { asset, original } = placement;
      if (original && !found.has(asset)) found.set(asset, rendering(asset, original, urls));
    }
  }
  return [...found.values()];
}

function rendering(asset: string, original: Original, urls: Urls): Rendering {
  return {
    id: urls.original(asset),
    type: typeOf(original.mediaType),
    label: languageMap(withBytes(original.label, original.bytes)),
    format: original.mediaType,
  };
}

/** Viewers list downloads by label alone, and a master may be gigabytes large. */
function withBytes(label: Text, bytes: number): Text {
  const size =
    bytes < 1e6
      ? `${Math.ceil(bytes / 1e3)} kB`
      : bytes < 1e9
        ? `${Math.round(bytes / 1e6)} MB`
        : `${(bytes / 1e9).toFixed(1)} GB`;
  if (typeof label === 'string') return `${label} (${size})`;
  return Object.fromEntries(
    Object.entries(label).map(([language, values]) => [language, values.map((value) => `${value} (${size})`)]),
  );
}

/** The classes of Presentation 3.0, 3.2, that the files of a canvas fall into. */
function typeOf(mediaType: string): Rendering['type'] {
  if (mediaType.startsWith('image/')) return 'Image';
  return mediaType.startsWith('text/') || mediaType === 'application/pdf' ? 'Text' : 'Dataset';
}
