import { IsolatedPool } from '../../../workers/isolate/pool.ts';
import type { Task } from '../../../workers/isolate/task.ts';

// The program that the test kills: it runs what it is sent and says when that has begun.
process.once('message', (task: Task) => {
  const pool = new IsolatedPool({ size: 1, memory: 1e9, seconds: 60 });
  void pool.run(task, { onProgress: () => process.send?.('begun') });
});
