import { contentOf } from './content.ts';
import { InvalidError } from '../errors.ts';
import { ANNOTATION_LIMITS, checkLimits } from './model/limits.ts';
import { receive } from './receive.ts';
import { softwareOf } from './software.ts';
import { fingerprint } from './store/run.ts';
import type { RunAnnotation } from './store/run.ts';
import { addWriter } from './writers.ts';
import type { Writer } from './writers.ts';
import type { Db } from '../catalogue/open.ts';

/** In whose name annotations are written that no person or program with a token sends. */
const NAME = 'vitrine annotate';

/** The writer of what machines say: made when first needed, with a token that nobody knows. */
export async function machineWriter(db: Db): Promise<Writer> {
  const find = (): Promise<Writer | undefined> =>
    db
      .selectFrom('writer')
      .select(['id', 'name', 'role', 'kind'])
      .where('name', '=', NAME)
      .where('kind', '=', 'software')
      .where('revoked', 'is', null)
      .executeTakeFirst();
  const found = await find();
  if (found) return found;
  try {
    // An editor: a list that is imported may name its own creators.
    return (await addWriter(db, { name: NAME, role: 'editor', kind: 'software' })).writer;
  } catch (error) {
    const made = error instanceof InvalidError ? await find() : undefined;
    if (!made) throw error;
    return made;
  }
}

export interface MachineView {
  /** As in the catalogue. */
  id: string;
  width: number;
  height: number;
}

export interface Saying {
  writer: Writer;
  /** The address under which the annotation names what is ours. */
  base: string;
  view: MachineView;
  at: Date;
}

/**
 * What a machine said of a view, checked as if it had come over HTTP. Throws InvalidError, also where it is about
 * something else.
 */
export function fromMachine(json: unknown, { writer, base, view, at }: Saying): RunAnnotation {
  // Before anything walks through it: nobody has counted its depth yet.
  checkLimits(json, ANNOTATION_LIMITS);
  const received = receive(json, base);
  const { clientId } = received;
  if (received.view !== view.id)
    throw new InvalidError(`The target of the annotation must be the view ${view.id} or a part of it`);
  const { id, width, height } = view;
  const circumstances = { writer, at, ...(clientId !== undefined && { clientId }) };
  const content = contentOf(received, { view: id, width, height }, circumstances);
  const software = softwareOf(content.body);
  return { ...content, said: fingerprint(received.body), writer: writer.id, at, ...(software && { software }) };
}
