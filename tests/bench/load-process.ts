import { setPriority } from 'node:os';
import { load } from './load.ts';
import type { Load } from './load.ts';

// A client in a process of its own, as parallel clients would be on machines of their own. It is put before the servers
// where the system allows that: its waiting for the processor is no part of an answer's time.

try {
  setPriority(-10);
} catch {
  // Only an administrator may.
}
process.on('message', (asked: Load) => {
  void load(asked).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
