import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidError, expected } from '../errors.ts';
import { SETTINGS, flagOf, parseSetting } from './schema.ts';
import type { SettingName, Settings } from './schema.ts';

export interface Sources {
  /** From the command line, by setting name. */
  flags: Readonly<Record<string, string | undefined>>;
  env: Readonly<Record<string, string | undefined>>;
  /** Path of a JSON file of settings. A file that is named must be there. */
  file?: string | undefined;
}

const NAMES = Object.keys(SETTINGS) as SettingName[];
/** Read by the start script itself, not settings of the program. */
const OTHER_VARIABLES = new Set(['VITRINE_CONFIG', 'VITRINE_TEST_DATA']);

/** Flags win over the environment, the environment over the file. Throws InvalidError naming the setting. */
export function loadSettings({ flags, env, file }: Sources): Settings {
  rejectUnknownVariables(env);
  const fromFile = file === undefined ? {} : readSettingsFile(file);
  const settings: Record<string, unknown> = {};
  for (const name of NAMES) {
    const { env: variable, fallback } = SETTINGS[name];
    const flag = flags[name];
    const fromEnv = env[variable];
    if (flag !== undefined) settings[name] = parseSetting(name, flag, flagOf(name));
    else if (fromEnv !== undefined && fromEnv !== '') settings[name] = parseSetting(name, fromEnv, variable);
    else if (fromFile[name] !== undefined) settings[name] = parseSetting(name, fromFile[name], `${name} in ${file}`);
    else if (fallback !== undefined) settings[name] = fallback;
  }
  const loaded = settings as Settings;
  return { ...loaded, data: resolve(loaded.data) };
}

/** The settings as environment variables, for a process of our own. */
export function settingsToEnv(settings: Settings): Record<string, string> {
  const entries = NAMES.filter((name) => settings[name] !== undefined);
  return Object.fromEntries(entries.map((name) => [SETTINGS[name].env, String(settings[name])]));
}

function rejectUnknownVariables(env: Sources['env']): void {
  const known = new Set(NAMES.map((name): string => SETTINGS[name].env));
  for (const variable of Object.keys(env)) {
    if (variable.startsWith('VITRINE_') && !known.has(variable) && !OTHER_VARIABLES.has(variable))
      throw new InvalidError(`The environment variable ${variable} is not a setting${suggestion(variable, known)}`);
  }
}

function readSettingsFile(file: string): Partial<Record<SettingName, string>> {
  const parsed = parseJson(file);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new InvalidError(expected('a JSON object of settings', file, JSON.stringify(parsed)));
  const known = new Set<string>(NAMES);
  for (const [name, value] of Object.entries(parsed)) {
    if (!known.has(name)) throw new InvalidError(`${name} in ${file} is not a setting${suggestion(name, known)}`);
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new InvalidError(expected('a string or a number', `${name} in ${file}`, JSON.stringify(value)));
  }
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
}

function parseJson(file: string): unknown {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidError(`The settings file ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new InvalidError(`The settings file ${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** `. Did you mean PORT?` where one known name is within two edits. */
export function suggestion(name: string, known: Iterable<string>): string {
  const near = [...known]
    .map((other) => ({ other, edits: editDistance(name, other) }))
    .toSorted((a, b) => a.edits - b.edits)[0];
  return near && near.edits <= 2 ? `. Did you mean ${near.other}?` : `. Known are: ${[...known].join(', ')}`;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
