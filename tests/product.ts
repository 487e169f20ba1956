import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../server/commands/outcome.ts';
import { openEmbedded } from '../manifests/postgres/embedded.ts';
import type { Database } from '../manifests/postgres/embedded.ts';
import { isAlive } from '../manifests/processes.ts';
import { copyCluster } from './cluster.ts';
import { testDatabase } from './database.ts';
import { testFolder } from './folder.ts';

const PROGRAM = fileURLToPath(new URL('../server/vitrine.js', import.meta.url));
/** Longer than the server waits for its last requests. */
const LONGEST_STOP_MS = 30_000;

type Env = Readonly<Record<string, string>>;

/** A line of `vitrine add --json`. */
export type Added = Outcome & { url?: string; page: string };

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface ProductOptions {
  /** Settings for all of its processes. Nothing else of this process's settings reaches them. */
  env?: Env;
  /** More flags for `serve`. */
  flags?: readonly string[];
}

/** Runs the program to its end; its settings are those of `args` and `env` alone. */
export async function runProgram(args: readonly string[], env: Env = {}): Promise<Finished> {
  return startProgram(args, env).finished;
}

/** The program, running a command. */
export interface RunningProgram {
  /** What it has printed so far. */
  stdout: () => string;
  finished: Promise<Finished>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it and its children at once. */
  kill(): void;
}

export function startProgram(args: readonly string[], env: Env = {}): RunningProgram {
  const { process: child, stdout, stderr } = start(args, env);
  const finished = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    stdout: stdout(),
    stderr: stderr(),
  }));
  return { stdout, finished, signal: (signal) => void child.kill(signal), kill: () => killGroup(child) };
}

/** The program, served from a data folder of its own, in which there is nothing at first but a PostgreSQL. */
export async function startProduct({ env, flags = [] }: ProductOptions = {}): Promise<Product> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await testFolder());
  const given = process.env['DATABASE_URL'];
  const database: Env = given === undefined ? {} : { DATABASE_URL: stack.use(await testDatabase()).url };
  const settings = { ...database, ...env };
  const product = new Product(path, settings, flags, stack.move());
  try {
    if (!('DATABASE_URL' in settings)) await copyCluster(product.data);
    await product.start();
  } catch (error) {
    await product[Symbol.asyncDispose]();
    throw error;
  }
  return product;
}

/** The real program as its users have it: server, workers, decoders and PostgreSQL, each a process of its own. */
export class Product implements AsyncDisposable {
  /** For files to be added, and whatever else a test needs; deleted at the end. */
  readonly folder: string;
  readonly data: string;
  readonly #env: Env;
  readonly #flags: readonly string[];
  #server: Started | undefined;
  #url = '';
  #log = '';
  /** The folder and the database, which outlive the processes. */
  readonly #ground: AsyncDisposable;

  constructor(folder: string, env: Env, flags: readonly string[], ground: AsyncDisposable) {
    this.folder = folder;
    this.data = join(folder, 'data');
    this.#env = env;
    this.#flags = flags;
    this.#ground = ground;
  }

  /** Another one after each start. */
  get url(): string {
    return this.#url;
  }

  /** What server and workers wrote to their standard error, of all starts. */
  get log(): string {
    return this.#log + (this.#server?.stderr() ?? '');
  }

  /** What the running server has printed for who started it. */
  get output(): string {
    return this.#server?.stdout() ?? '';
  }

  /** Resolves when requests are answered; throws with the program's own words when it ends before that. */
  async start(): Promise<void> {
    const server = start(['serve', '--port', '0', '--data', this.data, ...this.#flags], this.#env);
    this.#server = server;
    this.#url = await new Promise<string>((resolve, reject) => {
      server.process.stdout?.on('data', () => {
        const said = /Vitrine is at (\S+)\n/.exec(server.stdout());
        if (said?.[1] !== undefined) resolve(said[1]);
      });
      server.process.once('close', () => reject(new Error(`The program did not start:\n${server.stderr()}`)));
    });
  }

  /** `vitrine COMMAND … --data` of this product, to its end. */
  run(command: string, ...args: readonly string[]): Promise<Finished> {
    return this.begin(command, ...args).finished;
  }

  begin(command: string, ...args: readonly string[]): RunningProgram {
    return startProgram([command, '--data', this.data, ...args], this.#env);
  }

  /** Its PostgreSQL, embedded or not, for a look into the catalogue. */
  async database(): Promise<Database> {
    const url = this.#env['DATABASE_URL'];
    return url === undefined ? openEmbedded(this.data) : { url, [Symbol.asyncDispose]: () => Promise.resolve() };
  }

  /** Takes files in and resolves when each is ready or failed. */
  async add(paths: readonly string[], flags: readonly string[] = []): Promise<Added[]> {
    const { code, stdout, stderr } = await this.run('add', '--json', ...flags, ...paths);
    const added = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Added);
    if (code !== 0 && !added.some(({ state }) => state === 'failed'))
      throw new Error(`add ended with ${code}: ${stderr}`);
    return added;
  }

  /** As Ctrl-C and `systemctl stop` do; resolves to the exit code when all its processes are gone. */
  async stop(): Promise<number | null> {
    return this.#end((server) => server.kill('SIGTERM'));
  }

  /** Ends server, workers and decoders at once, as a lack of memory does. PostgreSQL is left an orphan. */
  async kill(): Promise<void> {
    await this.#end((server) => killGroup(server));
  }

  /** Ends the embedded PostgreSQL at once, as a lack of power does. */
  async killDatabase(): Promise<void> {
    await this.#signalDatabase('SIGKILL');
  }

  /** Ends every process, also after a test that failed in the middle. */
  async [Symbol.asyncDispose](): Promise<void> {
    const server = this.#server?.process;
    const timer = setTimeout(() => server && killGroup(server), LONGEST_STOP_MS);
    await this.stop();
    clearTimeout(timer);
    // Left by a server that was killed and not started again.
    await this.#signalDatabase('SIGQUIT');
    await this.#ground[Symbol.asyncDispose]();
  }

  async #end(send: (server: ChildProcess) => void): Promise<number | null> {
    const server = this.#server;
    if (!server) return null;
    send(server.process);
    // The streams close when the last process that writes to them is gone: the workers too.
    await server.closed;
    this.#log += server.stderr();
    this.#server = undefined;
    return server.process.exitCode;
  }

  async #signalDatabase(signal: NodeJS.Signals): Promise<void> {
    const text = await readFile(join(this.data, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number.parseInt(text, 10);
    if (!(pid > 0) || !isAlive(pid)) return;
    process.kill(pid, signal);
    // Not for ever: where nobody reaps orphans it stays as a zombie.
    for (let waited = 0; isAlive(pid) && waited < 5000; waited += 20) await sleep(20);
  }
}

interface Started {
  process: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  closed: Promise<unknown>;
}

function start(args: readonly string[], env: Env): Started {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    // A group of its own, to be killed as one. The channel ends with this process, and that ends the program.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...withoutSettings(process.env), ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = new Promise((resolve) => {
    child.once('close', resolve);
  });
  return { process: child, stdout: () => stdout, stderr: () => stderr, closed };
}

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(env);
  return Object.fromEntries(entries.filter(([name]) => !/^(VITRINE_.*|PORT|DATABASE_URL|REDIS_URL)$/.test(name)));
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
