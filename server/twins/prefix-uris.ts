/**
 * A tileset whose contents are named below another folder, so that it can be given at another address than its
 * neighbours. What has an address of its own is left alone (3D Tiles 1.1, "URIs"; RFC 3986, 4.2).
 */
export function prefixUris(tileset: unknown, prefix: string): unknown {
  if (!isRecord(tileset)) return tileset;
  return { ...tileset, ...(isRecord(tileset['root']) && { root: tile(tileset['root'], prefix) }) };
}

type Json = Record<string, unknown>;

function tile(json: Json, prefix: string): Json {
  const { content, contents, children } = json;
  return {
    ...json,
    ...(isRecord(content) && { content: named(content, prefix) }),
    ...(Array.isArray(contents) && { contents: contents.map((one) => (isRecord(one) ? named(one, prefix) : one)) }),
    ...(Array.isArray(children) && { children: children.map((one) => (isRecord(one) ? tile(one, prefix) : one)) }),
  };
}

function named(content: Json, prefix: string): Json {
  const { uri } = content;
  const isRelative = typeof uri === 'string' && !/^([a-z][a-z\d+.-]*:|\/)/i.test(uri);
  return isRelative ? { ...content, uri: `${prefix}${uri}` } : content;
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
