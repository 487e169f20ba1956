import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Bytes of memory that a process alone is the reason for, or undefined when it is gone. On Linux those of the processes
 * that it has started are added, and pages of files that it has mapped do not count: they are the system's cache of the
 * original and are given back under pressure, and a JPEG of a gigabyte would otherwise be refused for its size on the
 * disk.
 */
export async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      const children = await Promise.all((await childrenOf(pid)).map(residentBytes));
      return children.reduce<number>(
        (sum, bytes = 0) => sum + bytes,
        kilobytes(status, 'RssAnon') + kilobytes(status, 'RssShmem'),
      );
    }
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
    return Number(stdout.trim()) * 1024;
  } catch {
    return undefined;
  }
}

/** Those started from the main thread, as Node starts all of its own; none where the kernel does not list them. */
async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return list.split(' ').filter(Boolean).map(Number);
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0) * 1024;
}
