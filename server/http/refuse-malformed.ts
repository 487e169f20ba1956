import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const STATUS: ReadonlyMap<string | undefined, string> = new Map([
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
]);

const MESSAGES: Readonly<Record<string, string>> = {
  '431': 'The request is longer than this server reads',
  '408': 'The request did not come in time',
  '400': 'The request is not HTTP: its address may hold only visible ASCII characters, all others percent-encoded',
};

/** Answers what Node.js cannot parse as HTTP, and therefore hands to nobody, with a reason as everything else. */
export function refuseMalformed(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const status = STATUS.get(error.code) ?? '400 Bad Request';
    const body = JSON.stringify({ error: { code: 'invalid', message: MESSAGES[status.slice(0, 3)] } });
    const headers = [
      `HTTP/1.1 ${status}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Access-Control-Allow-Origin: *',
      'Connection: close',
    ];
    socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
  });
}
