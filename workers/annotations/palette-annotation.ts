import type { Swatch } from './palette.ts';

/**
 * A palette as an annotation of the whole view. Its text is for people, one colour a line, so that any viewer shows it; the
 * same numbers follow in terms of schema.org, which the context of the W3C knows by its prefix.
 */
export function annotationOfPalette(view: string, swatches: readonly Swatch[]): Record<string, unknown> {
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    type: 'Annotation',
    motivation: 'describing',
    body: {
      type: 'TextualBody',
      purpose: 'describing',
      format: 'text/plain',
      language: 'en',
      value: [
        'Colours, by their share of the image:',
        ...swatches.map(({ hex, share }) => `${hex} ${percent(share)}`),
      ].join('\n'),
      'schema:additionalProperty': swatches.map(({ hex, share }) => ({
        type: 'schema:PropertyValue',
        'schema:propertyID': 'colour',
        'schema:name': hex,
        'schema:value': Math.round(share * 1000) / 10,
        'schema:unitText': '%',
      })),
    },
    target: view,
  };
}

const percent = (share: number): string => (share < 0.001 ? 'under 0.1 %' : `${(share * 100).toFixed(1)} %`);
