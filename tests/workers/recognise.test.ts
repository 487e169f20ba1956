import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { kindOf, recogniseFile } from '../../workers/recognise.ts';
import { testOnData } from '../needs.ts';

const stl = (triangles: number): Buffer => {
  const bytes = Buffer.alloc(84 + 50 * triangles, 7);
  bytes.writeUInt32LE(triangles, 80);
  return bytes;
};

const MESHES: Record<string, Buffer | string> = {
  'a GLB': 'glTF\u0002\u0000\u0000\u0000',
  'a glTF': '\uFEFF{ "scenes": [], "asset": { "version": "2.0" } }',
  'a PLY': 'ply\r\nformat binary_little_endian 1.0\r\n',
  'a binary STL': stl(3),
  'an STL in text': 'solid vase\n  facet normal 0 0 1\n',
  'an OBJ': '# made by hand\nv 0.5 -1e-3 2\n',
  'an OBJ that begins with its materials': 'mtllib a.mtl\n',
  'a ZIP': 'PK\u0003\u0004\u0014\u0000',
  'an FBX, which is not read': 'Kaydara FBX Binary  \u0000\u001a\u0000',
  'a point cloud, which is not read': 'LASF\u0000\u0000\u0000\u0000',
};

for (const [what, head] of Object.entries(MESHES)) {
  test(`${what} is a mesh, whatever it is called`, (t) => {
    const bytes = Buffer.isBuffer(head) ? head : Buffer.from(head);
    t.is(kindOf(bytes, bytes.length, 'photograph.jpg'), 'mesh');
  });
}

const IMAGES: Record<string, Buffer | string> = {
  'a JPEG': Buffer.from('ffd8ffe0', 'hex'),
  'an SVG': '<svg xmlns="http://www.w3.org/2000/svg"><path d="\nv 1 2 3\n"/></svg>',
  'a TIFF': Buffer.from('49492a0008000000', 'hex'),
};

for (const [what, head] of Object.entries(IMAGES)) {
  test(`${what} is an image, whatever it is called`, (t) => {
    const bytes = Buffer.isBuffer(head) ? head : Buffer.from(head);
    t.is(kindOf(bytes, bytes.length, 'vase.obj'), 'image');
  });
}

test('of what nobody knows, the name says who is to say what is wrong', (t) => {
  for (const bytes of [Buffer.from('Inventory, 1799\n'), Buffer.alloc(0), stl(3).subarray(0, 200)]) {
    t.is(kindOf(bytes, bytes.length, 'vase.STL'), 'mesh');
    t.is(kindOf(bytes, bytes.length, 'vase.txt'), 'image');
  }
});

const DATA = process.env['VITRINE_TEST_DATA'];

const kinds = async (folder: string): Promise<[string, string][]> => {
  const entries = await readdir(join(DATA ?? '', folder));
  const files = entries.map(async (name): Promise<[string, string] | undefined> => {
    const source = join(DATA ?? '', folder, name);
    if (!(await stat(source)).isFile()) return undefined;
    return [name, (await recogniseFile({ source, name: 'unnamed' })).kind];
  });
  return (await Promise.all(files)).filter((found) => found !== undefined);
};

testOnData('The test data', DATA)('every real mesh and no real image is taken for a mesh', async (t) => {
  const meshes = await kinds('meshes');
  t.deepEqual(
    meshes.filter(([, kind]) => kind !== 'mesh').map(([name]) => name.split('.').at(-1)),
    meshes.filter(([name]) => /\.(jpg|mtl)$/.test(name)).map(([name]) => name.split('.').at(-1)),
  );
  t.deepEqual(
    (await kinds('images')).filter(([, kind]) => kind !== 'image'),
    [],
  );
});
