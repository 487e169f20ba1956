import type { Collection, ContentResource, InternationalString } from '@iiif/presentation-3';
import { PRESENTATION3 } from './canvas.ts';
import { thumbnail } from './image.ts';
import { languageMap, markupMap } from './language.ts';
import type { CollectionOf, Member } from './model.ts';
import { searchServices } from './search-services.ts';
import type { Urls } from './urls.ts';

/** A collection names its members only: their own items are at their own addresses (Presentation 3.0, 5.1). */
export type CollectionDocument = Omit<Collection, 'items'> & { items: MemberReference[] };

export interface MemberReference {
  id: string;
  type: 'Manifest' | 'Collection';
  label: InternationalString;
  thumbnail?: ContentResource[];
  navDate?: string;
}

export function collection(of: CollectionOf, urls: Urls): CollectionDocument {
  return {
    '@context': PRESENTATION3,
    id: urls.collection(of.id),
    type: 'Collection',
    label: languageMap(of.label),
    ...(of.summary !== undefined && { summary: markupMap(of.summary) }),
    ...(of.partOf?.length && {
      partOf: of.partOf.map(({ id, label }) => ({
        id: urls.collection(id),
        type: 'Collection',
        label: languageMap(label),
      })),
    }),
    // A part is searched with its whole.
    ...(!of.partOf?.length && {
      service: searchServices(urls.searchCollection(1, of.id), urls.searchCollection(2, of.id)),
    }),
    items: of.members.map((member) => reference(member, urls)),
  };
}

function reference({ kind, id, label, thumbnail: image, navDate }: Member, urls: Urls): MemberReference {
  return {
    id: kind === 'object' ? urls.manifest(id) : urls.collection(id),
    type: kind === 'object' ? 'Manifest' : 'Collection',
    label: languageMap(label),
    ...(image && { thumbnail: [thumbnail(image, urls)] }),
    ...(navDate !== undefined && { navDate }),
  };
}
