import { list, record, records, string, type Json } from '../iiif/json.ts';

/** One version in the history of an annotation, as the server tells it in PROV. */
export interface Version {
  /** Its own address, which never changes. */
  id: string;
  number: number;
  at: Date | null;
  /** Who made it. */
  by: string;
  /** What they made it with, and which release of that. */
  software: string | null;
}

/** Who deleted an annotation, and when. */
export interface Deletion {
  by: string;
  at: Date | null;
}

export interface History {
  /** The last one first. */
  versions: readonly Version[];
  deletion: Deletion | null;
}

export function readHistoryOf(members: readonly Json[]): History {
  const versions = members.map(readVersionOf).filter((version) => version !== null);
  const last = members.at(-1) ?? {};
  const ended = record(last['wasInvalidatedBy']);
  const by = nameOf(list(ended['wasAssociatedWith'])[0]);
  const deletion = last['invalidatedAtTime'] === undefined ? null : { by, at: readDate(last['invalidatedAtTime']) };
  return { versions: versions.toReversed(), deletion };
}

function readVersionOf(json: Json): Version | null {
  const id = string(json['id']);
  if (id === null) return null;
  const by = record(list(json['wasAttributedTo'])[0]);
  const program = records(record(json['wasGeneratedBy'])['wasAssociatedWith']).find(
    (agent) => list(agent['type']).includes('SoftwareAgent') && agent['id'] !== by['id'],
  );
  const software = program === undefined ? '' : `${nameOf(program)} ${string(program['softwareVersion']) ?? ''}`.trim();
  return {
    id,
    number: Number(id.slice(id.lastIndexOf('/') + 1)),
    at: readDate(json['generatedAtTime']),
    by: nameOf(by),
    software: software === '' ? null : software,
  };
}

function nameOf(agent: unknown): string {
  const { name, id } = record(agent);
  return string(name) ?? string(id) ?? '';
}

function readDate(value: unknown): Date | null {
  const date = new Date(typeof value === 'string' ? value : NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}
