import { createServer } from 'node:http';

// The shortest start of a Node server there is.
createServer((_request, response) => response.end('hello')).listen(Number(process.argv[2]), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
