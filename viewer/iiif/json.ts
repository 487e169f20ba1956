/** Reading documents that anybody may have written: wrong shapes become nothing instead of an exception. */
export type Json = Readonly<Record<string, unknown>>;

export function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function records(value: unknown): Json[] {
  return list(value)
    .map(record)
    .filter((item) => Object.keys(item).length > 0);
}

export function string(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
