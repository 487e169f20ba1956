import { readFile } from 'node:fs/promises';
import test from 'ava';
import { SETTINGS, flagOf } from '../../../manifests/settings/schema.ts';
import { COMMANDS } from '../../../server/cli/commands.ts';
import { helpText } from '../../../server/cli/help.ts';
import { settingsPage } from '../../../server/cli/settings-page.ts';

test('docs/settings.md is what the schema says (npm run docs writes it)', async (t) => {
  t.is(await readFile(new URL('../../../docs/settings.md', import.meta.url), 'utf8'), settingsPage());
});

test('help names every command and every setting with its flag, variable and default', (t) => {
  const text = helpText();
  for (const name of Object.keys(COMMANDS)) t.true(text.includes(`  ${name}`), name);
  for (const [name, { env, fallback }] of Object.entries(SETTINGS)) {
    t.true(text.includes(flagOf(name)) && text.includes(`(${env})`), name);
    if (fallback !== undefined) t.true(text.includes(`[${fallback}]`), name);
  }
});

test('the help of a command names its options', (t) => {
  for (const flag of Object.keys(COMMANDS.add.options)) t.true(helpText('add').includes(`--${flag}`), flag);
});
