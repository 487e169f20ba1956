import { list, record, records, string, type Json } from './json.ts';
import { readLanguageMap, type LanguageMap } from './language.ts';

/** Another form of what a canvas shows, to take along. */
export interface Rendering {
  id: string;
  label: LanguageMap;
  format: string | null;
}

/** A 3D model painted on a canvas. */
export interface Model {
  /** A glTF file that shows all of it. */
  url: string;
  /** The same as 3D Tiles, which come in the detail that is looked at; null where there are none. */
  tileset: string | null;
  renderings: readonly Rendering[];
}

/** The model that a canvas is painted with; null where it is painted with none. */
export function readModel(canvas: Json): Model | null {
  const body = records(canvas['items'])
    .flatMap((page) => records(page['items']))
    .filter((annotation) => list(annotation['motivation']).includes('painting'))
    .flatMap((annotation) => records(annotation['body']))
    .flatMap((one) => (one['type'] === 'Choice' ? records(one['items']).slice(0, 1) : [one]))
    .map((one) => (one['type'] === 'SpecificResource' ? record(one['source']) : one))
    .find((one) => one['type'] === 'Model');
  const url = string(body?.['id']);
  if (body === undefined || url === null) return null;
  const links = [...records(canvas['rendering']), ...records(body['rendering'])];
  const tileset = links.find(isTileset);
  return {
    url,
    tileset: string(tileset?.['id']),
    renderings: links.flatMap((link) => {
      const id = string(link['id']);
      if (id === null || link === tileset || !/^https?:/.test(id)) return [];
      return [{ id, label: readLanguageMap(link['label']), format: string(link['format']) }];
    }),
  };
}

/** There is no media type of its own for a tileset: its name, or a profile that names 3D Tiles, tells. */
function isTileset(link: Json): boolean {
  const id = string(link['id']) ?? '';
  const format = string(link['format']) ?? 'application/json';
  return (
    format === 'application/json' && (id.endsWith('/tileset.json') || /3d-?tiles/i.test(string(link['profile']) ?? ''))
  );
}
