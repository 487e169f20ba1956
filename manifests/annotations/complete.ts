import type { JsonObject } from './documents/annotation.ts';
import { ownKey } from './own-iris.ts';
import type { Writer } from './writers.ts';

/** A writer as annotations name one. */
export const agentOf = ({ id, kind, name }: Pick<Writer, 'id' | 'kind' | 'name'>): JsonObject => ({
  id: ownKey(`/agents/${id}`),
  type: kind === 'software' ? 'Software' : 'Person',
  name,
});

export interface Circumstances {
  writer: Writer;
  at: Date;
  /** What the client calls it, unless that is what we call it. */
  clientId?: string;
  /** The version that this one replaces. */
  before?: JsonObject;
}

/**
 * What the server knows of an annotation beside what was said in it. Who made it is its writer, unless an editor names
 * another; then the writer is in its history all the same. When it was made, and its canonical IRI, never
 * change (protocol, 5.1 and 5.3).
 */
export function complete(said: JsonObject, { writer, at, clientId, before }: Circumstances): JsonObject {
  const { created, modified, creator, generator, canonical, via, ...rest } = said;
  const named = writer.role === 'annotator' ? undefined : creator;
  const made = before ? (named ?? before['creator']) : named;
  const generatedBy = generator ?? (writer.kind === 'software' ? agentOf(writer) : undefined);
  const canonicalIri = before?.['canonical'] ?? canonical;
  const changed = before ? at.toISOString() : modified;
  const origins = [...new Set([via ?? before?.['via'] ?? [], clientId ?? []].flat())];
  return {
    ...rest,
    created: (before ? before['created'] : created) ?? at.toISOString(),
    ...(changed !== undefined && { modified: changed }),
    creator: made ?? agentOf(writer),
    ...(generatedBy !== undefined && { generator: generatedBy }),
    ...(canonicalIri !== undefined && { canonical: canonicalIri }),
    ...(origins.length > 0 && { via: origins.length === 1 ? origins[0] : origins }),
  };
}
