import test from 'ava';
import { readJson } from '../../../../workers/text/read/json.ts';

async function read(text: string): Promise<unknown> {
  return await readJson(
    (async function* () {
      yield* text;
    })(),
  );
}

const BROKEN: [string, number, number][] = [
  ['{"a": 1,\n "b": }', 2, 7],
  ['{"a": 1,\n}', 2, 1],
  ['this', 1, 2],
  ['[1,\n\n2 3]', 3, 3],
  ['{"a": "\n"}', 1, 8],
  ['[truth]', 1, 5],
];

for (const [text, line, column] of BROKEN) {
  test(`the fault of ${JSON.stringify(text)} is found`, async (t) => {
    const { message } = await t.throwsAsync(read(text));
    t.true(message.includes(` at line ${line}, column ${column}: `), message);
  });
}

test('JSON that is whole is read', async (t) => t.deepEqual(await read('{"a": ["é"]}'), { a: ['é'] }));
