import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { printable } from './cli/progress.ts';

/** JSON lines on standard error for programs to read, and lines of words where that is a terminal. */
export function openLog(name: string, level: string): Logger {
  const destination = process.stderr.isTTY ? forPeople(process.stderr) : pino.destination({ dest: 2, sync: true });
  return pino({ name, level }, destination);
}

const MARKS: Record<number, string> = { 40: 'warning: ', 50: 'error: ', 60: 'fatal: ' };
/** Said by the line itself, or of no interest to somebody who watches. */
const LEFT_OUT = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'err', 'code']);

function forPeople(stream: NodeJS.WriteStream): DestinationStream {
  return { write: (line) => void stream.write(`${inWords(JSON.parse(line) as Record<string, unknown>)}\n`) };
}

/** One line: time, what happened, to what. */
export function inWords(entry: Record<string, unknown>): string {
  const { time, level, msg, err } = entry;
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const reason = err && typeof err === 'object' && 'message' in err ? `: ${String(err.message)}` : '';
  const details = Object.entries(entry)
    .filter(([key]) => !LEFT_OUT.has(key))
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const about = details.length > 0 ? ` (${details.join(', ')})` : '';
  return printable(`${clock} ${MARKS[Number(level)] ?? ''}${String(msg)}${reason}${about}`);
}
