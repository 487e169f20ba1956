import { connect } from 'node:net';

export interface Load {
  host?: string;
  port: number;
  /** Asked for in turn, by all connections together. */
  paths: readonly string[];
  /** Ends when each path was asked for once, if that comes before the time is over. Default: false, from the start again. */
  once?: boolean;
  connections: number;
  seconds: number;
  /** Default: that of a browser's picture. */
  accept?: string;
  /** POSTs this instead of asking; 201 is then what is expected. */
  post?: { body: string; token: string };
}

export interface LoadResult {
  requests: number;
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  failures: number;
  /** Of the bodies. */
  bytes: number;
}

const HEADER_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');

/** Keeps every connection asking, one request at a time, over bare sockets: the client must cost less than the server. */
export async function load(asked: Load): Promise<LoadResult> {
  const { connections, seconds } = asked;
  const times: number[] = [];
  const seen: Seen = { next: 0, failures: 0, bytes: 0, times, until: performance.now() + seconds * 1000 };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, () => keepAsking(asked, seen)));
  const elapsed = (performance.now() - started) / 1000;
  const sorted = Float64Array.from(times).toSorted();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const { failures, bytes } = seen;
  return {
    requests: times.length,
    requestsPerSecond: times.length / elapsed,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    failures,
    bytes,
  };
}

interface Seen {
  next: number;
  failures: number;
  bytes: number;
  times: number[];
  until: number;
}

function keepAsking(
  { host = '127.0.0.1', port, paths, once = false, accept = 'image/jpeg', post }: Load,
  seen: Seen,
): Promise<void> {
  const rest = post
    ? `Authorization: Bearer ${post.token}\r\nContent-Type: application/ld+json\r\nContent-Length: ${Buffer.byteLength(post.body)}\r\n\r\n${post.body}`
    : `Accept: ${accept}\r\n\r\n`;
  const good = `HTTP/1.1 ${post ? 201 : 200}`;
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    socket.setNoDelay(true);
    let asked = 0;
    /** Bytes of the response that are still to come; undefined while its header is read, NaN for one in chunks. */
    let left: number | undefined;
    let header = Buffer.alloc(0);
    let tail = Buffer.alloc(0);
    const ask = (): void => {
      if (performance.now() > seen.until || (once && seen.next >= paths.length)) return void socket.end();
      const path = paths[seen.next++ % paths.length];
      asked = performance.now();
      socket.write(`${post ? 'POST' : 'GET'} ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\n${rest}`);
    };
    socket
      .on('connect', ask)
      .on('error', reject)
      .on('close', () => resolve());
    socket.on('data', (chunk) => {
      let body = chunk;
      if (left === undefined) {
        header = header.length === 0 ? chunk : Buffer.concat([header, chunk]);
        const end = header.indexOf(HEADER_END);
        if (end < 0) return;
        const text = header.toString('latin1', 0, end);
        if (!text.startsWith(good)) seen.failures++;
        left = Number(/content-length: (\d+)/i.exec(text)?.[1]);
        body = header.subarray(end + HEADER_END.length);
        header = Buffer.alloc(0);
      }
      seen.bytes += body.length;
      left -= body.length;
      if (left > 0) return;
      if (Number.isNaN(left)) {
        // What ends like this ends the response: a picture's last bytes stand before it.
        tail = Buffer.concat([tail, body]).subarray(-LAST_CHUNK.length);
        if (!tail.equals(LAST_CHUNK)) return;
        tail = Buffer.alloc(0);
      }
      left = undefined;
      seen.times.push(performance.now() - asked);
      ask();
    });
  });
}
