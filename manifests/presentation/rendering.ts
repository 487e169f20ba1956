import type { InternationalString } from '@iiif/presentation-3';
import { languageMap } from './language.ts';
import type { Original, Text, Twin, View } from './model.ts';
import type { Urls } from './urls.ts';

/** A link to a file that may be downloaded. */
export interface Rendering {
  id: string;
  type: 'Image' | 'Text' | 'Dataset';
  label: InternationalString;
  format: string;
  profile?: string;
}

/** A class of Presentation 3.0 (3.2, "type") that the types of @iiif lack. */
const MODEL = 'Model' as string as 'Dataset';
/** The standard's own name: what a client knows a tileset by, among other JSON. */
const TILES_PROFILE = 'http://www.opengis.net/doc/cs/3D-Tiles/1.1';
/** As registered with IANA. */
const ARCHIVE_TYPE = 'application/vnd.maxar.archive.3tz+zip';

/** Links to what can be downloaded of the assets of some views, each once: twins of meshes, then the original. */
export function renderings(views: readonly View[], urls: Urls): Rendering[] {
  const found = new Map<string, Rendering[]>();
  for (const { placements } of views) {
    for (const { asset, mesh, original } of placements) {
      if (found.has(asset)) continue;
      found.set(asset, [
        ...(mesh?.twin ? twins(asset, mesh.twin, urls) : []),
        ...(original ? [rendering(asset, original, urls)] : []),
      ]);
    }
  }
  return [...found.values()].flat();
}

/** The same where it is painted and where it is offered: readers keep one resource for each id. */
export function model(asset: string, bytes: number, urls: Urls): Rendering {
  return {
    id: urls.model(asset),
    type: MODEL,
    label: languageMap(withBytes('GLB', bytes)),
    format: 'model/gltf-binary',
  };
}

function twins(asset: string, { modelBytes, archiveBytes }: Twin, urls: Urls): Rendering[] {
  const files: Rendering[] = [
    model(asset, modelBytes, urls),
    {
      id: urls.tileset(asset),
      type: 'Dataset',
      label: languageMap('3D Tiles'),
      format: 'application/json',
      profile: TILES_PROFILE,
    },
  ];
  if (archiveBytes !== undefined)
    files.push({
      id: urls.tilesetArchive(asset),
      type: 'Dataset',
      label: languageMap(withBytes('3D Tiles, 3TZ', archiveBytes)),
      format: ARCHIVE_TYPE,
    });
  return files;
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
