/** A run of text that both versions have, or only one of them. */
export interface Part {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Cells of the table that is filled to compare two texts; longer ones are told as one change from beginning to end. */
const MOST = 4_000_000;

/** What became of a text, word by word: the longest common sequence of words stays, and the rest was removed or added. */
export function difference(before: string, after: string): Part[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const parts: Part[] = [];
  add(parts, 'same', a.slice(0, head));
  changed(a.slice(head, a.length - tail), b.slice(head, b.length - tail), parts);
  add(parts, 'same', a.slice(a.length - tail));
  return parts;
}

/** Words, and what stands between them, in any script. */
function wordsOf(text: string): string[] {
  const segments = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text);
  return Array.from(segments, ({ segment }) => segment);
}

function changed(a: readonly string[], b: readonly string[], parts: Part[]): void {
  const [rows, columns] = [a.length + 1, b.length + 1];
  if (rows * columns > MOST) {
    add(parts, 'removed', a);
    add(parts, 'added', b);
    return;
  }
  // How many words the rests from row and column on have in common.
  const common = new Uint32Array(rows * columns);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * columns + j] =
        a[i] === b[j]
          ? common[(i + 1) * columns + j + 1]! + 1
          : Math.max(common[(i + 1) * columns + j]!, common[i * columns + j + 1]!);
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(parts, 'same', [a[i]!]);
      i++;
      j++;
    } else if (i < a.length && (j === b.length || common[(i + 1) * columns + j]! >= common[i * columns + j + 1]!)) {
      add(parts, 'removed', [a[i++]!]);
    } else add(parts, 'added', [b[j++]!]);
  }
}

function add(parts: Part[], kind: Part['kind'], words: readonly string[]): void {
  const text = words.join('');
  if (text === '') return;
  const last = parts.at(-1);
  if (last?.kind === kind) last.text += text;
  else parts.push({ kind, text });
}
