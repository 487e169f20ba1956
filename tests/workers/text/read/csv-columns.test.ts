import test from 'ava';
import { findColumns } from '../../../../workers/text/read/csv-columns.ts';

const HEADERS: [string, string, Record<string, number>][] = [
  ['view,text,x\nv,t,1', ',', { view: 0, text: 1, x: 2 }],
  ['Page;Text;Page Width\n', ';', { page: 0, text: 1, pageWidth: 2 }],
  ['image\tignored\tvalue', '\t', { file: 0, text: 2 }],
  ['"canvas"|"body"|"W"|"width"', '|', { view: 0, text: 1, w: 2 }],
];

for (const [header, separator, columns] of HEADERS) {
  test(`the columns of ${JSON.stringify(header)}`, (t) => {
    const found = findColumns(header);
    t.is(found.separator, separator);
    t.deepEqual(Object.fromEntries([...found.columns].toSorted((a, b) => a[1] - b[1])), columns);
  });
}

test('a table that says of no page, or has no text, is refused with its first line', (t) => {
  t.throws(() => findColumns('text,x\n'), { message: /one of view, file and page, but found "text,x"/ });
  t.throws(() => findColumns('view,x\r\n'), { message: /Expected text.*"view,x"/ });
  t.throws(() => findColumns('view,"text\n'), { message: /first line of a CSV file/ });
});
