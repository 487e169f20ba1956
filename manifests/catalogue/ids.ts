import { randomInt } from 'node:crypto';
import { slugify } from 'transliteration';

/** No vowels, so no words; no `0`, `1`, `l`, so that it can be read out. */
const ALPHABET = '23456789bcdfghjkmnpqrstvwxz';
const LENGTH = 10;
const MAX_SLUG = 60;

/** An opaque id: begins with a letter, so that it is never taken for a number. */
export function newId(prefix: 'a' | 'j' | 'n' | 'o' | 'v' | 'w'): string {
  return prefix + Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** A readable id made of a label in any script; `object` where nothing of it is left. */
export function slugOf(label: string): string {
  // The first characters suffice, and transliterating a label of megabytes would block the process.
  const slug = slugify(label.slice(0, 4 * MAX_SLUG).normalize('NFC'), { lowercase: true, separator: '-' });
  const clean = slug
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, '');
  return clean || 'object';
}

/** What an object may be called: the form that `slugOf` gives. */
export const isSlug = (id: string): boolean => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id) && id.length <= MAX_SLUG + 12;
