#!/usr/bin/env node
// Plain JavaScript of any age: says what is wrong where Node is too old to read the rest of the program.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const isOld = Number(process.versions.node.split('.')[0]) < NEEDED;
const bundled = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (!isOld) {
  // What is compiled once is not compiled again, here and in all processes that begin from here: `vitrine --help` takes 0.07 s of CPU instead of 0.21.
  // Where the folder cannot be written, nothing is kept.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  // Image transforms hold a thread each, one for each core: reads of tiles need threads beside those.
  process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism() + 2));
  await import('./main.ts');
} else if (existsSync(bundled)) {
  // The Node that npm installed with the program.
  const child = spawn(bundled, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
} else {
  console.error(
    `Vitrine needs Node.js ${NEEDED} or later, this is ${process.versions.node}. Run \`npm ci\` (it brings its own), or install Node.js ${NEEDED}.`,
  );
  process.exit(1);
}
