import { list, record } from './json.ts';

export type LanguageMap = Readonly<Record<string, readonly string[]>>;

export interface Text {
  /** BCP 47, or null where the document names none. */
  language: string | null;
  values: readonly string[];
}

export function readLanguageMap(value: unknown): LanguageMap {
  if (typeof value === 'string') return { none: [value] };
  const entries = Object.entries(record(value)).map(
    ([language, texts]) => [language, list(texts).filter((text) => typeof text === 'string')] as const,
  );
  return Object.fromEntries(entries.filter(([, texts]) => texts.length > 0));
}

/**
 * The values to show, by Presentation 3.0, section 4.2: the visitor's best language, else what has no language,
 * else one language, where English is as good a guess as any.
 */
export function chooseText(map: LanguageMap, languages: readonly string[]): Text {
  const keys = Object.keys(map);
  const key = matching(keys, languages) ?? ('none' in map ? 'none' : (matching(keys, ['en']) ?? keys[0]));
  if (key === undefined) return { language: null, values: [] };
  return { language: key === 'none' ? null : key, values: map[key] ?? [] };
}

/** The longest common beginning wins within a language: `de-CH` finds `de-CH`, then `de`, then `de-AT`. */
function matching(keys: readonly string[], languages: readonly string[]): string | undefined {
  for (const language of languages) {
    const subtags = language.toLowerCase().split('-');
    for (let length = subtags.length; length > 0; length--) {
      const prefix = subtags.slice(0, length).join('-');
      const exact = keys.find((key) => key.toLowerCase() === prefix);
      if (exact !== undefined) return exact;
    }
    const sibling = keys.find((key) => key.toLowerCase().split('-')[0] === subtags[0]);
    if (sibling !== undefined) return sibling;
  }
  return undefined;
}

const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'iw', 'ks', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi']);
const RIGHT_TO_LEFT_SCRIPTS = /-(arab|hebr|syrc|thaa|nkoo|adlm|samr|mand)\b/i;

export function direction(language: string | null): 'ltr' | 'rtl' | 'auto' {
  if (language === null) return 'auto';
  if (RIGHT_TO_LEFT_SCRIPTS.test(language)) return 'rtl';
  if (/-latn\b/i.test(language)) return 'ltr';
  return RIGHT_TO_LEFT.has(language.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr';
}
