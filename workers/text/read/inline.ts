import type { TextItem } from '../model.ts';
import { endsDivided, textOf } from '../text.ts';
import type { PageTree } from './tree.ts';

/** No line and no word has more: what is longer is cut, as its end is somewhere else. */
const MAX_TEXT = 100_000;

/**
 * Text of formats in which it stands between tags: a line's is its words' with what is between them, as full stops
 * may be outside of the words.
 */
export class InlineText {
  readonly #raw = new Map<TextItem, string>();

  add(tree: PageTree, text: string): void {
    if (tree.top) this.#append(tree.top, text);
  }

  /** To be called when a part ends, before its tree is told. */
  finish(tree: PageTree, item: TextItem): void {
    const raw = this.#raw.get(item) ?? '';
    this.#raw.delete(item);
    const text = raw.replace(/\s+/gu, ' ').trim();
    const { granularity, parts } = item;
    const withinLine = granularity === 'line' || granularity === 'word' || granularity === 'glyph';
    if (parts.length === 0) {
      if (text !== '') item.text = text;
    } else if (withinLine && text !== '' && text !== textOf(item)) {
      // Where nothing at all is between words, only the programmer forgot the spaces.
      if (granularity !== 'line' || /\s/u.test(text)) item.text = text;
    }
    if (granularity === 'line') {
      const last = item.parts.at(-1);
      if (endsDivided(item.text ?? (last ? textOf(last) : ''))) item.divided = true;
    }
    const around = tree.around(item);
    if (around && granularity !== 'line' && withinLine) this.#append(around, raw);
  }

  #append(item: TextItem, text: string): void {
    const before = this.#raw.get(item) ?? '';
    if (before.length < MAX_TEXT) this.#raw.set(item, before + text);
  }
}
