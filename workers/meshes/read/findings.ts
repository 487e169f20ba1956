import type { MeshSink } from '../source.ts';

/** Counts what a reader finds, so that a defect of every face costs one call of the sink. The first message is kept. */
export class Findings {
  readonly #found = new Map<string, { count: number; message: string }>();

  add(code: string, message: () => string, count = 1): void {
    const found = this.#found.get(code);
    if (found) found.count += count;
    else this.#found.set(code, { count, message: message() });
  }

  messageOf(code: string): string | undefined {
    return this.#found.get(code)?.message;
  }

  /** All of them, for a reason why nothing came of a file. */
  get text(): string {
    return [...this.#found.values()].map(({ message }) => message).join(' ');
  }

  tell(sink: MeshSink): void {
    for (const [code, { count, message }] of this.#found) sink.finding({ code, count, message });
    this.#found.clear();
  }
}
