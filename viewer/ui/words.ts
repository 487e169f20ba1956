import type english from '../messages/en.json';

type Messages = typeof english;
export type Key = keyof Messages;

const files = import.meta.glob<Messages>('../messages/*.json', { import: 'default' });
let messages: Partial<Messages> = {};
let language = 'en';

/** Loads the interface's words in the first of the visitor's languages that there are words for. Call before anything renders. */
export async function loadWords(languages: readonly string[] = navigator.languages): Promise<void> {
  const known = languages.map((tag) => tag.split('-')[0] ?? '').find((tag) => `../messages/${tag}.json` in files);
  language = known ?? 'en';
  messages = (await files[`../messages/${language}.json`]?.()) ?? {};
  document.documentElement.lang = language;
}

/** The locale for numbers and dates: the visitor's own variety of the interface's language. */
export function locale(): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

export function word(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return (messages[key] ?? key).replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? new Intl.NumberFormat(locale()).format(value) : (value ?? whole);
  });
}

/** A word for a number of things: the keys `{key}.one` and `{key}.other`, as the language counts. */
export function counted(
  key: 'work.failed' | 'work.more' | 'work.object' | 'annotation.count' | 'search.count',
  count: number,
  values: Record<string, string | number> = {},
): string {
  const form = new Intl.PluralRules(locale()).select(count) === 'one' ? 'one' : 'other';
  return word(`${key}.${form}`, { ...values, count });
}

export function fileSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** step);
}
