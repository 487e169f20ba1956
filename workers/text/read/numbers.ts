/** A finite number, or nothing. */
export function number(value: string | undefined): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** All numbers of a list, however they are separated: `1,2 3,4` and `1 2 3 4` are the same. Nothing if one is none. */
export function numbers(value: string | undefined): number[] | undefined {
  const words = (value ?? '').split(/[\s,]+/).filter((word) => word !== '');
  const list = words.map(Number);
  return list.length > 0 && list.every(Number.isFinite) ? list : undefined;
}

/** Points x, y, x, y…: at least `least` of them, and none of them half. */
export function points(value: string | undefined, least: number): number[] | undefined {
  const list = numbers(value);
  return list && list.length >= 2 * least && list.length % 2 === 0 ? list : undefined;
}

/** A share of one, from a share of `whole`. Values outside of it say nothing. */
export function confidence(value: string | undefined, whole: 1 | 100): number | undefined {
  const share = number(value);
  return share !== undefined && share >= 0 && share <= whole ? share / whole : undefined;
}
