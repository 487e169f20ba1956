import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { LimitError, UnreadableError } from '../../../../../manifests/errors.ts';
import { readJson } from '../../../../../workers/meshes/read/gltf/json.ts';
import type { Json } from '../../../../../workers/meshes/read/gltf/json.ts';
import { testFolder } from '../../../../folder.ts';
import type { TestFolder } from '../../../../folder.ts';

async function read(folder: TestFolder, text: string): Promise<Json> {
  const path = join(folder.path, 'a.gltf');
  await writeFile(path, `xx${text}`);
  return readJson({ path, start: 2, length: Buffer.byteLength(text) });
}

test('what data: URIs hold is left in the file, wherever it is divided by reading', async (t) => {
  await using folder = await testFolder();
  // About the size of a step, so that its end falls on every part of what follows.
  for (const before of [0, ...Array.from({ length: 40 }, (_, i) => 2 ** 20 - 50 + i)]) {
    const document = { name: 'a'.repeat(before), uri: 'data:image/png;base64,QUJDRA==', images: [{ uri: 'b.png' }] };
    const { value, payloads } = await read(folder, JSON.stringify(document));
    t.is(JSON.stringify(value), JSON.stringify({ ...document, uri: 'data:image/png;base64,0' }));
    t.is(payloads.length, 1);
    t.is(payloads[0]?.head, 'image/png;base64');
    const { start = 0, length = 0 } = payloads[0]?.bytes ?? {};
    t.is((await readFile(join(folder.path, 'a.gltf'))).toString('utf8', start, start + length), 'QUJDRA==');
  }
});

test('only URIs are taken for data: URIs, and escapes do not end strings', async (t) => {
  await using folder = await testFolder();
  const document = {
    name: 'data:a,b"\\',
    uri: 'x"y',
    a: ['uri', 'data:c,d'],
    b: { uri: 'dat', c: 'uri' },
    ü: '\u2028',
  };
  const { value, payloads } = await read(folder, JSON.stringify(document));
  t.deepEqual(value, document);
  t.is(payloads.length, 0);
  t.deepEqual((await read(folder, `\uFEFF${JSON.stringify(document)}`)).value, document);
});

test('what is no JSON, and what would not fit into memory, is refused', async (t) => {
  await using folder = await testFolder();
  await t.throwsAsync(read(folder, '{"a": }'), { instanceOf: UnreadableError, message: /no JSON \(Unexpected token/ });
  await t.throwsAsync(read(folder, ''), { instanceOf: UnreadableError });
  await t.throwsAsync(read(folder, '{"uri":"data:a,b'), { instanceOf: UnreadableError });
  await t.throwsAsync(read(folder, `[${'{},'.repeat(1.1e6)}`), { instanceOf: LimitError });
  await t.throwsAsync(read(folder, `[${'1,'.repeat(5e6)}`), { instanceOf: LimitError });
  await t.throwsAsync(read(folder, `["${'a'.repeat(64e6)}`), { instanceOf: LimitError });
});
