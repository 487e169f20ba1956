import { SETTINGS, flagOf } from '../../manifests/settings/schema.ts';
import { COMMANDS } from './commands.ts';
import type { Command, CommandName } from './commands.ts';

const COLUMN = 34;

const row = (left: string, right: string): string =>
  left.length < COLUMN ? `  ${left.padEnd(COLUMN)}${right}` : `  ${left}\n  ${' '.repeat(COLUMN)}${right}`;

/** The text of `vitrine --help`, or of one command's. */
export function helpText(command?: CommandName): string {
  const lines = command === undefined ? overview() : commandHelp(command, COMMANDS[command]);
  return [
    ...lines,
    '',
    'Settings (flag, environment variable, or entry of the --config file; the first that is set counts):',
    ...settingRows(),
    '',
  ].join('\n');
}

function overview(): string[] {
  return [
    'vitrine COMMAND [OPTIONS]',
    '',
    'Serves a folder of images as IIIF: deep zoom, manifests, pages to embed.',
    '',
    'Commands:',
    ...Object.entries(COMMANDS).map(([name, { usage, summary }]) => row(`${name} ${usage}`.trim(), summary)),
  ];
}

function commandHelp(name: string, { usage, summary, options }: Command): string[] {
  const rows = Object.entries(options).map(([flag, { placeholder, help }]) =>
    row(`--${flag}${placeholder === undefined ? '' : ` ${placeholder}`}`, help),
  );
  return [
    `vitrine ${`${name} ${usage}`.trim()} [OPTIONS]`,
    '',
    summary,
    ...(rows.length > 0 ? ['', 'Options:', ...rows] : []),
  ];
}

function settingRows(): string[] {
  return Object.entries(SETTINGS).map(([name, { env, help, placeholder, fallback }]) =>
    row(`${flagOf(name)} ${placeholder}`, `${help} ${fallback === undefined ? '' : `[${String(fallback)}] `}(${env})`),
  );
}
