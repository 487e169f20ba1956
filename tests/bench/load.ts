import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';

export interface Load {
  host?: string;
  port: number;
  /** Asked for in turn, by all connections together. */
  paths: readonly string[];
  connections: number;
  seconds: number;
}

export interface LoadResult {
  requests: number;
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  failures: number;
}

const HEADER_END = Buffer.from('\r\n\r\n');

/** Keeps every connection asking, one request at a time, over bare sockets: the client must cost less than the server. */
export async function load({ host = '127.0.0.1', port, paths, connections, seconds }: Load): Promise<LoadResult> {
  const times: number[] = [];
  let next = 0;
  let failures = 0;
  const until = performance.now() + seconds * 1000;
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, () => connection()));
  const elapsed = (performance.now() - started) / 1000;
  const sorted = Float64Array.from(times).toSorted();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { requests: times.length, requestsPerSecond: times.length / elapsed, p50: at(0.5), p99: at(0.99), failures };

  function connection(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, host);
      socket.setNoDelay(true);
      let asked = 0;
      /** Bytes of the response that are still to come; undefined while its header is read. */
      let left: number | undefined;
      let header = Buffer.alloc(0);
      const ask = (): void => {
        if (performance.now() > until) return void socket.end();
        const path = paths[next++ % paths.length];
        asked = performance.now();
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nAccept: image/jpeg\r\n\r\n`);
      };
      socket
        .on('connect', ask)
        .on('error', reject)
        .on('close', () => resolve());
      socket.on('data', (chunk) => {
        if (left === undefined) {
          header = header.length === 0 ? chunk : Buffer.concat([header, chunk]);
          const end = header.indexOf(HEADER_END);
          if (end < 0) return;
          const text = header.toString('latin1', 0, end);
          if (!text.startsWith('HTTP/1.1 200')) failures++;
          left = Number(/content-length: (\d+)/i.exec(text)?.[1]) - (header.length - end - HEADER_END.length);
          header = Buffer.alloc(0);
        } else {
          left -= chunk.length;
        }
        if (left > 0) return;
        left = undefined;
        times.push(performance.now() - asked);
        ask();
      });
    });
  }
}

/** CPU seconds that a process has used, from /proc (Linux only). */
export async function cpuSeconds(...pids: number[]): Promise<number> {
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8')));
  // Fields 14 and 15, utime and stime, in hundredths of a second; the name before them may hold spaces.
  const ticks = stats
    .map((stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' '))
    .map((fields) => Number(fields[11]) + Number(fields[12]));
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}
