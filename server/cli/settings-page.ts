import { SETTINGS, flagOf } from '../../manifests/settings/schema.ts';

/** docs/settings.md, made of the schema. `npm run docs` writes it and a test holds it to that. */
export function settingsPage(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, { env, help, describes, fallback }]) =>
      `| \`${flagOf(name)}\` | \`${env}\` | \`${name}\` | ${help} | ${describes} | ${defaultOf(name, fallback)} |`,
  );
  return [
    '# Settings',
    '',
    'From flags, environment variables, or a JSON file that `--config` or `VITRINE_CONFIG` names; the first that is set counts. An unknown or wrong one',
    'stops the start with a sentence that names it. This page is made from the schema in `manifests/settings/schema.ts` by `npm run docs`.',
    '',
    '| flag | variable | entry of the file | what | expected | default |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function defaultOf(name: string, fallback: string | number | undefined): string {
  if (name === 'jobs') return 'one per core';
  return fallback === undefined ? 'none' : `\`${fallback}\``;
}
