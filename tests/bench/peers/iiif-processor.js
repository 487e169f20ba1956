import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { Processor } from 'iiif-processor';

// iiif-processor as its README shows it, with the sizes of the TIFF's pages told to it, as the README advises.

const [file, pages, port] = process.argv.slice(2);
const dimensions = JSON.parse(pages);
const options = { dimensionFunction: async () => dimensions };

createServer((request, response) => {
  answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
}).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));

async function answer(request, response) {
  if (request.url === '/up') return void response.end();
  const url = `http://${request.headers.host}${request.url}`;
  const result = await new Processor(url, async () => createReadStream(file), options).execute();
  if (result.type !== 'content') return void response.writeHead(result.statusCode ?? 404).end(result.message);
  response.writeHead(200, { 'Content-Type': result.contentType, 'Content-Length': Buffer.byteLength(result.body) });
  response.end(result.body);
}
