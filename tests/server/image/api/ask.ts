import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface AskOptions {
  method?: 'GET' | 'HEAD' | 'OPTIONS';
  headers?: Record<string, string>;
}

/** One request, its path as it stands and no redirect followed. */
export async function ask(
  base: string,
  path: string,
  { method = 'GET', headers = {} }: AskOptions = {},
): Promise<Answer> {
  const { hostname, port, pathname } = new URL(base);
  const prefix = pathname.replace(/\/$/, '');
  const req = request({ hostname, port, path: `${prefix}${path}`, method, headers, agent: false });
  req.end();
  const res = await new Promise<IncomingMessage>((resolve, reject) => {
    req.once('response', resolve).once('error', reject);
  });
  return { status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(await res.toArray()) };
}

/** Its value, or an error that says what it was: for what cannot be tested further without it. */
export function must<T>(what: string, found: T, ...wanted: T[]): T {
  if (!wanted.includes(found)) {
    throw new Error(
      `${what}: expected ${wanted.map((one) => JSON.stringify(one)).join(' or ')}, got ${JSON.stringify(found)}`,
    );
  }
  return found;
}

/** Targets of a Link header by their relations (RFC 8288, 3). */
export function linksOf(header: string | string[] | undefined): Map<string, string> {
  const links = [header ?? []]
    .flat()
    .join(', ')
    .matchAll(/<([^>]*)>\s*;\s*rel="?([^",;]+)"?/g);
  return new Map([...links].map(([, target = '', relation = '']) => [relation, target]));
}
