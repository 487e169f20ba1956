import { readFile, readdir } from 'node:fs/promises';

// What processes cost, from /proc (Linux only).

/** The process and all that descend from it. */
export async function familyOf(pid: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number((await statOf(Number(name)))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

/** CPU seconds that these processes have used, in all their threads. */
export async function cpuSeconds(...pids: number[]): Promise<number> {
  const stats = await Promise.all(pids.map(statOf));
  // Fields 14 and 15 of the file, utime and stime, in hundredths of a second.
  return stats.reduce((sum, fields) => sum + Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0), 0) / 100;
}

/** Resident memory, mapped files included; a page that two of the processes share counts twice. */
export async function residentBytes(...pids: number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
    }),
  );
  return sizes.reduce((sum, each) => sum + each, 0);
}

/** The fields of /proc/{pid}/stat from the third on: the name before them may hold spaces. */
async function statOf(pid: number): Promise<string[] | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}
