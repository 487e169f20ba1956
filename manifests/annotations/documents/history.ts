import type { Urls } from '../../presentation/urls.ts';
import { ANNOTATION_CONTEXT } from '../model/write.ts';
import type { Agent, Version } from '../store/history.ts';
import { embedded } from './annotation.ts';
import type { JsonObject } from './annotation.ts';

/** PROV-O (https://www.w3.org/TR/prov-o/), the terms that are used here; those of agents are the annotations' own. */
const PROV = {
  prov: 'http://www.w3.org/ns/prov#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  schema: 'http://schema.org/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  id: '@id',
  type: '@type',
  Activity: 'prov:Activity',
  Collection: 'prov:Collection',
  Entity: 'prov:Entity',
  Agent: 'prov:Agent',
  Person: 'foaf:Person',
  SoftwareAgent: 'prov:SoftwareAgent',
  name: 'foaf:name',
  softwareVersion: 'schema:softwareVersion',
  ...Object.fromEntries(
    [
      'hadMember',
      'specializationOf',
      'wasAssociatedWith',
      'wasAttributedTo',
      'wasDerivedFrom',
      'wasGeneratedBy',
      'wasInvalidatedBy',
    ].map((term) => [term, { '@id': `prov:${term}`, '@type': '@id' }]),
  ),
  ...Object.fromEntries(
    ['generatedAtTime', 'invalidatedAtTime', 'endedAtTime'].map((term) => [
      term,
      { '@id': `prov:${term}`, '@type': 'xsd:dateTime' },
    ]),
  ),
};

interface Of {
  container: string;
  id: string;
}

/** Who deleted an annotation, and when. */
export interface Deletion {
  by: Agent;
  at: Date;
}

/** All versions of an annotation: what each is, who or what made it, when, and of which. */
export function historyDocument(of: Of, versions: readonly Version[], urls: Urls, deletion?: Deletion): JsonObject {
  const last = versions.at(-1)?.number;
  return {
    '@context': PROV,
    id: urls.annotationVersions(of.container, of.id),
    type: ['Entity', 'Collection'],
    hadMember: versions.map((version) => ({
      id: urls.annotationVersion(of.container, of.id, version.number),
      type: 'Entity',
      ...provenance(of, version, urls),
      ...(deletion &&
        version.number === last && {
          invalidatedAtTime: deletion.at.toISOString(),
          wasInvalidatedBy: activity(deletion.at, [person(deletion.by, urls)]),
        }),
    })),
  };
}

/** One version: the annotation as it was, under the version's own address, with its provenance. */
export function versionDocument(of: Of, version: Version, urls: Urls): JsonObject {
  const { '@context': context, type, ...said } = embedded({ ...of, body: version.body }, urls);
  return {
    // The annotations' context comes last, so that what both define is read as in annotations.
    '@context': [PROV, ...[context ?? ANNOTATION_CONTEXT].flat()],
    ...said,
    id: urls.annotationVersion(of.container, of.id, version.number),
    type: [...[type].flat(), 'Entity'],
    ...provenance(of, version, urls),
  };
}

function provenance({ container, id }: Of, { number, actor, software, at }: Version, urls: Urls): JsonObject {
  const program = software && {
    ...(software.id !== undefined && { id: software.id }),
    type: ['Agent', 'SoftwareAgent'],
    name: software.name,
    ...(software.version !== undefined && { softwareVersion: software.version }),
  };
  const by = person(actor, urls);
  return {
    specializationOf: urls.annotation(container, id),
    generatedAtTime: at.toISOString(),
    wasAttributedTo: by,
    wasGeneratedBy: activity(at, program && program.id !== by['id'] ? [by, program] : [by]),
    ...(number > 1 && { wasDerivedFrom: urls.annotationVersion(container, id, number - 1) }),
  };
}

const activity = (at: Date, agents: JsonObject[]): JsonObject => ({
  type: 'Activity',
  endedAtTime: at.toISOString(),
  wasAssociatedWith: agents,
});

const person = ({ id, name, kind }: Agent, urls: Urls): JsonObject => ({
  id: urls.agent(id),
  type: ['Agent', kind === 'software' ? 'SoftwareAgent' : 'Person'],
  name,
});
