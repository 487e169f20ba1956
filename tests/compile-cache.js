import module from 'node:module';
import { fileURLToPath } from 'node:url';

// As the program does it: each test file is a process, and starts more of them.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));
module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
