import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Build, glb } from '../meshes/read/gltfs.ts';
import { zip } from '../meshes/read/zips.ts';

/** An upload, and what has to come of it: warnings of a twin that is ready, or the reason that there is none. */
export interface Hostile {
  name: string;
  content: Buffer;
  ready?: RegExp;
  failed?: RegExp;
}

const TRIANGLE = 'v 0 0 0\nv 1 0 0\nv 0 1 0\n';
const OBJ = `${TRIANGLE}f 1 2 3\n`;
const DRESSED = `mtllib a.mtl\nusemtl a\n${TRIANGLE}vt 0 0\nf 1/1 2/1 3/1\n`;
const LINK = 0o120777;

/** Binary PLY of one triangle whose header claims more. */
function ply(vertices: number, faces: number): Buffer {
  const header =
    `ply\nformat binary_little_endian 1.0\nelement vertex ${vertices}\n` +
    `property float x\nproperty float y\nproperty float z\nelement face ${faces}\n` +
    'property list uchar int vertex_indices\nend_header\n';
  const corners = Buffer.from(Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0).buffer);
  return Buffer.concat([Buffer.from(header), corners, Buffer.from([3, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0])]);
}

function stl(triangles: number): Buffer {
  const bytes = Buffer.alloc(84 + 50);
  bytes.writeUInt32LE(triangles, 80);
  bytes.writeFloatLE(1, 84 + 24);
  bytes.writeFloatLE(1, 84 + 40);
  return bytes;
}

/** A GLB of a square, changed. */
function square(change: (build: Build, bytes: Buffer) => Buffer): Buffer {
  const build = new Build();
  build.node({ mesh: build.square() });
  return change(build, build.glb());
}

/** A GLB whose document is changed, and whose binary chunk is left. */
const edited = (edit: (json: Build['json']) => unknown): Buffer =>
  square((build) => {
    edit(build.json);
    return build.glb();
  });

/** glTF that says its corners lie elsewhere: whoever went there would find them, and be ready. */
function referring(uri: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      asset: { version: '2.0' },
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
      accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3' }],
      bufferViews: [{ buffer: 0, byteLength: 36 }],
      buffers: [{ byteLength: 36, uri }],
    }),
  );
}

/** What lies where hostile references lead, and would do if it were read. */
export const SECRETS: Readonly<Record<string, Buffer>> = {
  'secret.bin': Buffer.from(Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0).buffer),
  'secret.mtl': Buffer.from('newmtl a\nKd 1 0 0\n'),
};

/** `elsewhere` is an address that answers, and a folder that has the secrets. */
export function hostileUploads(elsewhere: { address: string; folder: string }): Hostile[] {
  const places = [
    elsewhere.address,
    `file://${elsewhere.folder}`,
    elsewhere.folder,
    '..',
    '../..',
    '%2e%2e',
    'x/../..',
  ];
  const references = places.map((place, number) => ({
    gltf: `${place}/secret.bin`,
    mtl: `${place}/secret.mtl`,
    name: `reference-${number}`,
  }));
  return [
    ...references.flatMap(({ gltf, mtl, name }): Hostile[] => [
      { name: `${name}.gltf`, content: referring(gltf), failed: /^\/buffers\/0\/uri: / },
      {
        name: `${name}-gltf.zip`,
        content: zip([{ name: 'x/a.gltf', content: referring(gltf) }]),
        failed: /^\/buffers\/0\/uri: /,
      },
      {
        name: `${name}-obj.zip`,
        content: zip([
          { name: 'x/a.obj', content: `mtllib ${mtl}\n${DRESSED}` },
          { name: 'x/a.mtl', content: `newmtl b\nmap_Kd ${gltf}\nmap_Bump ${mtl}\n` },
        ]),
        ready: /file of materials .*secret\.mtl.*no file defines it: a in line 3/,
      },
    ]),
    {
      name: 'bomb.zip',
      content: zip([{ name: 'a.obj', content: Buffer.alloc(2 ** 27, 'v 0 0 0\n') }]),
      failed: /cloud of 16777216 points/,
    },
    {
      name: 'lying-size.zip',
      content: zip([{ name: 'a.obj', content: OBJ, size: 4e9 }]),
      failed: /"a\.obj" in the ZIP says that it is larger than it can be/,
    },
    {
      name: 'shorter-size.zip',
      content: zip([{ name: 'a.obj', content: OBJ.repeat(1000), size: 10 }]),
      failed: /"a\.obj"/,
    },
    { name: 'bad-crc.zip', content: zip([{ name: 'a.obj', content: OBJ, crc: 1 }]), failed: /"a\.obj"/ },
    {
      name: 'dots.zip',
      content: zip([{ name: '../../a.obj', content: OBJ }]),
      failed: /"\.\.\/\.\.\/a\.obj" .*leads out/,
    },
    {
      name: 'absolute.zip',
      content: zip([{ name: '/tmp/a.obj', content: OBJ }]),
      failed: /"\/tmp\/a\.obj" .*leads out/,
    },
    { name: 'drive.zip', content: zip([{ name: 'C:\\a.obj', content: OBJ }]), failed: /a\.obj" .*leads out/ },
    {
      name: 'link.zip',
      content: zip([{ name: 'a.obj', content: '/etc/passwd', mode: LINK }]),
      failed: /"a\.obj" .*link/,
    },
    {
      name: 'link-beside.zip',
      content: zip([
        { name: 'a.obj', content: DRESSED },
        { name: 'a.mtl', content: join(elsewhere.folder, 'secret.mtl'), mode: LINK },
      ]),
      ready: /"a\.mtl" in the ZIP is a link/,
    },
    {
      name: 'nested.zip',
      content: zip([{ name: 'b.zip', content: zip([{ name: 'a.obj', content: OBJ }]) }]),
      failed: /"b\.zip" within the ZIP is not opened/,
    },
    {
      name: 'other-name.zip',
      content: zip([{ name: 'a.obj', content: OBJ, localName: 'b.obj' }]),
      failed: /directory and "a\.obj" itself say different things/,
    },
    {
      name: 'encrypted.zip',
      content: zip([{ name: 'a.obj', content: OBJ, flags: 1 }]),
      failed: /"a\.obj" .*encrypted/,
    },
    { name: 'lzma.zip', content: zip([{ name: 'a.obj', content: OBJ, method: 14 }]), failed: /"a\.obj" .*method 14/ },
    { name: 'nothing.zip', content: zip([]), failed: /no mesh among the 0 files/ },
    { name: 'cut.zip', content: zip([{ name: 'a.obj', content: OBJ }]).subarray(0, -10), failed: /ZIP is damaged/ },
    { name: 'many-faces.ply', content: ply(3, 4_294_967_295), ready: /4294967295/ },
    { name: 'many-vertices.ply', content: ply(4_294_967_295, 1), failed: /4294967295/ },
    { name: 'absurd-count.ply', content: ply(3, 1e300), failed: /line 7/ },
    {
      name: 'no-end.ply',
      content: Buffer.from('ply\nformat ascii 1.0\n'.padEnd(1e6, 'comment a\n')),
      failed: /header/,
    },
    { name: 'many.stl', content: stl(4_294_967_295), ready: /4294967295/ },
    {
      name: 'long-line.obj',
      content: Buffer.concat([Buffer.from(`${OBJ}v `), Buffer.alloc(100_000_000, '1'), Buffer.from('\nf 1 2 3\n')]),
      failed: /Line 5 is longer/,
    },
    {
      name: 'long-face.obj',
      content: Buffer.concat([Buffer.from(`${OBJ}f`), Buffer.alloc(100_000_000, ' 1 2 3'), Buffer.from('\n')]),
      failed: /Line 5 is longer/,
    },
    { name: 'long-line.ply', content: Buffer.alloc(10_000_000, 'ply '), failed: /first line is not "ply"/ },
    {
      name: 'long-line.stl',
      content: Buffer.concat([Buffer.from('solid a\nfacet normal '), Buffer.alloc(100_000_000, '0')]),
      failed: /Line 2 is longer/,
    },
    {
      name: 'deep.gltf',
      content: Buffer.from(`{"asset":{"version":"2.0"},"extras":${'['.repeat(1e6)}${']'.repeat(1e6)}}`),
      failed: /JSON .* too large/,
    },
    {
      name: 'long-string.gltf',
      content: Buffer.from(`{"asset":{"version":"2.0","generator":"${'a'.repeat(1e8)}"}}`),
      failed: /JSON .* too large/,
    },
    {
      name: 'length-beyond.glb',
      content: square((_, bytes) => {
        bytes.writeUInt32LE(4_000_000_000, 8);
        return bytes;
      }),
      failed: /damaged at byte 8: the file says that it has 4000000000 bytes, but has \d+/,
    },
    {
      name: 'chunk-beyond.glb',
      content: square((_, bytes) => {
        bytes.writeUInt32LE(4_000_000_000, 12);
        return bytes;
      }),
      failed: /damaged at byte 12: .*4000000000 bytes/,
    },
    {
      name: 'half.glb',
      content: square((_, bytes) => bytes.subarray(0, bytes.length / 2)),
      failed: /damaged at byte 8/,
    },
    { name: 'no-chunks.glb', content: glb('', Buffer.alloc(0)), failed: /no JSON \(it is empty\)/ },
    {
      name: 'view-beyond.glb',
      content: edited(({ bufferViews }) => (bufferViews[0]!['byteLength'] = 4e9)),
      failed: /\/bufferViews\/0/,
    },
    {
      name: 'accessor-beyond.glb',
      content: edited(({ accessors }) => (accessors[0]!['count'] = 4e9)),
      failed: /\/accessors\/0/,
    },
    {
      name: 'offset-beyond.glb',
      content: edited(({ accessors }) => (accessors[0]!['byteOffset'] = 2 ** 53)),
      failed: /\/accessors\/0/,
    },
    {
      name: 'loop.glb',
      content: edited(({ nodes }) => (nodes[0]!['children'] = [0])),
      ready: /^\/nodes\/0\/children\/0: node 0 is met a second time/,
    },
    {
      name: 'copies.glb',
      content: edited(({ nodes, scenes }) => {
        for (let level = 0; level < 40; level++) nodes.push({ children: [level, level] });
        scenes[0]!['nodes'] = [40];
      }),
      ready: /^\/nodes\/1\/children\/1: node 0 is met a second time/,
    },
    {
      name: 'infinite-scale.glb',
      content: edited(({ nodes }) => (nodes[0]!['scale'] = [1e308, 1e308, 1e308])),
      failed: /\/meshes\/0\/primitives\/0: .*no finite number/,
    },
  ];
}

/** The meshes of a folder of files, each in a ZIP with those beside it that have names of the same group: GROUP__NAME. */
export function hostileFiles(folder: string): { name: string; content: Buffer }[] {
  const names = readdirSync(folder).filter((name) => !name.endsWith('.report.json'));
  return names
    .filter((name) => !/\.(bin|mtl)$/.test(name))
    .map((name) => {
      const group = name.slice(0, name.lastIndexOf('__') + 2);
      const content = readFileSync(join(folder, name));
      const beside = names.filter((other) => group !== '' && other.startsWith(group) && /\.(bin|mtl)$/.test(other));
      if (beside.length === 0) return { name, content };
      const packed = beside.map((other) => ({
        name: other.slice(group.length),
        content: readFileSync(join(folder, other)),
      }));
      return { name: `${name}.zip`, content: zip([{ name: name.slice(group.length), content }, ...packed]) };
    });
}
