import { unitFor } from '../../manifests/meshes/units.ts';

/** A quantity in terms of schema.org, whose prefix the context of the W3C knows. */
export interface Quantity {
  name: string;
  value: number;
  /** UN/CEFACT's code: MTR, MTK and MTQ are metres, square and cubic ones. */
  unit?: 'MTR' | 'MTK' | 'MTQ' | 'P1';
}

/** What a body says in numbers, for programs. */
export const properties = (quantities: readonly Quantity[]): Record<string, unknown>[] =>
  quantities.map(({ name, value, unit }) => ({
    type: 'schema:PropertyValue',
    'schema:name': name,
    'schema:value': Number(value.toPrecision(6)),
    ...(unit !== undefined && { 'schema:unitCode': unit }),
  }));

/** A length, area or volume in the unit that a person would say it in. `power` 1 to 3; `like`: a length whose unit is taken. */
export function words(metres: number, power: 1 | 2 | 3 = 1, like = metres ** (1 / power)): string {
  const [name, one] = unitFor(like);
  return `${number(metres / one ** power)} ${name}${['', '²', '³'][power - 1]}`;
}

export const number = (value: number): string =>
  new Intl.NumberFormat('en', { maximumSignificantDigits: value >= 1000 ? 21 : 4, maximumFractionDigits: 12 }).format(
    value >= 1000 ? Math.round(value) : value,
  );
