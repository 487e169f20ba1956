import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { UnreadableError } from '../../../../../manifests/errors.ts';
import { readContainer } from '../../../../../workers/meshes/read/gltf/container.ts';
import type { Container } from '../../../../../workers/meshes/read/gltf/container.ts';
import { testFolder } from '../../../../folder.ts';
import type { TestFolder } from '../../../../folder.ts';
import { glb } from '../gltfs.ts';

async function read(folder: TestFolder, content: Buffer): Promise<Container> {
  const path = join(folder.path, 'a.glb');
  await writeFile(path, Buffer.concat([Buffer.from('before'), content]));
  return readContainer({ path, start: 6, length: content.length });
}

test('the chunks of a GLB lie where they lie, within the file that it is in', async (t) => {
  await using folder = await testFolder();
  const { json, binary, mediaType } = await read(folder, glb('{"a":1}', Buffer.from('binary..')));
  t.is(mediaType, 'model/gltf-binary');
  const file = await readFile(join(folder.path, 'a.glb'), 'latin1');
  t.is(file.slice(json.start, json.start + json.length), '{"a":1} ');
  t.is(file.slice(binary?.start, (binary?.start ?? 0) + (binary?.length ?? 0)), 'binary..');
  t.is((await read(folder, Buffer.from('{}'))).mediaType, 'model/gltf+json');
});

test('bytes behind the end are told, and what is missing before it is refused', async (t) => {
  await using folder = await testFolder();
  const whole = glb('{}', Buffer.alloc(8));
  t.is((await read(folder, Buffer.concat([whole, Buffer.alloc(3)]))).findings[0]?.code, 'trailing-bytes');
  const change = (at: number, value: number): Buffer => {
    const changed = Buffer.from(whole);
    changed.writeUInt32LE(value, at);
    return changed;
  };
  const bad: [Buffer, number][] = [
    [whole.subarray(0, 10), 10],
    [whole.subarray(0, -1), 8],
    [change(4, 1), 4],
    [change(12, 1000), 12],
    [change(12, 0xffffffff), 12],
    [change(16, 0), 16],
    [change(24, 1000), 24],
  ];
  for (const [content, byte] of bad) {
    await t.throwsAsync(read(folder, content), {
      instanceOf: UnreadableError,
      message: new RegExp(`at byte ${byte}:`),
    });
  }
});
