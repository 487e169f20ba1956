import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { newId } from '../../catalogue/ids.ts';
import type { Db, Tx } from '../../catalogue/open.ts';
import type { Software } from '../../catalogue/schema.ts';
import { withStems } from '../search/entry.ts';
import type { Entry } from '../search/entry.ts';
import { tierOf } from './place.ts';
import type { Bounds } from './place.ts';

/** What is kept of an annotation beside its body. */
export interface Content {
  /** With keys in place of our own addresses. */
  body: Record<string, unknown>;
  motivations: readonly string[];
  /** IRI or name of what generated it. */
  generator?: string;
  /** The view that it is on. */
  view?: string;
  /** The form that viewers draw, where it is on a view. */
  viewer?: Record<string, unknown>;
  /** What the index of texts gets to know of it. */
  entry?: Entry;
  /** What it covers of the view. */
  bounds?: Bounds;
}

export interface NewAnnotation extends Content {
  /** A wish, made unique by a suffix. */
  slug?: string;
  /** What the client calls it, if it does: with the same content a second time it is the same annotation. */
  clientId?: string;
  /** Id of a writer. */
  writer: string;
  software?: Software;
  at: Date;
}

export interface Created {
  id: string;
  version: number;
  /** Made now; else it was there already, from the same request before. */
  fresh: boolean;
}

/** Where annotations go: the container of a view, made with the first of them, or one of a project. */
export interface Into {
  id: string;
  view: string | null;
}

/** Puts annotations at the end of a container, all or none, in their order. */
export async function createAnnotations(db: Db | Tx, into: Into, given: readonly NewAnnotation[]): Promise<Created[]> {
  const rows = given.map((annotation, ordinal) => {
    const { slug, body, viewer, bounds, view, generator, software, writer, at } = annotation;
    const id = slug ?? newId('n');
    return {
      ordinal,
      id,
      origin: originOf(annotation),
      body,
      viewer,
      writer,
      software,
      motivations: annotation.motivations,
      generator,
      view,
      ...bounds,
      tier: tierOf(id, bounds),
      created: at,
      modified: at,
    };
  });
  const said = given.flatMap(({ entry }, ordinal) => (entry ? [{ entry, ordinal }] : []));
  const entries = await withStems(
    db,
    said.map(({ entry }) => entry),
  );
  // One statement, so that it takes no transaction to have both or neither.
  const { rows: made } = await sql<Created & { ordinal: number }>`
    select made.*, case when made.fresh and entry.given is not null
      then annotation_text_put(${into.id}, made.id, entry.given::json) end as put
    from create_annotations(${into.id}, ${into.view}, ${JSON.stringify(rows)}) made
    left join unnest(${said.map(({ ordinal }) => ordinal)}::integer[], ${entries.map((entry) => JSON.stringify(entry))}::text[])
      as entry(ordinal, given) on entry.ordinal = made.ordinal`.execute(db);
  return made.toSorted((a, b) => a.ordinal - b.ordinal).map(({ id, version, fresh }) => ({ id, version, fresh }));
}

/** Times are not part of it: the server gave them. */
function originOf({ slug, clientId, writer, body }: NewAnnotation): string | undefined {
  if (slug === undefined && clientId === undefined) return undefined;
  const { created: _created, modified: _modified, ...said } = body;
  return createHash('sha256')
    .update(JSON.stringify([slug, clientId, writer, said]))
    .digest('hex');
}
