import type { Remark } from './model.ts';

/** Counts what is noticed, kind by kind, so that a defect of every word is one remark. The first message is kept. */
export class Remarks {
  readonly #found = new Map<string, Remark>();

  add(code: string, message: () => string, count = 1): void {
    const found = this.#found.get(code);
    if (found) found.count += count;
    else this.#found.set(code, { code, count, message: message() });
  }

  list(): Remark[] {
    return [...this.#found.values()].map((remark) => ({ ...remark }));
  }
}
