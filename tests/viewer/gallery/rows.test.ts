import test from 'ava';
import { fc } from '../../properties.ts';
import { hang, type Box } from '../../../viewer/gallery/rows.ts';

const wall = { width: 1200, gap: 24, height: 280 };

/** As a flex container breaks lines. */
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
  const ratios = fc.array(fc.double({ min: 0.5, max: 12, noNaN: true }));
  const fits = fc.property(ratios, fc.integer({ min: 320, max: 3000 }), (pictures, width) => {
    const boxes = hang(pictures, { ...wall, width });
    return pictures.every((ratio, index) => {
      const box = boxes[index] ?? { width: 0, height: 0 };
      const near = Math.abs(box.width - box.height * ratio) <= ratio + 2;
      return near && box.width >= 1 && box.width <= width && box.height >= 1;
    });
  });
  t.notThrows(() => fc.assert(fits));
});

test('rows have one height and fill the wall, but for the last', (t) => {
  const ratios = fc.array(fc.double({ min: 0.5, max: 2.5, noNaN: true }), { minLength: 12, maxLength: 40 });
  const fill = fc.property(ratios, (pictures) =>
    rowsOf(hang(pictures, wall), wall)
      .slice(0, -1)
      .every((row) => {
        const width = row.reduce((sum, box) => sum + box.width, wall.gap * (row.length - 1));
        const even = new Set(row.map((box) => box.height)).size === 1;
        return even && width <= wall.width && width >= wall.width - 2;
      }),
  );
  t.notThrows(() => fc.assert(fill));
});

test('a last row of one small picture is not blown up', (t) => {
  t.deepEqual(hang([1], wall), [{ width: 280, height: 280 }]);
});
