import { VitrineError } from '../manifests/errors.ts';
import { loadSettings } from '../manifests/settings/load.ts';
import type { Settings } from '../manifests/settings/schema.ts';
import { VERSION } from '../manifests/version.ts';
import { helpText } from './cli/help.ts';
import { parseCommandLine } from './cli/parse.ts';
import type { Values } from './cli/parse.ts';
import type { CommandName } from './cli/commands.ts';

export interface CommandContext {
  settings: Settings;
  positionals: string[];
  values: Values;
  /** Aborted by the first SIGINT or SIGTERM: finish what must be finished, and end. */
  signal: AbortSignal;
}

/** Returns the exit code. */
export type RunCommand = (context: CommandContext) => Promise<number>;

const RUN: Record<CommandName, () => Promise<RunCommand>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  work: async () => (await import('./commands/work.ts')).work,
  add: async () => (await import('./commands/add.ts')).add,
  annotate: async () => (await import('./commands/annotate.ts')).annotate,
  edit: async () => (await import('./commands/edit.ts')).edit,
  export: async () => (await import('./commands/export.ts')).exportObject,
  remake: async () => (await import('./commands/remake.ts')).remake,
  token: async () => (await import('./commands/token.ts')).token,
  status: async () => (await import('./commands/status.ts')).status,
};

async function main(args: readonly string[]): Promise<number> {
  const invocation = parseCommandLine(args);
  if (invocation.action === 'help') {
    process.stdout.write(helpText(invocation.command));
    return 0;
  }
  if (invocation.action === 'version') {
    process.stdout.write(`vitrine ${VERSION}\n`);
    return 0;
  }
  const { command, positionals, values, settings: flags, config } = invocation;
  const settings = loadSettings({ flags, env: process.env, file: config ?? process.env['VITRINE_CONFIG'] });
  const run = await RUN[command]();
  return run({ settings, positionals, values, signal: stopSignal() });
}

/** Signals that come within this time are one: npm and `timeout` pass on what the process group gets anyway. */
const SAME_SIGNAL_MS = 1000;

/** The first signal asks to stop, a later one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const stop = (): void => {
    if (controller.signal.aborted && Date.now() - first > SAME_SIGNAL_MS) process.exit(130);
    first ||= Date.now();
    controller.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // A process of ours whose parent died has nobody to work for.
  process.on('disconnect', () => controller.abort());
  return controller.signal;
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (error instanceof VitrineError) process.stderr.write(`${error.message}\n`);
  else console.error(error);
  process.exit(1);
}
