import type { Json } from '../../../manifests/annotations/model/types.ts';

/** Equal in meaning: a list of one is its item, an object of only an IRI is the IRI, what has a source is a SpecificResource. */
export function meaning(json: Json): Json {
  if (Array.isArray(json)) return json.length === 1 ? meaning(json[0]!) : json.map(meaning);
  if (json === null || typeof json !== 'object') return json;
  const keys = Object.keys(json);
  if (keys.length === 1 && keys[0] === 'id') return json['id']!;
  const all = 'source' in json ? { type: 'SpecificResource', ...json } : json;
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, meaning(value)]));
}
