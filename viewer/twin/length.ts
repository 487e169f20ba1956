const UNITS = [
  { unit: 'millimeter', metres: 0.001, below: 0.01 },
  { unit: 'centimeter', metres: 0.01, below: 1 },
  { unit: 'meter', metres: 1, below: 1000 },
  { unit: 'kilometer', metres: 1000, below: Infinity },
] as const;

/** Metres in the unit that a person would say them in, with four digits: no scan is better than that. */
export function formatLength(metres: number, locale: string): string {
  const { unit, metres: one } = UNITS.find(({ below }) => metres < below) ?? UNITS[2];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumSignificantDigits: 4,
  }).format(metres / one);
}
