type Json = Record<string, unknown>;

/** What an annotation is on, without the region: the first target's, where there are several. */
export function sourceOf(target: unknown): string | undefined {
  if (typeof target === 'string') return withoutFragment(target);
  if (Array.isArray(target)) return target.map(sourceOf).find((source) => source !== undefined);
  if (typeof target !== 'object' || target === null) return undefined;
  const { source, items, id } = target as Json;
  return sourceOf(source) ?? sourceOf(items) ?? (typeof id === 'string' ? withoutFragment(id) : undefined);
}

/** The same targets, with those that are on `from` on `to`; all others as they are. */
export function retarget(target: unknown, from: string, to: string): unknown {
  if (typeof target === 'string') {
    return withoutFragment(target) === from ? to + target.slice(from.length) : target;
  }
  if (Array.isArray(target)) return target.map((one) => retarget(one, from, to));
  if (typeof target !== 'object' || target === null) return target;
  const { ...result } = target as Json;
  if (result['source'] !== undefined) result['source'] = retarget(result['source'], from, to);
  else if (result['items'] !== undefined) result['items'] = retarget(result['items'], from, to);
  else if (result['id'] !== undefined) result['id'] = retarget(result['id'], from, to);
  return result;
}

function withoutFragment(uri: string): string | undefined {
  return uri.split('#', 1)[0] || undefined;
}
