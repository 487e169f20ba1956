/** The properties in a `title` of hOCR: `bbox 10 20 30 40; x_wconf 92; image "a;b.png"`. The first of a name counts. */
export function parseTitle(title: string | undefined): Map<string, string> {
  const properties = new Map<string, string>();
  for (const [, name, value] of (title ?? '').matchAll(/\s*([\w-]+)((?:"[^"]*"|[^;"])*"?)(?:;|$)/g)) {
    const plain = value!.trim();
    if (name && !properties.has(name)) properties.set(name, /^(["']).*\1$/.test(plain) ? plain.slice(1, -1) : plain);
  }
  return properties;
}
