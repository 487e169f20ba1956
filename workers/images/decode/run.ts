import { spawn } from 'node:child_process';
import { UnreadableError } from '../../../manifests/errors.ts';
import { findProgram } from '../../../manifests/programs.ts';

/** A program of the system and what it is needed for. */
export interface Tool {
  program: string;
  /** The package of Debian that it is in. */
  debian: string;
  /** As in "This is a …". */
  reads: string;
}

export interface Outcome {
  code: number;
  output: string;
  /** What it said of errors. */
  message: string;
}

/** There is no program here that could: another decoder may. */
export class IncapableError extends UnreadableError {}

const MAX_MESSAGE = 4096;
/** A line for each of thousands of pages. */
const MAX_OUTPUT = 1024 * 1024;

/**
 * Runs a program on a file: without a shell, in the task's folder, with an environment that has no secrets. The kernel
 * kills it whenever this process ends; its memory counts as this process's own. Throws IncapableError where there is no
 * such program, and UnreadableError when the file broke it.
 */
export async function run({ program, debian, reads }: Tool, args: string[], folder: string): Promise<Outcome> {
  const found = await findProgram(program);
  if (!found) {
    throw new IncapableError(
      `This is a ${reads}. It is read when the program ${program} is installed on the server (Debian: ${debian}).`,
    );
  }
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  // What programs keep on the disk lies beside what they make. Warnings of libvips are none of the curator's business,
  // and would stand before the error.
  const env = { TMPDIR: folder, VIPS_CONCURRENCY: '1', VIPS_WARNING: '0', MALLOC_ARENA_MAX: '1', LC_ALL: 'C.UTF-8' };
  const child = spawn(found.path, [...found.args, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, message] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(0, MAX_OUTPUT);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    message = (message + text).slice(0, MAX_MESSAGE);
  });
  child.once('error', reject);
  child.once('close', (code, signal) => {
    if (code !== null) resolve({ code, output, message });
    else reject(new UnreadableError(`The file broke the program that read it (${signal}), and was left aside.`));
  });
  return promise;
}
