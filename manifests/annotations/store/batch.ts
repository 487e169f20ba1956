import type { Db } from '../../catalogue/open.ts';
import { createAnnotations } from './create.ts';
import type { Created, Into, NewAnnotation } from './create.ts';

/** Most annotations of one transaction. */
const MOST = 200;

interface Waiting {
  annotation: NewAnnotation;
  resolve: (created: Created) => void;
  reject: (error: unknown) => void;
}

/**
 * Annotations that come for one container while a transaction on it is under way are written together by the next one:
 * positions are dense, so writers of a container take turns, and each turn costs a flush of the disk. Each is
 * answered when its transaction is on disk, never before.
 */
export class CreateBatch {
  readonly #db: Db;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(db: Db) {
    this.#db = db;
  }

  create(into: Into, annotation: NewAnnotation): Promise<Created> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(into.id);
      if (waiting) waiting.push({ annotation, resolve, reject });
      else {
        this.#waiting.set(into.id, [{ annotation, resolve, reject }]);
        void this.#write(into);
      }
    });
  }

  async #write(into: Into): Promise<void> {
    for (let turn: Waiting[]; (turn = this.#waiting.get(into.id)?.splice(0, MOST) ?? []).length > 0;) {
      try {
        const created = await createAnnotations(
          this.#db,
          into,
          turn.map(({ annotation }) => annotation),
        );
        for (const [index, one] of created.entries()) turn[index]?.resolve(one);
      } catch (error) {
        for (const { reject } of turn) reject(error);
      }
    }
    this.#waiting.delete(into.id);
  }
}
