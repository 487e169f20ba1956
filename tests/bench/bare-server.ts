import { read } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { openPyramid } from '../../manifests/derivatives/archive.ts';
import { allTiles } from './tile-paths.ts';

// The least that a Node server can do: a map from the URL to a range of the pyramid's file, one read, one response.

const [archive = '', prefix = '', port = ''] = process.argv.slice(2);
const file = await open(archive, 'r');
let last = { offset: 0, length: 0 };
const pyramid = await openPyramid(
  {
    stat: async (key) => ({ key, size: (await file.stat()).size, modified: new Date() }),
    async read(_key, offset, length) {
      last = { offset, length };
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
  },
  archive,
);
const places = new Map<string, { offset: number; length: number }>();
for (const { path, level, column, row } of allTiles(pyramid, prefix)) {
  await pyramid.tile(level, column, row);
  places.set(path, last);
}

createServer((request, response) => {
  const place = places.get(request.url ?? '');
  if (!place) return void response.writeHead(request.url === '/' ? 200 : 404).end();
  const buffer = Buffer.allocUnsafe(place.length);
  read(file.fd, buffer, 0, place.length, place.offset, () => {
    response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': place.length });
    response.end(buffer);
  });
}).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
