import test from 'ava';
import fc from 'fast-check';
import { hang, type Box } from '../../../viewer/gallery/rows.ts';

const wall = { width: 1200, gap: 24, height: 280 };
const ratio = fc.double({ min: 0.5, max: 12, noNaN: true });

function rowsOf(boxes: readonly Box[], { width, gap }: { width: number; gap: number }): Box[][] {
  const rows: Box[][] = [];
  let used = Infinity;
  for (const box of boxes) {
    if (used + gap + box.width > width) {
      rows.push([]);
      used = -gap;
    }
    rows.at(-1)?.push(box);
    used += gap + box.width;
  }
  return rows;
}

test('every picture gets a box near its own proportions', (t) => {
  fc.assert(
    fc.property(fc.array(ratio), fc.integer({ min: 320, max: 3000 }), (ratios, width) => {
      const boxes = hang(ratios, { ...wall, width });
      t.is(boxes.length, ratios.length);
      for (const [index, box] of boxes.entries()) {
        t.true(box.width <= width && box.width >= 1 && box.height >= 1);
        t.true(Math.abs(box.width - box.height * (ratios[index] ?? 0)) <= (ratios[index] ?? 0) + 2);
      }
    }),
  );
});

test('rows have one height and fill the wall, but for the last', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.5, max: 2.5, noNaN: true }), { minLength: 12, maxLength: 40 }),
      (ratios) => {
        const rows = rowsOf(hang(ratios, wall), wall);
        for (const row of rows) t.is(new Set(row.map((box) => box.height)).size, 1);
        for (const row of rows.slice(0, -1)) {
          const width = row.reduce((sum, box) => sum + box.width, wall.gap * (row.length - 1));
          t.true(width <= wall.width && width >= wall.width - 2);
        }
      },
    ),
  );
});

test('a last row of one small picture is not blown up', (t) => {
  t.deepEqual(hang([1], wall), [{ width: 280, height: 280 }]);
});
