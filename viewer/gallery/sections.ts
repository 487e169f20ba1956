import { readCollection, type Collection, type Entry } from '../iiif/collection.ts';
import type { LanguageMap } from '../iiif/language.ts';

export interface Section {
  id: string;
  label: LanguageMap;
  /** Objects only; the collections among them follow as sections of their own. */
  objects: readonly Entry[];
}

/**
 * Reads a collection and, when asked for more, the collections in it, in the order of the documents. Presentation 3 has
 * no paging: a large collection comes as a tree.
 */
export class Sections {
  sections: readonly Section[] = [];
  #ahead: { id: string; label: LanguageMap }[];
  readonly #top: string;

  constructor(top: string) {
    this.#top = top;
    this.#ahead = [{ id: top, label: {} }];
  }

  get complete(): boolean {
    return this.#ahead.length === 0;
  }

  /** Reads the next collection. Throws what `fetch` throws. */
  async more(): Promise<void> {
    const next = this.#ahead[0];
    if (next === undefined) return;
    const collection = await load(next.id);
    const inner = collection.entries.filter((entry) => entry.type === 'Collection');
    this.#ahead = [...inner, ...this.#ahead.slice(1)];
    const label = Object.keys(collection.label).length > 0 ? collection.label : next.label;
    this.sections = [
      ...this.sections,
      { id: next.id, label, objects: collection.entries.filter((entry) => entry.type === 'Manifest') },
    ];
  }

  /** Everything that was read, read again. */
  async again(): Promise<Sections> {
    const fresh = new Sections(this.#top);
    while (!fresh.complete && fresh.sections.length < Math.max(this.sections.length, 1)) await fresh.more();
    return fresh;
  }
}

async function load(id: string): Promise<Collection> {
  const response = await fetch(id, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${id} answered ${response.status}`);
  return readCollection(await response.json());
}
