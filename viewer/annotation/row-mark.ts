/** The class of the one row, of a list of thousands, that is hovered or selected: it moves without the list being made anew. */
export class RowMark {
  readonly #name: string;
  #row: Element | null = null;

  constructor(name: string) {
    this.#name = name;
  }

  /** Marks the row with this key, and no other; null or a key that no row has marks none. */
  move(rows: ParentNode, key: string | null): Element | null {
    const row = rowOf(rows, key);
    if (row !== this.#row) this.#row?.classList.remove(this.#name);
    row?.classList.add(this.#name);
    this.#row = row;
    return row;
  }
}

/** The row with this key. */
export function rowOf(rows: ParentNode, key: string | null): Element | null {
  return key === null ? null : rows.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

/** The key of the row in which something happened. */
export function rowKey(event: Event): string | null {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null;
  return row?.dataset['key'] ?? null;
}
