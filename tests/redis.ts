import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { findProgram } from './programs.ts';
import { testFolder } from './folder.ts';

export const REDIS_SERVER = findProgram('redis-server');

/** A real Redis of its own, on a free port, with nothing in it. */
export async function testRedis(): Promise<AsyncDisposable & { url: string }> {
  const folder = await testFolder();
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  const flags = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    folder.path,
    '--maxmemory-policy',
    'noeviction',
  ];
  const server = spawn(REDIS_SERVER ?? 'redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(server.stdout)) if (line.includes('Ready to accept connections')) break;
  return {
    url: `redis://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await once(server, 'close');
      await folder[Symbol.asyncDispose]();
    },
  };
}
