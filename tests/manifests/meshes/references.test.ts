import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { fc } from '../../properties.ts';
import type { ReferringFormat } from '../../../manifests/meshes/files.ts';
import { references } from '../../../manifests/meshes/references.ts';
import type { Reference } from '../../../manifests/meshes/references.ts';
import { testOnData } from '../../needs.ts';

async function all(sought: AsyncIterable<Reference>): Promise<Reference[]> {
  const list: Reference[] = [];
  for await (const reference of sought) list.push(reference);
  return list;
}

async function found(format: ReferringFormat, bytes: Buffer | string, chunk = 7): Promise<Reference[]> {
  const whole = Buffer.from(bytes);
  const chunks = Array.from({ length: Math.ceil(whole.length / chunk) }, (_, i) =>
    whole.subarray(i * chunk, (i + 1) * chunk),
  );
  return all(references(format, chunks));
}

const glb = (json: string, binary: string): Buffer => {
  const head = Buffer.alloc(20);
  head.write('glTF');
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(Buffer.byteLength(json), 12);
  head.write('JSON', 16);
  return Buffer.concat([head, Buffer.from(json), Buffer.from(binary)]);
};

test('an OBJ names its libraries wherever a line says so, one or several, with spaces or without', async (t) => {
  const text = [
    '# mtllib not.mtl',
    'mtllib a.mtl',
    'v 0 0 0',
    '  mtllib b c.mtl\r',
    'o mtllib x.mtl',
    'mtllib "q.mtl"',
  ].join('\n');
  t.deepEqual(await found('obj', text), [['a.mtl'], ['b c.mtl', 'b'], ['b c.mtl', 'c.mtl'], ['q.mtl']]);
});

test('an MTL names pictures behind options whose values nobody has to know', async (t) => {
  const text = 'newmtl a\nmap_Kd -bm 1.0 fuze uv.jpg\nKd 1 1 1\nbump b.png\n\tnorm n.png';
  t.deepEqual(await found('mtl', text), [
    ['-bm 1.0 fuze uv.jpg', '1.0 fuze uv.jpg', 'fuze uv.jpg', 'uv.jpg'],
    ['b.png'],
    ['n.png'],
  ]);
});

test('a PLY names its pictures in comments of its header', async (t) => {
  t.deepEqual(await found('ply', 'ply\nformat ascii 1.0\ncomment TextureFile my uv.jpg\ncomment made\nend_header\n'), [
    ['my uv.jpg'],
  ]);
  t.deepEqual(await found('ply', `ply\n${'comment\n'.repeat(20_000)}comment TextureFile late.jpg\n`, 65_536), []);
});

test('a glTF names whatever is a uri, escaped or not, but for data', async (t) => {
  const json = '{"buffers":[{"uri" : "a\\u0062.bin"},{"uri":"data:application/octet-stream;base64,AAAA"}],"uri":3}';
  t.deepEqual(await found('gltf', json), [['ab.bin']]);
  t.deepEqual(await found('glb', glb('{"images":[{"uri":"x.png"}]}', '{"uri":"not.png"}')), [['x.png']]);
  t.deepEqual(await found('glb', 'glTF'), []);
});

test('where the bytes are cut makes no difference', async (t) => {
  const text = `mtllib a.mtl\n${'v 1 2 3\n'.repeat(1500)}    mtllib b.mtl\n${'f 1 2 3\n'.repeat(900)}mtllib c.mtl`;
  const whole = await found('obj', text, text.length);
  t.deepEqual(whole, [['a.mtl'], ['b.mtl'], ['c.mtl']]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9000 }), async (chunk) => {
      t.deepEqual(await found('obj', text, chunk), whole);
    }),
    { numRuns: 40 },
  );
});

test('any bytes are looked through without an error', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<ReferringFormat>('obj', 'mtl', 'ply', 'gltf', 'glb'),
      fc.array(
        fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom('\nmtllib ', '"uri":"', 'map_Kd', '\\', '"', '\n')),
      ),
      async (format, parts) => {
        const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
        for (const names of await found(format, bytes)) t.true(names.every((name) => typeof name === 'string'));
      },
    ),
  );
});

const DATA = process.env['VITRINE_TEST_DATA'];
const onData = testOnData('The test data', DATA);

const real = (format: ReferringFormat, name: string) =>
  all(references(format, createReadStream(join(DATA ?? '', 'meshes', name))));

onData('real scans name their materials and pictures', async (t) => {
  t.deepEqual(await real('obj', 'assimp-spider.obj'), [['spider.mtl']]);
  t.deepEqual(await real('obj', 'tri-fuze.obj'), [['./fuze.obj.mtl']]);
  t.true((await real('mtl', 'fuze.obj.mtl')).some((names) => names.includes('fuze uv.jpg')));
  t.deepEqual(await real('gltf', 'duck-ktx2/Duck.gltf'), [['DuckCM.ktx2'], ['Duck0.bin']]);
  t.deepEqual(await real('glb', 'smk-venus-de-milo.glb'), []);
  t.deepEqual(await real('ply', 'tri-fuze_ascii.ply'), [['fuze uv.jpg']]);
});
