import { parseArgs } from 'node:util';
import { InvalidError } from '../../manifests/errors.ts';
import { suggestion } from '../../manifests/settings/load.ts';
import { SETTINGS, flagOf } from '../../manifests/settings/schema.ts';
import { COMMANDS } from './commands.ts';
import type { Command, CommandName, Option } from './commands.ts';

export type Values = Record<string, string | boolean | string[] | undefined>;

export type Invocation =
  | { action: 'help'; command?: CommandName }
  | { action: 'version' }
  | {
      action: 'run';
      command: CommandName;
      positionals: string[];
      values: Values;
      settings: Record<string, string | undefined>;
      config?: string;
    };

/** Reads the arguments after the program's name. Throws InvalidError that names what is wrong and what is known. */
export function parseCommandLine(args: readonly string[]): Invocation {
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const [about] = rest;
    return about !== undefined && isCommand(about) ? { action: 'help', command: about } : { action: 'help' };
  }
  if (first === '--version') return { action: 'version' };
  if (!isCommand(first))
    throw new InvalidError(`There is no command ${JSON.stringify(first)}${suggestion(first, Object.keys(COMMANDS))}`);
  return parseOptions(first, rest);
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

function parseOptions(name: CommandName, args: string[]): Invocation {
  const command: Command = COMMANDS[name];
  const options = { ...command.options, ...settingOptions() };
  const known = Object.fromEntries(
    Object.entries(options).map(([flag, option]) => [
      flag,
      { type: option.placeholder === undefined ? 'boolean' : 'string', multiple: option.multiple ?? false } as const,
    ]),
  );
  const { values, positionals, tokens } = parseArgs({
    args,
    options: known,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (token.name === 'help' || token.name === 'h') return { action: 'help', command: name };
    const option = options[token.name];
    if (!option)
      throw new InvalidError(
        `${token.rawName} is not an option of vitrine ${name}${suggestion(
          token.rawName,
          Object.keys(options).map((flag) => `--${flag}`),
        )}`,
      );
    if (option.placeholder === undefined && token.value !== undefined)
      throw new InvalidError(`${token.rawName} takes no value, but ${JSON.stringify(token.value)} was given`);
    if (option.placeholder !== undefined && (token.value === undefined || isFlag(token)))
      throw new InvalidError(`${token.rawName} needs a value: ${token.rawName} ${option.placeholder}`);
  }
  const { least, most } = command.positionals;
  if (positionals.length < least)
    throw new InvalidError(
      `vitrine ${name} needs ${command.usage}, for example: vitrine ${name} ${command.usage.replace('PATH…', './scans')}`,
    );
  if (positionals.length > most)
    throw new InvalidError(`vitrine ${name} does not take ${JSON.stringify(positionals[most])}`);
  return {
    action: 'run',
    command: name,
    positionals,
    values,
    settings: Object.fromEntries(
      Object.keys(SETTINGS).map((key) => [key, values[flagOf(key).slice(2)] as string | undefined]),
    ),
    ...(typeof values['config'] === 'string' && { config: values['config'] }),
  };
}

/** The next flag, taken for this one's value. */
const isFlag = ({ value, inlineValue }: { value?: string | undefined; inlineValue?: boolean | undefined }): boolean =>
  inlineValue === false && value?.startsWith('--') === true;

function settingOptions(): Record<string, Option> {
  const entries = Object.entries(SETTINGS).map(([key, { help, placeholder }]): [string, Option] => [
    flagOf(key).slice(2),
    { help, placeholder },
  ]);
  return { ...Object.fromEntries(entries), config: { placeholder: 'FILE', help: 'JSON file of settings.' } };
}
