import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyTileset } from './verify.ts';

// node tests/twins/verify/main.ts FOLDER|URL: checks the tileset.json there, and prints what was found.

const place = process.argv[2];
if (place === undefined) {
  console.error('Expected the folder or the address that a tileset.json lies in.');
  process.exit(1);
}
const base = place.endsWith('/') ? place : `${place}/`;
const remote = /^https?:/.test(base);

const verification = await verifyTileset(async (uri) => {
  if (!remote) return readFile(join(base, decodeURIComponent(uri)));
  const answer = await fetch(new URL(uri, base));
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
});
console.log(JSON.stringify({ ...verification, problems: verification.problems.slice(0, 50) }, null, 2));
process.exitCode = verification.problems.length === 0 ? 0 : 1;
