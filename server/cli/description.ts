import type { Description } from '../../manifests/catalogue/objects.ts';
import type { LabelValue, LanguageMap } from '../../manifests/catalogue/schema.ts';
import { InvalidError, expected } from '../../manifests/errors.ts';
import type { Values } from './parse.ts';

/** Text as PostgreSQL keeps it: no NUL, no half characters; everything else as it came. */
export const plainText = (text: string): string => text.toWellFormed().replaceAll('\0', '');

export const untagged = (text: string): LanguageMap => ({ none: [plainText(text)] });

/** What the options of `add` and `edit` say of an object. Throws InvalidError. */
export function descriptionOf(values: Values): Description {
  const { label, summary, metadata, date, rights, attribution } = values;
  return {
    ...(typeof label === 'string' && { label: untagged(label) }),
    ...(typeof summary === 'string' && { summary: untagged(summary) }),
    ...(Array.isArray(metadata) && { metadata: metadata.map(field) }),
    ...(typeof date === 'string' && { navDate: dateTime(date) }),
    ...(typeof rights === 'string' && { rights: rightsUri(rights) }),
    ...(typeof attribution === 'string' && {
      requiredStatement: { label: { en: ['Attribution'] }, value: untagged(attribution) },
    }),
  };
}

function field(text: string): LabelValue {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidError(expected('NAME=VALUE', '--metadata', text));
  return { label: untagged(text.slice(0, at).trim()), value: untagged(text.slice(at + 1).trim()) };
}

/** Presentation 3.0, 3.1 `navDate`: an XSD dateTime with a time zone. Of a year alone, its first day, as viewers expect. */
function dateTime(text: string): string {
  const [, year, month = '01', day = '01'] = /^(-?\d{4})(?:-(\d{2})-(\d{2}))?$/.exec(text) ?? [];
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (year === undefined || date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day))
    throw new InvalidError(expected('a year such as 1610, or a date such as 1610-03-13,', '--date', text));
  return `${year}-${month}-${day}T00:00:00Z`;
}

/** Presentation 3.0, 3.1 `rights`: the URI itself, which begins with http:, not https:. */
function rightsUri(text: string): string {
  const match = /^https?:\/\/(creativecommons\.org|rightsstatements\.org)\/\S+$/.exec(text);
  if (!match)
    throw new InvalidError(expected('a URI of creativecommons.org or rightsstatements.org', '--rights', text));
  return text.replace(/^https:/, 'http:');
}
