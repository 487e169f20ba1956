import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'ava';
import { collect } from '../../../server/cli/collect.ts';
import { testFolder } from '../../folder.ts';
import { testOnData } from '../../needs.ts';

async function write(root: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
}

/** What is collected, a pack with the names in it. */
const collected = async (path: string) =>
  Object.fromEntries((await collect(path)).files.map(({ name, pack }) => [name, pack?.map((one) => one.name)]));

test('a mesh takes along what it names, wherever in the folder, and those are no files of their own', async (t) => {
  await using folder = await testFolder();
  await write(folder.path, {
    'scans/vase.obj': 'mtllib ..\\materials\\Vase.MTL\nv 0 0 0',
    'materials/vase.mtl': 'newmtl a\nmap_Kd -bm 1 my uv.jpg\nmap_Ks /home/ada/gloss.png\nmap_Ka missing.jpg',
    'materials/my uv.jpg': 'picture',
    'materials/gloss.png': 'picture',
    'photographs/front.jpg': 'picture',
    'bust.gltf': '{"buffers":[{"uri":"bust%20data.bin"}]}',
    'bust data.bin': 'bytes',
    'alone.obj': 'v 0 0 0',
    'lost.obj': 'mtllib lost.mtl',
    'tool.stl': 'solid',
  });
  t.deepEqual(await collected(folder.path), {
    'alone.obj': undefined,
    'bust.zip': ['bust.gltf', 'bust data.bin'],
    'lost.obj': undefined,
    [join('photographs', 'front.jpg')]: undefined,
    [join('scans', 'vase.zip')]: ['scans/vase.obj', 'materials/gloss.png', 'materials/my uv.jpg', 'materials/vase.mtl'],
    'tool.stl': undefined,
  });
});

test('names in a pack begin below the folder that holds all of it', async (t) => {
  await using folder = await testFolder();
  await write(folder.path, {
    'season/1/vase.ply': 'ply\ncomment TextureFile maps/uv.png\nend_header',
    'season/1/maps/uv.png': '',
  });
  t.deepEqual(await collected(folder.path), { [join('season', '1', 'vase.zip')]: ['vase.ply', 'maps/uv.png'] });
});

test('a mesh on its own takes along what lies beside it or below, and nothing from above', async (t) => {
  await using folder = await testFolder();
  await write(folder.path, {
    'vase/vase.obj': 'mtllib maps/vase.mtl\nmtllib ../secret.mtl',
    'vase/maps/vase.mtl': 'map_Kd uv.jpg\nmap_Kd ../../secret.jpg',
    'vase/maps/uv.jpg': '',
    'vase/other.jpg': '',
    'secret.mtl': 'newmtl secret',
    'secret.jpg': '',
  });
  t.deepEqual(await collected(join(folder.path, 'vase/vase.obj')), {
    'vase.zip': ['vase.obj', 'maps/uv.jpg', 'maps/vase.mtl'],
  });
});

test('nothing is taken along that is hidden, behind a link, outside, or not of a kind that a mesh needs', async (t) => {
  await using folder = await testFolder();
  const root = join(folder.path, 'scan');
  const uris = [
    '.env.jpg',
    '.git/a.jpg',
    'link.jpg',
    'linked/a.jpg',
    '../outside.jpg',
    '%2e%2e/outside.jpg',
    'id_rsa',
    'letters.txt',
    'file:///etc/passwd',
    'https://example.org/a.jpg',
    'a\u0000.jpg',
  ];
  await write(root, {
    'scan.gltf': JSON.stringify({ images: uris.map((uri) => ({ uri })) }),
    '.env.jpg': '',
    '.git/a.jpg': '',
    id_rsa: '',
    'letters.txt': '',
  });
  await write(folder.path, { 'outside.jpg': '', 'elsewhere/a.jpg': '' });
  await symlink(join(folder.path, 'outside.jpg'), join(root, 'link.jpg'));
  await symlink(join(folder.path, 'elsewhere'), join(root, 'linked'));
  t.deepEqual(await collected(root), { id_rsa: undefined, 'letters.txt': undefined, 'scan.gltf': undefined });
});

const DATA = process.env['VITRINE_TEST_DATA'];

testOnData('The test data', DATA)('a folder of many scans becomes each scan with its own pictures', async (t) => {
  const files = await collected(join(DATA ?? '', 'meshes'));
  t.deepEqual(files['assimp-spider.zip'], [
    'assimp-spider.obj',
    'SpiderTex.jpg',
    'drkwood2.jpg',
    'engineflare1.jpg',
    'spider.mtl',
    'wal67ar_small.jpg',
    'wal69ar_small.jpg',
  ]);
  t.deepEqual(files['tri-fuze.zip'], ['tri-fuze.obj', 'fuze uv.jpg', 'fuze.obj.mtl']);
  t.deepEqual(files['tri-fuze_ascii.zip'], ['tri-fuze_ascii.ply', 'fuze uv.jpg']);
  t.deepEqual(files[join('duck-ktx2', 'Duck.zip')], ['Duck.gltf', 'Duck0.bin', 'DuckCM.ktx2']);
  t.is(files[join('aton-venus', 'venus.zip')]?.length, 3);
  t.true('pirate.obj' in files && files['pirate.obj'] === undefined);
  t.deepEqual(
    Object.keys(files).filter((name) => !/\.(zip|obj|ply|stl|glb)$/i.test(name)),
    [],
  );
});
