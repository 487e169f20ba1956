/** Stands for the address of this server in what is stored; what follows is the path of a resource of ours. */
const OWN = 'vitrine:';

/** Properties whose values are words, whatever they look like. */
const WORDS = new Set(['@context', 'bodyValue', 'exact', 'label', 'name', 'nickname', 'prefix', 'suffix', 'value']);

/** What a client sent, with keys in place of our own addresses: the server may be reached by another one tomorrow. */
export const withKeys = <T>(json: T, base: string): T =>
  mapped(json, (text) => (text.startsWith(`${base}/`) ? `${OWN}${text.slice(base.length)}` : text)) as T;

/** What is stored, with the addresses by which this server is reached. */
export const withAddresses = <T>(json: T, base: string): T =>
  mapped(json, (text) => (text.startsWith(`${OWN}/`) ? `${base}${text.slice(OWN.length)}` : text)) as T;

/** The key of a path of ours, such as `/agents/{writer}`. */
export const ownKey = (path: string): string => `${OWN}${path}`;

function mapped(json: unknown, change: (text: string) => string): unknown {
  if (typeof json === 'string') return change(json);
  if (Array.isArray(json)) return json.map((item) => mapped(item, change));
  if (typeof json !== 'object' || json === null) return json;
  const made: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json)) made[key] = WORDS.has(key) ? value : mapped(value, change);
  return made;
}
