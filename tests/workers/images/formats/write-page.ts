import { readFile, writeFile } from 'node:fs/promises';
import { KINDS } from './kinds.ts';
import { PAGE, lineIn, lineOf, withTable } from './table.ts';

// What this machine cannot tell stays as it is.
const page = await readFile(PAGE, 'utf8');
const lines: string[] = [];
for (const kind of KINDS) {
  const line = kind.here ? await lineOf(kind) : lineIn(page, kind);
  if (line === undefined)
    throw new Error(`${kind.name} needs ${kind.needs ?? 'the files that VITRINE_TEST_DATA names'}`);
  lines.push(line);
}
await writeFile(PAGE, withTable(page, lines));
