import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { addWriter, hasAdministrator, newSecret, openSession } from '../../manifests/annotations/writers.ts';
import type { Runtime } from '../runtime.ts';

const NAME = 'administrator';

/**
 * Makes the first administrator, whose token is kept in the data folder for its owner alone to read. Resolves to a link, good
 * once, that signs a browser in; undefined where there is an administrator already.
 */
export async function firstAdministrator({ db, settings }: Runtime, url: string): Promise<string | undefined> {
  if (await hasAdministrator(db)) return undefined;
  // The file comes first: a token that nobody can read any more would be the only one.
  const token = await keptToken(join(settings.data, 'admin-token'));
  const { writer } = await addWriter(db, { name: NAME, role: 'administrator', kind: 'person' }, token);
  const code = await openSession(db, writer.id, 'link');
  return `${(settings.publicUrl ?? url).replace(/\/+$/, '')}/sign-in?code=${code}`;
}

async function keptToken(path: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => '');
  // Left by a start that was killed before it came to the catalogue.
  if (kept.trim() !== '') return kept.trim();
  const token = newSecret();
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${token}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return token;
}
