import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { fc } from '../../../properties.ts';
import { MemoryBudget, NO_ROW, VertexTable } from '../../../../workers/meshes/read/vertex-table.ts';
import { testFolder } from '../../../folder.ts';

const ROWS = 200_000;

function fill(table: VertexTable): void {
  for (let row = 0; row < ROWS; row++) {
    const at = table.add();
    for (let word = 0; word < table.words; word++) table.integers[at + word] = row * 4 + word;
  }
}

for (const [where, bytes] of [
  ['in memory', 1e9],
  ['with later pages on the disk', 66_000 * 12],
  ['with all full pages on the disk', 0],
] as const) {
  test(`rows come back in the order that they are asked for, ${where}`, async (t) => {
    await using folder = await testFolder();
    using table = new VertexTable(3, join(folder.path, 'table'), new MemoryBudget(bytes));
    fill(table);
    t.is(table.count, ROWS);
    t.is(table.spilled, bytes < 1e9);
    const rows = fc.array(fc.oneof(fc.nat(ROWS - 1), fc.constant(NO_ROW)), { minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(rows, (asked) => {
        const out = new Int32Array(asked.length * 3).fill(-1);
        table.gather(Uint32Array.from(asked), asked.length, out);
        t.deepEqual(
          [...out],
          asked.flatMap((row) => (row === NO_ROW ? [0, 0, 0] : [row * 4, row * 4 + 1, row * 4 + 2])),
        );
      }),
      { numRuns: 30 },
    );
  });
}

test('tables share one budget, and leave no file behind', async (t) => {
  await using folder = await testFolder();
  const budget = new MemoryBudget(65_536 * 12 * 3);
  {
    using one = new VertexTable(3, join(folder.path, 'one'), budget);
    using other = new VertexTable(3, join(folder.path, 'other'), budget);
    fill(one);
    fill(other);
    t.false(one.spilled);
    t.true(other.spilled);
    t.deepEqual(await readdir(folder.path), ['other']);
  }
  t.deepEqual(await readdir(folder.path), []);
});
