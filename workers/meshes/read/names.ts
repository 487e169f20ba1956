/** What lies in an upload, by the names that files refer to each other with. Nothing else can be reached through it. */
export class Names<Value> {
  readonly #exact = new Map<string, Value>();
  /** In lower case. */
  readonly #folded = new Map<string, string>();
  /** Last parts in lower case; undefined where several files have the same. */
  readonly #last = new Map<string, string | undefined>();

  /** Of a file with the folders above it, divided by slashes. */
  add(name: string, value: Value): void {
    this.#exact.set(name, value);
    const folded = name.toLowerCase();
    if (!this.#folded.has(folded)) this.#folded.set(folded, name);
    const last = lastOf(folded);
    this.#last.set(last, this.#last.has(last) ? undefined : name);
  }

  /**
   * What a reference in the file `from` leads to. Percent signs, backslashes and letter case are forgiven; and so are
   * folders that only its maker has, where just one file has that name.
   */
  find(reference: string, from: string): { name: string; value: Value } | undefined {
    if (/^[a-z][a-z0-9+.-]+:/i.test(reference)) return undefined;
    for (const text of new Set([reference, decoded(reference)])) {
      const path = resolve(text.replaceAll('\\', '/'), from);
      const name =
        (path !== undefined && (this.#exact.has(path) ? path : this.#folded.get(path.toLowerCase()))) ||
        this.#last.get(lastOf(text.replaceAll('\\', '/').toLowerCase()));
      const value = name === undefined ? undefined : this.#exact.get(name);
      if (name !== undefined && value !== undefined) return { name, value };
    }
    return undefined;
  }
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

/** Undefined for a path that leads out of the upload, or begins at the root of a disk. */
function resolve(reference: string, from: string): string | undefined {
  if (reference.startsWith('/') || /^[a-z]:/i.test(reference)) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of reference.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
