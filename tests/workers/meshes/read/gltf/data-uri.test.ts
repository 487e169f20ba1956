import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { UnreadableError } from '../../../../../manifests/errors.ts';
import { unpackData } from '../../../../../workers/meshes/read/gltf/data-uri.ts';
import { testFolder } from '../../../../folder.ts';
import type { TestFolder } from '../../../../folder.ts';

async function unpack(folder: TestFolder, text: string, head = 'a/b;base64'): Promise<Buffer> {
  const path = join(folder.path, 'a.gltf');
  await writeFile(path, text);
  const target = join(folder.path, 'data');
  const bytes = { path, start: 0, length: text.length };
  const unpacked = await unpackData({ head, bytes }, target, '/buffers/0/uri');
  const content = await readFile(target);
  return unpacked.length === content.length ? content : Buffer.alloc(0);
}

test('base64 is unpacked whatever its escapes, padding and length', async (t) => {
  await using folder = await testFolder();
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 37) & 255));
  const plain = bytes.toString('base64');
  t.regex(plain, /[+].*[/]|[/].*[+]/);
  t.deepEqual(await unpack(folder, plain), bytes);
  t.deepEqual(await unpack(folder, plain.replaceAll('/', '\\/')), bytes);
  t.deepEqual(await unpack(folder, plain.replaceAll('+', '\\u002B').replaceAll('=', '%3D')), bytes);
  t.deepEqual(await unpack(folder, plain.replace(/=+$/, '')), bytes);
  t.deepEqual(await unpack(folder, plain.replace(/.{76}/g, '$& ')), bytes);
  // Longer than a step, with escapes that its end cuts.
  const large = Buffer.alloc(1 << 20, bytes);
  t.deepEqual(await unpack(folder, large.toString('base64').replaceAll('+', '\\u002b')), large);
});

test('what is no base64 is refused by its place', async (t) => {
  await using folder = await testFolder();
  await t.throwsAsync(unpack(folder, 'QUJD*'), { instanceOf: UnreadableError, message: /^\/buffers\/0\/uri: "\*"/ });
  await t.throwsAsync(unpack(folder, 'abc', 'text/plain'), { instanceOf: UnreadableError, message: /text\/plain/ });
});
