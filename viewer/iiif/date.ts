const ISO = /^(-?\d{4,6})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?/;

/**
 * A navDate in words. Cataloguers who know only the year write its first of January, so that day is shown as the year alone.
 * Null where it is no date.
 */
export function formatNavDate(navDate: string, locale: string): string | null {
  const match = ISO.exec(navDate);
  if (match === null) return null;
  const [year = 0, month = 1, day = 1] = match.slice(1).map(Number);
  // Date.UTC takes years 0 to 99 for the twentieth century.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const yearOnly = month === 1 && day === 1;
  const options: Intl.DateTimeFormatOptions = yearOnly ? {} : { month: 'long', day: 'numeric' };
  if (year <= 0) options.era = 'short';
  return new Intl.DateTimeFormat(locale, { ...options, year: 'numeric', timeZone: 'UTC' }).format(date);
}
