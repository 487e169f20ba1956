/** Web Annotation Protocol, 4.1: on every answer of a container. */
export const CONTAINER_HEADERS = {
  Link: '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type", <http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"',
  'Accept-Post':
    'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld", application/ld+json, application/json',
  Vary: 'Accept, Prefer',
} as const;

const RESOURCE = '<http://www.w3.org/ns/ldp#Resource>; rel="type"';

/** 3.1: on every answer of an annotation. */
export const ANNOTATION_HEADERS = {
  Link: `${RESOURCE}, <http://www.w3.org/ns/oa#Annotation>; rel="type"`,
  Vary: 'Accept',
} as const;

export const RESOURCE_HEADERS = { Link: RESOURCE, Vary: 'Accept' } as const;

export const ANNOTATION_METHODS = 'DELETE, GET, HEAD, OPTIONS, PUT';
