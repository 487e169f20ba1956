/** A decimal of a URL, exact: `units / scale`, where scale is a power of ten. Percentages decide sizes, so no floats. */
export interface Decimal {
  units: bigint;
  scale: bigint;
}

/** Digits and at most one point, as 4.7 demands; undefined for anything else, signs and exponents included. */
export function parseDecimal(text: string): Decimal | undefined {
  const point = text.indexOf('.');
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1);
  if (digits === '') return undefined;
  for (let i = 0; i < digits.length; i++) {
    const code = digits.charCodeAt(i);
    if (code < 48 || code > 57) return undefined;
  }
  return { units: BigInt(digits), scale: point < 0 ? 1n : 10n ** BigInt(text.length - point - 1) };
}

/** Without leading or trailing zeros, and with a 0 before the point, as 4.7 recommends. */
export function formatDecimal({ units, scale }: Decimal): string {
  const whole = units / scale;
  const rest = units % scale;
  if (rest === 0n) return String(whole);
  const digits = String(scale + rest).slice(1);
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end--;
  return `${whole}.${digits.slice(0, end)}`;
}

/** That percentage of a length, rounded half up, at most `Number.MAX_SAFE_INTEGER`. */
export function percentOf(length: number, { units, scale }: Decimal): number {
  const result = (2n * BigInt(length) * units + 100n * scale) / (200n * scale);
  return result > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(result);
}

export function isMoreThan({ units, scale }: Decimal, whole: number): boolean {
  return units > BigInt(whole) * scale;
}
