import { record, records, string, type Json } from '../iiif/json.ts';

const JSON_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';

/** An annotation as it is on the server now. */
export interface Kept {
  id: string;
  json: Json;
  etag: string;
}

/** A request that the server did not carry out. */
export class Refused extends Error {
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}

/**
 * Web Annotation Protocol, for pages of the server's own: the browser sends the cookie of who is signed in. Each throws Refused.
 * Section numbers are those of https://www.w3.org/TR/annotation-protocol/.
 */
export async function read(id: string): Promise<Kept> {
  return await kept(await ask(id, { headers: { accept: JSON_LD }, cache: 'no-cache' }), id);
}

/** 5.1 */
export async function create(container: string, annotation: Json): Promise<Kept> {
  const response = await ask(container, write('POST', annotation));
  const location = response.headers.get('location');
  return await kept(response, location === null ? container : new URL(location, response.url).href);
}

/** 5.3: refused with 412 where it is another one by now. */
export async function replace({ id, json, etag }: Kept): Promise<Kept> {
  return await kept(await ask(id, write('PUT', json, { 'if-match': etag })), id);
}

/** 5.4 */
export async function remove({ id, etag }: Pick<Kept, 'id' | 'etag'>): Promise<void> {
  await ask(id, { method: 'DELETE', headers: { 'if-match': etag } });
}

/** All versions of one, as the address that it names for them gives them, the first one first. */
export async function readHistory(id: string): Promise<readonly Json[]> {
  const response = await ask(`${id}/versions/`, { headers: { accept: JSON_LD }, cache: 'no-cache' });
  return records(record(await response.json())['hadMember']);
}

/** A version as it was; it never changes. */
export async function readVersion(url: string): Promise<Json> {
  return record(await (await ask(url, { headers: { accept: JSON_LD } })).json());
}

/** Makes what a version said the next version, also of a deleted annotation. With `etag`, refused as in `replace`. */
export async function bringBack(version: string, id: string, etag: string | null): Promise<Kept> {
  const headers = { accept: JSON_LD, ...(etag === null ? {} : { 'if-match': etag }) };
  return await kept(await ask(version, { method: 'POST', headers }), id);
}

function write(method: string, json: Json, headers: Record<string, string> = {}): RequestInit {
  return { method, headers: { accept: JSON_LD, 'content-type': JSON_LD, ...headers }, body: JSON.stringify(json) };
}

/** Addresses are written for the public; the page asks where it came from, which is the same server. */
async function ask(url: string, init: RequestInit): Promise<Response> {
  const { pathname, search } = new URL(url, location.href);
  let response: Response;
  try {
    response = await fetch(pathname + search, { credentials: 'same-origin', ...init });
  } catch (error) {
    throw new Refused(0, error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) throw new Refused(response.status, await reason(response));
  return response;
}

async function reason(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { error, message, detail } = record(JSON.parse(text));
    return string(message) ?? string(record(error)['message']) ?? string(detail) ?? string(error) ?? '';
  } catch {
    return '';
  }
}

async function kept(response: Response, id: string): Promise<Kept> {
  const json = record(await response.json());
  return { id: string(json['id']) ?? id, json, etag: response.headers.get('etag') ?? '*' };
}
