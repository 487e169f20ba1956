import { constants, setPriority } from 'node:os';
import { drawDemo } from './draw.ts';

// Draws in a process of its own, so that the server that wants the picture goes on answering.

const [path = ''] = process.argv.slice(2);
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const orphaned = (): never => process.exit(1);
process.on('disconnect', orphaned);
await drawDemo(path, { onProgress: (fraction) => process.send?.(fraction) });
process.off('disconnect', orphaned);
process.disconnect?.();
