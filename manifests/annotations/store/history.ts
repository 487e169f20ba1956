import type { Db } from '../../catalogue/open.ts';
import type { AgentKind, Software } from '../../catalogue/schema.ts';
import type { AnnotationRow } from './read.ts';

/** Who did something: a writer. */
export interface Agent {
  id: string;
  name: string;
  kind: AgentKind;
}

export interface Version {
  number: number;
  body: Record<string, unknown>;
  actor: Agent;
  software: Software | null;
  at: Date;
}

/** All versions of an annotation, the first one first, or the one of that number. */
export async function versionsOf(
  db: Db,
  { container, id, version, body, actor, software, modified }: AnnotationRow,
  number?: number,
): Promise<Version[]> {
  let former = db
    .selectFrom('annotationVersion')
    .innerJoin('writer', 'writer.id', 'annotationVersion.actor')
    .select([
      'annotationVersion.number',
      'annotationVersion.body',
      'annotationVersion.software',
      'annotationVersion.at',
      'writer.id as writer',
      'writer.name',
      'writer.kind',
    ])
    .where('container', '=', container)
    .where('annotation', '=', id)
    // Whatever became of it meanwhile: the row says which versions are former ones.
    .where('number', '<', version)
    .orderBy('number');
  if (number !== undefined) former = former.where('number', '=', number);
  const rows = number === version ? [] : await former.execute();
  const versions = rows.map(({ writer, name, kind, ...row }): Version => ({
    ...row,
    actor: { id: writer, name, kind },
  }));
  if (number !== undefined && number !== version) return versions;
  const present = await db
    .selectFrom('writer')
    .select(['id', 'name', 'kind'])
    .where('id', '=', actor)
    .executeTakeFirstOrThrow();
  return [...versions, { number: version, body, actor: present, software, at: modified }];
}
