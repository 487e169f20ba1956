import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { recogniseMesh } from '../../../../workers/meshes/read/recognise.ts';
import { testOnData } from '../../../needs.ts';

const DATA = process.env['VITRINE_TEST_DATA'] ?? '';

function kindOf(content: Buffer | string, name = 'scan'): string {
  const bytes = Buffer.from(content);
  return recogniseMesh(bytes, bytes.length, name);
}

test('meshes are known by their bytes, not by their names', (t) => {
  const binary = Buffer.alloc(84 + 50);
  binary.write('solid, says the header, which is none');
  binary.writeUInt32LE(1, 80);
  const kinds: [Buffer | string, string][] = [
    ['glTF\x02\0\0\0', 'gltf'],
    [' {"asset":{}}', 'gltf'],
    ['ply\nformat ascii 1.0', 'ply'],
    ['\nply\r\n', 'ply'],
    [binary, 'stl'],
    ['solid a\n facet normal 0 0 1', 'stl'],
    ['# made by\n\nmtllib a.mtl\n', 'obj'],
    ['v 1 2 3\n', 'obj'],
    [Buffer.from('\uFEFFv 1 2 3\n', 'utf16le'), 'obj'],
    ['PK\x03\x04', 'zip'],
  ];
  for (const [content, kind] of kinds) {
    for (const name of ['scan', 'scan.obj', 'scan.glb', 'scan.ply']) t.is(kindOf(content, name), kind, name);
  }
});

test('where bytes do not tell, the name does', (t) => {
  t.is(kindOf('# nothing but a remark', 'a.obj'), 'obj');
  t.is(kindOf('solid a', 'a.STL'), 'stl');
  t.is(kindOf(Buffer.alloc(100), 'a.stl'), 'stl');
});

test('what is not read is called by its name', (t) => {
  for (const [content, reason] of [
    ['', /empty/],
    ['Kaydara FBX Binary  \0', /FBX/],
    ['<?xml version="1.0"?>\n<COLLADA xmlns="">', /COLLADA/],
    ['LASF', /LAS/],
    ['Just a text.', /no kind of mesh/],
  ] as const) {
    t.throws(() => kindOf(content), { instanceOf: UnreadableError, message: reason });
  }
});

testOnData('meshes', DATA)('every mesh of the data is what its name says', async (t) => {
  const names = await readdir(join(DATA, 'meshes'));
  const meshes = names.filter((name) => /\.(glb|obj|ply|stl)$/i.test(name));
  t.true(meshes.length > 15);
  for (const name of meshes) {
    const content = await readFile(join(DATA, 'meshes', name));
    const kind = name.toLowerCase().slice(-3).replace('glb', 'gltf');
    const found: string = recogniseMesh(content.subarray(0, 65_536), content.length, 'scan');
    t.is(found, kind, name);
  }
});
