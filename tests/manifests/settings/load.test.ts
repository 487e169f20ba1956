import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { InvalidError } from '../../../manifests/errors.ts';
import { loadSettings, settingsToEnv } from '../../../manifests/settings/load.ts';
import { testFolder } from '../../folder.ts';

test('a flag counts before the environment, the environment before the file, the file before the default', async (t) => {
  await using folder = await testFolder();
  const file = join(folder.path, 'vitrine.json');
  await writeFile(file, JSON.stringify({ port: 1, jobs: 2, host: 'file' }));
  const settings = loadSettings({ flags: { port: '3' }, env: { PORT: '4', VITRINE_JOBS: '5' }, file });
  t.is(settings.port, 3);
  t.is(settings.jobs, 5);
  t.is(settings.host, 'file');
  t.is(settings.logLevel, 'info');
  t.is(settings.databaseUrl, undefined);
});

for (const [what, sources, message] of [
  [
    'a flag',
    { flags: { port: 'http' }, env: {} },
    'Expected a whole number from 0 to 65535 for --port but received "http"',
  ],
  [
    'a variable',
    { flags: {}, env: { PORT: '70000' } },
    'Expected a whole number from 0 to 65535 for PORT but received "70000"',
  ],
  [
    'a misspelt variable',
    { flags: {}, env: { VITRINE_DATE: 'x' } },
    'The environment variable VITRINE_DATE is not a setting. Did you mean VITRINE_DATA?',
  ],
  [
    'a URL',
    { flags: { databaseUrl: 'mysql://x' }, env: {} },
    'Expected a URL that begins with postgres:// or postgresql:// for --database-url but received "mysql://x"',
  ],
] as const) {
  test(`${what} that is wrong is named with what was expected`, (t) => {
    t.throws(() => loadSettings(sources), { instanceOf: InvalidError, message });
  });
}

test('an unknown or wrong entry of the file is named with the file', async (t) => {
  await using folder = await testFolder();
  const file = join(folder.path, 'vitrine.json');
  const load = () => loadSettings({ flags: {}, env: {}, file });
  await writeFile(file, '{"prot": 80}');
  t.throws(load, { message: `prot in ${file} is not a setting. Did you mean port?` });
  await writeFile(file, '{"port": [80]}');
  t.throws(load, { message: `Expected a string or a number for port in ${file} but received "[80]"` });
  await writeFile(file, '{"port": 80');
  t.throws(load, { message: /is not JSON/ });
  t.throws(() => loadSettings({ flags: {}, env: {}, file: join(folder.path, 'none') }), { message: /cannot be read/ });
});

test('settings survive the way to another process', (t) => {
  const settings = loadSettings({ flags: { port: '9', publicUrl: 'https://a.example/x' }, env: {} });
  t.deepEqual(loadSettings({ flags: {}, env: settingsToEnv(settings) }), settings);
});
