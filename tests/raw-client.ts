import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawAnswer {
  status: number;
  body: Buffer;
}

/** Sends addresses as they are, also those that no HTTP client would: one at a time, on a connection kept while it can be. */
export interface RawClient {
  get(path: string): Promise<RawAnswer>;
  close(): void;
}

const HEADER_END = Buffer.from('\r\n\r\n');

export function rawClient(port: number, host = '127.0.0.1'): RawClient {
  let socket: Socket | undefined;
  return {
    get(path) {
      const open = socket?.writable ? socket : connect(port, host).setNoDelay(true);
      socket = open;
      return new Promise((resolve, reject) => {
        let received: Buffer = Buffer.alloc(0);
        const settle = (answer: RawAnswer | Error): void => {
          open.off('data', read).off('error', settle).off('close', closed);
          if (answer instanceof Error) reject(answer);
          else resolve(answer);
        };
        const closed = (): void => settle(new Error(`closed without an answer to ${JSON.stringify(path)}`));
        const read = (chunk: Buffer): void => {
          received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
          const end = received.indexOf(HEADER_END);
          if (end < 0) return;
          const head = received.toString('latin1', 0, end);
          const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
          const start = end + HEADER_END.length;
          if (received.length < start + length) return;
          if (/^connection: close/im.test(head)) open.end();
          settle({ status: Number(head.slice(9, 12)), body: received.subarray(start, start + length) });
        };
        open.on('data', read).on('error', settle).on('close', closed);
        open.write(`GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nAccept: application/json\r\n\r\n`);
      });
    },
    close: () => void socket?.destroy(),
  };
}
