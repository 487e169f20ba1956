import { readImage } from './image.ts';
import { record, records, string } from './json.ts';
import { readLanguageMap, type LanguageMap } from './language.ts';
import { thumbnailOf, type Thumbnail } from './thumbnail.ts';

export interface Entry {
  type: 'Manifest' | 'Collection';
  id: string;
  label: LanguageMap;
  thumbnail: Thumbnail | null;
  navDate: string | null;
}

export interface Collection {
  label: LanguageMap;
  entries: readonly Entry[];
}

export function readCollection(value: unknown): Collection {
  const json = record(value);
  return {
    label: readLanguageMap(json['label']),
    entries: records(json['items']).flatMap((item) => {
      const id = string(item['id']);
      const type = item['type'];
      if (id === null || (type !== 'Manifest' && type !== 'Collection')) return [];
      const image = records(item['thumbnail'])
        .map(readImage)
        .find((found) => found !== null);
      return [
        {
          type,
          id,
          label: readLanguageMap(item['label']),
          thumbnail: image === undefined ? null : thumbnailOf(image),
          navDate: string(item['navDate']),
        } satisfies Entry,
      ];
    }),
  };
}
