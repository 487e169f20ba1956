import type { TextItem, TextPage } from './model.ts';

/** Signs that printers and scribes put where a word is divided, and those that transcribers write for them. */
const DIVIDERS = /[-\u00ad\u2010\u2011\u2e17\u2e5a\u00ac=]+$/u;

/**
 * The text of a part of a page. Up to a line it is what stands there, hyphen included. A paragraph, a block, a page are
 * running text: a line's end is a line's end there, but words that are divided only because the line ended are whole.
 */
export function textOf(item: TextItem): string {
  switch (item.granularity) {
    case 'glyph':
      return item.text ?? '';
    case 'word':
      return item.text ?? item.parts.map(textOf).join('');
    case 'line':
      return item.text ?? words(item.parts);
    default:
      return item.parts.length > 0 ? runningText(item.parts) : (item.text ?? '');
  }
}

export function textOfPage(page: TextPage): string {
  return runningText(page.parts);
}

/** Whether a line's end has a sign that is written for nothing but a word that goes on. */
export function endsDivided(text: string): boolean {
  return /[\u00ad\u00ac\u2e17\u2e5a]$/u.test(text);
}

function words(items: readonly TextItem[]): string {
  return items
    .map(textOf)
    .filter((text) => text !== '')
    .join(' ');
}

function runningText(parts: readonly TextItem[]): string {
  let text = '';
  let last: TextItem | undefined;
  for (const line of linesOf(parts)) {
    const next = textOf(line);
    if (next === '') continue;
    if (last?.divided) text = joined(text, next, last.parts.at(-1), line.parts[0]);
    else text += (text === '' ? '' : '\n') + next;
    last = line;
  }
  return text;
}

function joined(before: string, after: string, first?: TextItem, second?: TextItem): string {
  const whole = first?.whole;
  const [start, rest] = [first && textOf(first), second && textOf(second)];
  const plain = before.replace(DIVIDERS, '') + after;
  if (whole === undefined || whole !== second?.whole || !start || !rest) return plain;
  // Some spellings are other ones when whole (Zuk-ker, Zucker). Punctuation around them may be missing from it.
  if (!before.endsWith(start) || !after.startsWith(rest)) return plain;
  const lead = /^[^\p{L}\p{N}]*/u.exec(start)![0];
  const tail = /[^\p{L}\p{N}]*$/u.exec(rest)![0];
  const around = (whole.startsWith(lead) ? '' : lead) + whole + (whole.endsWith(tail) ? '' : tail);
  return before.slice(0, -start.length) + around + after.slice(rest.length);
}

/** The lines of paragraphs and blocks. Words that are in no line make one, as long as nothing else is between them. */
function* linesOf(parts: readonly TextItem[]): Generator<TextItem, void, undefined> {
  let loose: TextItem[] = [];
  for (const part of parts) {
    if (part.granularity === 'word' || part.granularity === 'glyph') {
      loose.push(part);
      continue;
    }
    if (loose.length > 0) yield { granularity: 'line', parts: loose };
    loose = [];
    if (part.granularity === 'line' || part.parts.length === 0) yield part;
    else yield* linesOf(part.parts);
  }
  if (loose.length > 0) yield { granularity: 'line', parts: loose };
}
