/** How the context http://www.w3.org/ns/anno.jsonld reads a property, and what is ours of http://www.w3.org/ns/ldp.jsonld and PROV. */
export interface Term {
  iri: string;
  /** `id`: an IRI; `word`: one, or a word of the vocabulary; `list`: an ordered list of IRIs; else a literal. */
  kind: 'id' | 'word' | 'list' | 'dateTime' | 'text';
}

export const PREFIXES: Readonly<Record<string, string>> = {
  as: 'http://www.w3.org/ns/activitystreams#',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  dctypes: 'http://purl.org/dc/dcmitype/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  ldp: 'http://www.w3.org/ns/ldp#',
  oa: 'http://www.w3.org/ns/oa#',
  prov: 'http://www.w3.org/ns/prov#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  schema: 'http://schema.org/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

const full = (name: string): string => {
  const [prefix = '', rest = ''] = name.split(':');
  return `${PREFIXES[prefix]}${rest}`;
};

const terms = (kind: Term['kind'], names: Readonly<Record<string, string>>): [string, Term][] =>
  Object.entries(names).map(([term, name]) => [term, { iri: full(name), kind }]);

export const TERMS: Readonly<Record<string, Term>> = Object.fromEntries([
  ...terms('id', {
    audience: 'schema:audience',
    body: 'oa:hasBody',
    cached: 'oa:cachedSource',
    canonical: 'oa:canonical',
    conformsTo: 'dcterms:conformsTo',
    contains: 'ldp:contains',
    creator: 'dcterms:creator',
    email: 'foaf:mbox',
    endSelector: 'oa:hasEndSelector',
    first: 'as:first',
    generator: 'as:generator',
    homepage: 'foaf:homepage',
    last: 'as:last',
    next: 'as:next',
    partOf: 'as:partOf',
    prev: 'as:prev',
    refinedBy: 'oa:refinedBy',
    renderedVia: 'oa:renderedVia',
    rights: 'dcterms:rights',
    scope: 'oa:hasScope',
    selector: 'oa:hasSelector',
    source: 'oa:hasSource',
    startSelector: 'oa:hasStartSelector',
    state: 'oa:hasState',
    stylesheet: 'oa:styledBy',
    target: 'oa:hasTarget',
    via: 'oa:via',
    used: 'prov:used',
    wasAssociatedWith: 'prov:wasAssociatedWith',
    wasAttributedTo: 'prov:wasAttributedTo',
    wasDerivedFrom: 'prov:wasDerivedFrom',
    wasGeneratedBy: 'prov:wasGeneratedBy',
    wasInvalidatedBy: 'prov:wasInvalidatedBy',
    hadMember: 'prov:hadMember',
    specializationOf: 'prov:specializationOf',
  }),
  ...terms('list', { items: 'as:items' }),
  ...terms('word', { motivation: 'oa:motivatedBy', purpose: 'oa:hasPurpose' }),
  ...terms('dateTime', {
    created: 'dcterms:created',
    generated: 'dcterms:issued',
    modified: 'dcterms:modified',
    sourceDate: 'oa:sourceDate',
    sourceDateStart: 'oa:sourceDateStart',
    sourceDateEnd: 'oa:sourceDateEnd',
    generatedAtTime: 'prov:generatedAtTime',
    invalidatedAtTime: 'prov:invalidatedAtTime',
    endedAtTime: 'prov:endedAtTime',
  }),
  ...terms('text', {
    accessibility: 'schema:accessibilityFeature',
    bodyValue: 'oa:bodyValue',
    email_sha1: 'foaf:mbox_sha1sum',
    end: 'oa:end',
    exact: 'oa:exact',
    format: 'dc:format',
    label: 'rdfs:label',
    language: 'dc:language',
    name: 'foaf:name',
    nickname: 'foaf:nick',
    prefix: 'oa:prefix',
    processingLanguage: 'oa:processingLanguage',
    start: 'oa:start',
    startIndex: 'as:startIndex',
    styleClass: 'oa:styleClass',
    suffix: 'oa:suffix',
    softwareVersion: 'schema:softwareVersion',
    total: 'as:totalItems',
    value: 'rdf:value',
  }),
  ['textDirection', { iri: full('oa:textDirection'), kind: 'word' }],
]);

const OF_ANNOTATIONS = [
  'Annotation',
  'Choice',
  'Composite',
  'CssSelector',
  'DataPositionSelector',
  'FragmentSelector',
  'HttpRequestState',
  'Independents',
  'List',
  'Motivation',
  'RangeSelector',
  'ResourceSelection',
  'SpecificResource',
  'SvgSelector',
  'TextPositionSelector',
  'TextQuoteSelector',
  'TextualBody',
  'TimeState',
  'XPathSelector',
];

export const TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(OF_ANNOTATIONS.map((name) => [name, full(`oa:${name}`)])),
  AnnotationCollection: full('as:OrderedCollection'),
  AnnotationPage: full('as:OrderedCollectionPage'),
  Audience: full('schema:Audience'),
  BasicContainer: full('ldp:BasicContainer'),
  CssStylesheet: full('oa:CssStyle'),
  Dataset: full('dctypes:Dataset'),
  Image: full('dctypes:StillImage'),
  Organization: full('foaf:Organization'),
  Person: full('foaf:Person'),
  Software: full('as:Application'),
  Sound: full('dctypes:Sound'),
  Text: full('dctypes:Text'),
  Video: full('dctypes:MovingImage'),
  Activity: full('prov:Activity'),
  Agent: full('prov:Agent'),
  Collection: full('prov:Collection'),
  Entity: full('prov:Entity'),
  SoftwareAgent: full('prov:SoftwareAgent'),
};
