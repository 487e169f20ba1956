import test from 'ava';
import { fc } from '../../../properties.ts';
import { endOfLines, Scanner } from '../../../../workers/meshes/read/scanner.ts';

function scan(text: string): Scanner {
  const scanner = new Scanner();
  scanner.bytes = Buffer.from(`${text}\n\n\n`);
  return scanner;
}

const end = (text: string): number => endOfLines(Buffer.from(text), 0, text.length);
const read = (text: string): number => scan(text).number();

test('numbers of up to 15 digits and small powers of ten are the nearest double', (t) => {
  const numbers = fc.tuple(fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }), fc.integer({ min: -22, max: 22 }));
  fc.assert(
    fc.property(numbers, ([mantissa, exponent]) => {
      const text = `${mantissa}e${exponent}`;
      t.is(read(text), Number(text) + 0);
    }),
  );
});

test('any number is within two units of the last place of a double', (t) => {
  fc.assert(
    fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (value) => {
      for (const text of [String(value), value.toExponential(20), value.toExponential(3)]) {
        const right = Number(text);
        t.true(Math.abs(read(text) - right) <= Math.abs(right) * 2 ** -51 + 5e-324, `${text}: ${read(text)}`);
      }
    }),
  );
});

test('a 32-bit float comes back as it was, however it is written', (t) => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      for (const text of [String(value), value.toPrecision(9), value.toExponential(12)]) {
        t.is(Math.fround(read(text)), Math.fround(Number(text)), text);
      }
    }),
  );
});

test('numbers are read in all the forms that programs write', (t) => {
  const forms: Record<string, number> = {
    '+1': 1,
    '2.': 2,
    '.5': 0.5,
    '-.5e1': -5,
    '1E2': 100,
    '1d-2': 0.01,
    '1,5': 1.5,
    '-1,5e1': -15,
    '007': 7,
    '1230000000000000000000': 1.23e21,
    '0.00000000000000000000000000000000000000000000001': 1e-47,
    '1e-400': 0,
    '1e999999999999': Infinity,
    '5e-324': 5e-324,
    '1.7976931348623157e308': 1.7976931348623157e308,
  };
  for (const [text, value] of Object.entries(forms)) t.is(read(text), value, text);
});

test('what is no number is NaN, and its word is passed over', (t) => {
  for (const text of ['nan', '-inf', 'Infinity', '1.#QNAN', '-1.#IND', '1,2,3', '3.1+e2', '1e', '-', '.', '0x1p3']) {
    const scanner = scan(`${text} 7`);
    t.is(scanner.number(), NaN, text);
    t.true(scanner.word());
    t.is(scanner.number(), 7, text);
  }
});

test('a number ends at a comment, at a continued line and at a separating comma', (t) => {
  t.is(read('1.5# note'), 1.5);
  const scanner = scan('1\\\n2\\\r\n 3, 4');
  const numbers: number[] = [];
  while (scanner.word()) numbers.push(scanner.number());
  t.deepEqual(numbers, [1, 2, 3, 4]);
  t.is(scanner.line, 3);
});

test('lines end with LF, CRLF or CR, each once', (t) => {
  const scanner = scan('a\nb\r\nc\rd');
  const first: string[] = [];
  for (let i = 0; i < 4; i++) {
    first.push(String.fromCharCode(scanner.bytes[scanner.at]!));
    scanner.skipLine();
  }
  t.deepEqual(first, ['a', 'b', 'c', 'd']);
  t.is(scanner.line, 5);
});

test('whole lines end behind a line end that nothing continues', (t) => {
  t.is(end('a\nb'), 2);
  t.is(end('a\r\nb'), 3);
  t.is(end('a\n\rb'), 3);
  t.is(end('a\nb\\\nc'), 2);
  t.is(end('a\nb\\\r\nc'), 2);
  t.is(end('a\nb\r'), 2);
  t.is(end('abc'), 0);
  t.is(end('\\\nabc'), 0);
});
