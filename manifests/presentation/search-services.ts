import type { Manifest } from '@iiif/presentation-3';

/** Content Search in both of its versions, with completion of words: Mirador and Universal Viewer speak 1, Clover 2 as well. */
export const searchServices = (one: string, two: string): NonNullable<Manifest['service']> =>
  [
    {
      id: two,
      type: 'SearchService2',
      service: [{ id: `${two}/autocomplete`, type: 'AutoCompleteService2' }],
    },
    {
      '@context': 'http://iiif.io/api/search/1/context.json',
      '@id': one,
      '@type': 'SearchService1',
      profile: 'http://iiif.io/api/search/1/search',
      service: [
        {
          '@id': `${one}/autocomplete`,
          '@type': 'AutoCompleteService1',
          profile: 'http://iiif.io/api/search/1/autocomplete',
        },
      ],
    },
  ] as NonNullable<Manifest['service']>;
