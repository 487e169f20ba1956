import type { Db } from '../../catalogue/open.ts';
import { createAnnotations } from './create.ts';
import type { Created, Into, NewAnnotation } from './create.ts';

/** Most annotations of one transaction. */
const MOST = 200;

interface Waiting {
  into: Into;
  annotation: NewAnnotation;
  resolve: (created: Created) => void;
  reject: (error: unknown) => void;
}

/**
 * Annotations that come while a transaction is under way are written together by the next one: writers of a container take
 * turns, as its positions are dense, and each transaction costs a flush of the disk. Each is answered when its own
 * transaction is on the disk, never before.
 */
export class CreateBatch {
  readonly #db: Db;
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(db: Db) {
    this.#db = db;
  }

  create(into: Into, annotation: NewAnnotation): Promise<Created> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ into, annotation, resolve, reject });
      if (!this.#isWriting) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const turn = this.#waiting.splice(0, MOST);
      const isWritten = await this.#together(turn).catch(() => false);
      // One that cannot be written must not be the end of the others.
      if (!isWritten) for (const one of turn) await this.#together([one]).catch(one.reject);
    }
    this.#isWriting = false;
  }

  async #together(turn: readonly Waiting[]): Promise<true> {
    // In one order for all processes, so that none waits for another that waits for it.
    const containers = [...Map.groupBy(turn, ({ into }) => into.id)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const write = async (db: Parameters<typeof createAnnotations>[0]): Promise<Map<Waiting, Created>> => {
      const made = new Map<Waiting, Created>();
      for (const [, all] of containers) {
        const [first] = all;
        if (!first) continue;
        const created = await createAnnotations(
          db,
          first.into,
          all.map(({ annotation }) => annotation),
        );
        for (const [index, one] of all.entries()) made.set(one, created[index] as Created);
      }
      return made;
    };
    const made = containers.length === 1 ? await write(this.#db) : await this.#db.transaction().execute(write);
    for (const [one, created] of made) one.resolve(created);
    return true;
  }
}
