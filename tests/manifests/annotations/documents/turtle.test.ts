import test from 'ava';
import { turtle } from '../../../../manifests/annotations/documents/turtle.ts';

test('terms are read as the context of annotations reads them', (t) => {
  const text = turtle({
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: 'http://example.org/anno1',
    type: 'Annotation',
    motivation: ['commenting', 'http://example.org/motives/praising'],
    created: '2015-10-13T13:00:00Z',
    body: { type: 'TextualBody', value: 'Say "hi"\nthere', language: ['en', 'de'] },
    target: {
      source: 'http://example.org/page1',
      selector: { type: 'TextPositionSelector', start: 4, end: 9, refinedBy: { type: 'XPathSelector', value: '/p' } },
    },
    confidence: 0.9,
  });
  t.is(
    text,
    `@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<http://example.org/anno1>
  rdf:type oa:Annotation ;
  oa:motivatedBy oa:commenting, <http://example.org/motives/praising> ;
  dcterms:created "2015-10-13T13:00:00Z"^^xsd:dateTime ;
  oa:hasBody _:b0 ;
  oa:hasTarget _:b1 .

_:b0
  rdf:type oa:TextualBody ;
  rdf:value "Say \\"hi\\"\\nthere" ;
  dc:language "en", "de" .

_:b1
  oa:hasSource <http://example.org/page1> ;
  oa:hasSelector _:b2 .

_:b2
  rdf:type oa:TextPositionSelector ;
  oa:start 4 ;
  oa:end 9 ;
  oa:refinedBy _:b3 .

_:b3
  rdf:type oa:XPathSelector ;
  rdf:value "/p" .
`,
  );
});

test('an ordered list keeps its order, and nothing gets out of an IRI or a text', (t) => {
  const text = turtle({
    id: 'http://example.org/p',
    type: 'AnnotationPage',
    items: ['http://example.org/2', { id: 'http://example.org/1> <x', type: 'Annotation' }],
    label: 'a"\\" . <x>',
  });
  t.true(text.includes('as:items ( <http://example.org/2> <http://example.org/1%3E%20%3Cx> )'), text);
  t.true(text.includes('rdfs:label "a\\"\\\\\\" . <x>"'), text);
});
