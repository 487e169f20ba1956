import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { LimitError, UnreadableError, VitrineError } from '../../../../manifests/errors.ts';
import { openMesh } from '../../../../workers/meshes/read/open.ts';
import { testFolder } from '../../../folder.ts';
import type { TestFolder } from '../../../folder.ts';
import { testOnData } from '../../../needs.ts';
import { seeded } from '../../../random.ts';
import { Build } from './gltfs.ts';
import { collect } from './reading.ts';
import type { Collected } from './reading.ts';
import { zip } from './zips.ts';
import type { Packed } from './zips.ts';

const OBJ = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n';

function square(): Buffer {
  const build = new Build();
  build.node({ mesh: build.square() });
  return build.glb();
}

/** What comes of an upload, with names of what was unpacked. */
async function open(folder: TestFolder, content: Buffer, name = 'scan.zip'): Promise<Collected & { main: string }> {
  await using work = await testFolder();
  const path = join(folder.path, 'upload');
  await writeFile(path, content);
  const { reader, files } = await openMesh(path, name, work.path);
  return { ...(await collect(reader, files)), main: files.name };
}

test('a mesh by itself is read as what its bytes say, and finds nothing beside it', async (t) => {
  await using folder = await testFolder();
  await writeFile(join(folder.path, 'a.bin'), Buffer.alloc(100));
  t.is((await open(folder, square(), 'scan.obj')).triangles, 2);
  t.is((await open(folder, Buffer.from(OBJ), 'scan.glb')).triangles, 1);
  const build = new Build();
  build.node({ mesh: build.square() });
  const beside = JSON.stringify({ ...build.json, buffers: [{ byteLength: 60, uri: 'a.bin' }] });
  await t.throwsAsync(open(folder, Buffer.from(beside), 'scan.gltf'), { message: /"a.bin" was not uploaded/ });
});

test('a glTF in a ZIP has its files, stored where they lie or unpacked', async (t) => {
  const build = new Build();
  build.node({ mesh: build.square() });
  const whole = build.glb();
  const binary = whole.subarray(whole.length - 60);
  const json = JSON.stringify({ ...build.json, buffers: [{ byteLength: 60, uri: 'Data%20A.bin' }] });
  for (const stored of [true, false]) {
    await using folder = await testFolder();
    const content = zip([
      { name: '__MACOSX/scan/._a.gltf', content: 'x' },
      { name: 'scan/', content: '', stored: true },
      { name: 'scan/a.gltf', content: json, stored },
      { name: 'scan/data a.bin', content: binary, stored },
    ]);
    const read = await open(folder, content);
    t.is(read.triangles, 2);
    t.is(read.main, 'scan/a.gltf');
    t.deepEqual(read.findings, {});
  }
});

test('what is stored is not copied, and what does not belong to the mesh is not unpacked', async (t) => {
  await using folder = await testFolder();
  await using work = await testFolder();
  const path = join(folder.path, 'a.zip');
  const files: Packed[] = [
    { name: 'a.obj', content: OBJ, stored: true },
    { name: 'b.jpg', content: 'b', stored: true },
    { name: 'report.pdf', content: 'c'.repeat(1000) },
    { name: 'a.mtl', content: 'newmtl a' },
  ];
  await writeFile(path, zip(files));
  const { files: found } = await openMesh(path, 'a.zip', work.path);
  t.is(found.main.path, path);
  t.is(found.find('b.jpg')?.bytes.path, path);
  t.is(found.find('report.pdf'), undefined);
  t.is((await readdir(work.path)).length, 1);
});

test('of several meshes the one that says most is shown, and the others are named', async (t) => {
  await using folder = await testFolder();
  const files: Packed[] = [
    { name: 'a.stl', content: 'solid a\nendsolid' },
    { name: 'b.obj', content: `${OBJ}${OBJ}` },
    { name: 'x/c.glb', content: square() },
    { name: 'inner.zip', content: zip([{ name: 'd.glb', content: square() }]) },
  ];
  const read = await open(folder, zip(files));
  t.is(read.main, 'x/c.glb');
  t.is(read.findings['other-meshes']?.count, 2);
  t.true(['"b.obj"', '"a.stl"'].every((name) => read.findings['other-meshes']?.message.includes(name)));
  t.is(read.findings['nested-archives']?.count, 1);
  const broken = files.map((file) => (file.name === 'x/c.glb' ? { ...file, crc: 1 } : file));
  t.is((await open(folder, zip(broken))).main, 'b.obj');
  const objs = [
    { name: 'deep/er.obj', content: `${OBJ}${OBJ}${OBJ}` },
    { name: 'small.obj', content: OBJ },
    { name: 'large.obj', content: `${OBJ}# large` },
  ];
  t.is((await open(folder, zip(objs))).main, 'large.obj');
});

test('names, links, locks and lies are left out and told, or refused where they are the mesh', async (t) => {
  const glb: Packed = { name: 'a.glb', content: square() };
  const cases: [Packed, string][] = [
    [{ name: '../b.png', content: 'b' }, 'unsafe-names'],
    [{ name: 'c/../../b.png', content: 'b' }, 'unsafe-names'],
    [{ name: '/b.png', content: 'b' }, 'unsafe-names'],
    [{ name: 'C:/b.png', content: 'b' }, 'unsafe-names'],
    [{ name: '..\\b.png', content: 'b' }, 'unsafe-names'],
    [{ name: 'b\0.png', content: 'b' }, 'unsafe-names'],
    [{ name: 'b.png', content: '/etc/passwd', mode: 0o120777 }, 'links'],
    [{ name: 'b.png', content: 'b', mode: 0o020666 }, 'links'],
    [{ name: 'b.png', content: 'b', flags: 1 }, 'encrypted-files'],
    [{ name: 'b.png', content: 'b', method: 99 }, 'unreadable-files'],
    [{ name: 'b.png', content: 'b', size: 2 ** 31 }, 'unreadable-files'],
    [{ name: 'b.png', content: 'bbbbbbbbbb', size: 9 }, 'unreadable-files'],
    [{ name: 'b.png', content: 'b', size: 9 }, 'unreadable-files'],
    [{ name: 'b.png', content: 'b', crc: 9 }, 'unreadable-files'],
    [{ name: 'b.png', content: 'b', localName: 'c.png' }, 'unreadable-files'],
    [{ name: 'a.glb', content: 'b' }, 'duplicate-names'],
  ];
  for (const [file, code] of cases) {
    await using folder = await testFolder();
    const read = await open(folder, zip([glb, file]));
    t.is(read.triangles, 2);
    t.deepEqual(Object.keys(read.findings), [code], `${file.name} ${JSON.stringify(file)}`);
    if (code === 'duplicate-names') continue;
    const asMesh = { ...file, name: file.name.replace('.png', '.glb'), content: square() };
    await t.throwsAsync(open(folder, zip([asMesh])), { instanceOf: UnreadableError });
  }
});

test('bombs are refused before they go off', async (t) => {
  await using folder = await testFolder();
  const petabyte = zip([{ name: 'a.glb', content: Buffer.alloc(5e6), size: 0xfffffffe }]);
  await t.throwsAsync(open(folder, petabyte), {
    instanceOf: UnreadableError,
    message: /larger than it can be|instead of/,
  });
  const many = zip(Array.from({ length: 10_001 }, (_, i) => ({ name: `${i}`, content: '', stored: true })));
  await t.throwsAsync(open(folder, many), { instanceOf: LimitError, message: /10001 files/ });
  const content = zip([
    { name: 'a.glb', content: square(), stored: true },
    { name: 'b.png', content: 'b' },
  ]);
  // The second entry is said to lie in the first.
  const second = content.indexOf('504b0102', content.indexOf('504b0102', 0, 'hex') + 4, 'hex');
  content.writeUInt32LE(4, second + 42);
  await t.throwsAsync(open(folder, content), { instanceOf: UnreadableError, message: /within each other/ });
});

test('ZIPs without a mesh, cut off or of nothing say what they are', async (t) => {
  await using folder = await testFolder();
  await t.throwsAsync(open(folder, zip([])), { instanceOf: UnreadableError, message: /no mesh among the 0 files/ });
  await t.throwsAsync(open(folder, zip([{ name: 'a.png', content: 'a' }])), { message: /no mesh among the 1 files/ });
  await t.throwsAsync(open(folder, zip([{ name: 'a.glb', content: 'a', flags: 1 }])), {
    message: /"a.glb" .* encrypted/,
  });
  const whole = zip([{ name: 'a.glb', content: square() }]);
  await t.throwsAsync(open(folder, whole.subarray(0, -30)), {
    instanceOf: UnreadableError,
    message: /damaged or incomplete/,
  });
});

test('damaged ZIPs are read or refused, whatever byte is damaged', async (t) => {
  const whole = zip([
    { name: 'a/a.obj', content: `mtllib b.mtl\n${OBJ}` },
    { name: 'a/b.mtl', content: 'newmtl a\nmap_Kd c.png\n' },
    { name: 'a/c.png', content: 'no picture', stored: true },
  ]);
  const random = seeded(4);
  await using folder = await testFolder();
  let failed = 0;
  for (let round = 0; round < 100; round++) {
    const damaged = Buffer.from(round % 5 === 0 ? whole.subarray(0, Math.floor(random() * whole.length)) : whole);
    for (let flips = 0; flips <= round % 3 && damaged.length > 0; flips++) {
      damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
    }
    try {
      await open(folder, damaged);
    } catch (error) {
      failed++;
      t.true(error instanceof VitrineError, `${round}: ${String(error)}`);
    }
  }
  t.true(failed > 20 && failed < 100, `${failed}`);
});

function plyHeader(format: string): string {
  return (
    `ply\nformat ${format} 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n` +
    'element face 1\nproperty list uchar int vertex_indices\nend_header\n'
  );
}

test('damaged PLYs are read or refused, whatever byte is damaged', async (t) => {
  const vertices = Buffer.from(Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0).buffer);
  const face = Buffer.from('03000000000100000002000000', 'hex');
  const binary = Buffer.concat([Buffer.from(plyHeader('binary_little_endian')), vertices, face]);
  const text = Buffer.from(`${plyHeader('ascii')}0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n`);
  const random = seeded(7);
  await using folder = await testFolder();
  t.is((await open(folder, binary)).triangles, 1);
  t.is((await open(folder, text)).triangles, 1);
  let failed = 0;
  for (let round = 0; round < 100; round++) {
    const whole = round % 2 === 0 ? binary : text;
    const damaged = Buffer.from(round % 5 === 0 ? whole.subarray(0, Math.floor(random() * whole.length)) : whole);
    if (damaged.length > 0) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
    try {
      const { positions } = await open(folder, damaged, 'scan.ply');
      t.true(positions.every(Number.isFinite));
    } catch (error) {
      failed++;
      t.true(error instanceof VitrineError, `${round}: ${String(error)}`);
    }
  }
  t.true(failed > 10 && failed < 100, `${failed}`);
});

const DATA = process.env['VITRINE_TEST_DATA'] ?? '';

testOnData('meshes', DATA)(
  'every mesh of the data, as it is and in a ZIP, is read or refused with a reason',
  async (t) => {
    for (const folderName of ['meshes', 'hostile/mesh']) {
      const names = await readdir(join(DATA, folderName));
      for (const name of names.filter((file) => /\.(glb|gltf|obj|ply|stl)$/i.test(file))) {
        await using folder = await testFolder();
        const content = await readFile(join(DATA, folderName, name));
        const outcomes: string[] = [];
        for (const [upload, as] of [
          [content, name],
          [zip([{ name: `a/${name}`, content }]), 'a.zip'],
        ] as const) {
          try {
            const read = await open(folder, upload, as);
            t.true(read.positions.every(Number.isFinite), name);
            outcomes.push(`${read.triangles}`);
          } catch (error) {
            t.true(error instanceof VitrineError, `${name}: ${String(error)}`);
            outcomes.push((error as Error).message);
          }
        }
        t.is(outcomes[0], outcomes[1], name);
        if (folderName === 'meshes') t.regex(outcomes[0] ?? '', /^\d+$|no faces|points|triangles/i, name);
      }
    }
  },
);
