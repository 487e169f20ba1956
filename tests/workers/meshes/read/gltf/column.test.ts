import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { Column } from '../../../../../workers/meshes/read/gltf/column.ts';
import type { Elements } from '../../../../../workers/meshes/read/gltf/elements.ts';
import { testFolder } from '../../../../folder.ts';
import { seeded } from '../../../../random.ts';

async function elementsOf(path: string, content: Buffer, more: Partial<Elements>): Promise<Elements> {
  await writeFile(path, content);
  const bytes = { path, start: 0, length: content.length };
  return { pointer: '', bytes, stride: 4, count: 1, components: 1, componentType: 5126, normalized: false, ...more };
}

test('rows are found in any order, whatever their distance and place', async (t) => {
  await using folder = await testFolder();
  const [count, stride, start] = [5000, 15, 3];
  const content = Buffer.alloc(start + count * stride - 3);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < 3; i++) content.writeFloatLE(row * 3 + i, start + row * stride + i * 4);
  }
  const path = join(folder.path, 'a');
  const elements = await elementsOf(path, content, { stride, count, components: 3 });
  elements.bytes = { path, start, length: content.length - start };
  using column = new Column(elements);
  const random = seeded(1);
  for (let i = 0; i < 2000; i++) {
    const row = i === 0 ? count - 1 : Math.floor(random() * count);
    const at = column.seek(row);
    t.deepEqual([...column.values.subarray(at, at + 3)], [row * 3, row * 3 + 1, row * 3 + 2]);
  }
});

test('whole numbers are fractions where the accessor says so (glTF 2.0, 3.6.2.2)', async (t) => {
  await using folder = await testFolder();
  const read = async (componentType: number, hex: string, as?: 'fractions'): Promise<number> => {
    const content = Buffer.from(hex, 'hex');
    const more = { componentType, stride: content.length, normalized: as === undefined };
    using column = new Column(await elementsOf(join(folder.path, 'a'), content, more), as ?? 'as told');
    return column.values[column.seek(0)] ?? Number.NaN;
  };
  t.is(await read(5120, '81'), -1);
  t.is(await read(5120, '80'), -1);
  t.is(await read(5121, 'ff'), 1);
  t.is(await read(5122, 'ff7f'), 1);
  t.is(await read(5122, '0080'), -1);
  t.is(await read(5123, '3333'), Math.fround(0.2));
  t.is(await read(5121, '33', 'fractions'), Math.fround(0.2));
  t.is(await read(5126, '00000040'), 2);
});
