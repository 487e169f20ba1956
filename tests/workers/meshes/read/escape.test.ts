import fs, { mkdirSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { VitrineError } from '../../../../manifests/errors.ts';
import { openMesh } from '../../../../workers/meshes/read/open.ts';
import { testFolder } from '../../../folder.ts';
import { Build } from './gltfs.ts';
import { collect } from './reading.ts';
import { zip } from './zips.ts';

const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Writes down every path that is opened, then goes on as before. */
function watchPaths(paths: Set<string>): void {
  const watch = (holder: object, names: readonly string[]): void => {
    for (const name of names) {
      const original = Reflect.get(holder, name) as (...values: unknown[]) => unknown;
      Reflect.set(holder, name, (...values: unknown[]) => {
        if (typeof values[0] === 'string') paths.add(resolve(values[0]));
        return original.apply(holder, values);
      });
    }
  };
  watch(fs, ['openSync', 'open', 'readFileSync', 'createReadStream', 'createWriteStream', 'statSync']);
  watch(promises, ['open', 'readFile', 'writeFile', 'stat', 'link', 'copyFile', 'rename', 'rm']);
  syncBuiltinESMExports();
}

test('whatever a file refers to, only the upload and the folder are opened, and nobody is called', async (t) => {
  await using folder = await testFolder();
  const inside = join(folder.path, 'inside');
  const work = join(inside, 'work');
  mkdirSync(work, { recursive: true });
  const secret = join(folder.path, 'secret.png');
  writeFileSync(secret, 'secret');
  let calls = 0;
  const server = createServer((_, response) => {
    calls++;
    response.end();
  });
  server.on('connection', () => calls++);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  const references = [
    secret,
    `file://${secret}`,
    '../secret.png',
    '..\\secret.png',
    '%2e%2e/secret.png',
    '..%2fsecret.png',
    'a/../../secret.png',
    '/etc/passwd',
    `http://127.0.0.1:${port}/a.png`,
    `//127.0.0.1:${port}/a.png`,
    `\\\\127.0.0.1\\a.png`,
    'link.png',
  ];
  const paths = new Set<string>();
  watchPaths(paths);
  let found = 0;
  for (const reference of references) {
    const build = new Build();
    const texcoords = build.accessor(new Float32Array(8), 'VEC2');
    build.node({ mesh: build.square({ attributes: { TEXCOORD_0: texcoords }, material: 0 }) });
    build.json['images'] = [{ uri: reference }];
    build.json['textures'] = [{ source: 0 }];
    build.json['materials'] = [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }];
    const whole = build.glb();
    const buffers = [{ byteLength: 200, uri: reference }];
    const mtl = `newmtl a\nmap_Kd ${reference}\n`;
    const obj = `mtllib ${reference}\nmtllib a.mtl\nusemtl a\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nf 1/1 2/1 3/1\n`;
    const link = { name: 'link.png', content: secret, mode: 0o120777 };
    const uploads: [string, Buffer][] = [
      ['a.glb', whole],
      ['a.gltf', Buffer.from(JSON.stringify({ ...build.json, buffers }))],
      ['a.zip', zip([{ name: 'a.glb', content: whole }, link, { name: '../../secret.png', content: 'mine' }])],
      ['b.zip', zip([{ name: 'x/a.gltf', content: JSON.stringify({ ...build.json, buffers }) }, link])],
      ['c.zip', zip([{ name: 'x/a.obj', content: obj }, { name: 'x/a.mtl', content: mtl }, link])],
    ];
    for (const [name, content] of uploads) {
      const path = join(inside, name);
      writeFileSync(path, content);
      try {
        const { reader, files } = await openMesh(path, name, work);
        const { materials } = await collect(reader, files);
        for (const { baseColourTexture } of materials) if (baseColourTexture) found++;
      } catch (error) {
        t.true(error instanceof VitrineError, `${name} ${reference}: ${String(error)}`);
      }
    }
  }
  await new Promise((done) => {
    server.close(done);
  });
  const elsewhere = [...paths].filter((path) => !path.startsWith(`${inside}/`) && !path.startsWith(`${REPOSITORY}/`));
  t.true([...paths].some((path) => path.startsWith(`${inside}/`)));
  t.deepEqual(elsewhere, []);
  t.is(calls, 0);
  t.is(found, 0);
});
