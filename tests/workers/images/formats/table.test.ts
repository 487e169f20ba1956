import { readFile } from 'node:fs/promises';
import test from 'ava';
import { testNeeding, testOnData } from '../../../needs.ts';
import { KINDS } from './kinds.ts';
import { PAGE, lineIn, lineOf, withTable } from './table.ts';

// One after the other, as a worker's process works: libvips collects the errors of a process in one place.
for (const kind of KINDS) {
  const what = kind.needs ?? kind.name;
  const declare = kind.here ? testNeeding(what, true, 'serial') : testOnData(what, false, 'serial');
  declare(`docs/formats.md says of ${kind.name} what is so (npm run docs writes it)`, async (t) => {
    t.is(lineIn(await readFile(PAGE, 'utf8'), kind), await lineOf(kind));
  });
}

test('the table of docs/formats.md has these kinds in this order, and no other', async (t) => {
  const page = await readFile(PAGE, 'utf8');
  t.is(
    withTable(
      page,
      KINDS.flatMap((kind) => lineIn(page, kind) ?? []),
    ),
    page,
  );
});
