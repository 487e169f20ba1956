/** The properties in a `title` of hOCR: `bbox 10 20 30 40; x_wconf 92; image "a;b.png"`. The first of a name counts. */
export function parseTitle(title = ''): Map<string, string> {
  const properties = new Map<string, string>();
  // Semicolons in quotes belong to a file's name; a quote that is never closed means nothing.
  for (const [property] of title.matchAll(/(?:"[^"]*"|[^;])+/g)) {
    const [, name, value] = /^\s*([\w-]+)\s*([\s\S]*?)\s*$/.exec(property) ?? [];
    if (name === undefined || value === undefined || properties.has(name)) continue;
    properties.set(name, /^(["'])[\s\S]*\1$/.test(value) ? value.slice(1, -1) : value);
  }
  return properties;
}
