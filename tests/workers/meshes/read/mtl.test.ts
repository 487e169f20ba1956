import test from 'ava';
import { parseMtl } from '../../../../workers/meshes/read/mtl.ts';

const map = (line: string): unknown => parseMtl(`newmtl a\nmap_Kd ${line}\n`).get('a')!.maps.diffuse;

test('colours, numbers and pictures are read, in any letter case and with any line ends', (t) => {
  const materials = parseMtl(
    '# made by hand\r\nnewmtl old stone\r\n\tKd 0.5 0.25 1\r\nKs 0.1\r\nNS 50\r\nd 0.5\r\nTr 0.5\r\nillum 2\r\nPr 0.3\r\nPm 1\r\nKe 1 1 1\r\n' +
      'map_Kd my stone.png\r\nmap_Bump -bm 0.4 "relief one.png"\r\nnorm n.png\r\nnewmtl other\rmap_d -imfchan m a.png\r',
  );
  t.deepEqual([...materials.keys()], ['old stone', 'other']);
  const plain = { clamp: false, scale: [1, 1], offset: [0, 0] };
  t.deepEqual(materials.get('old stone') as unknown, {
    name: 'old stone',
    diffuse: [0.5, 0.25, 1],
    specular: [0.1, 0.1, 0.1],
    emissive: [1, 1, 1],
    exponent: 50,
    opacity: 0.5,
    transparency: 0.5,
    illumination: 2,
    roughness: 0.3,
    metallic: 1,
    maps: {
      diffuse: { file: 'my stone.png', ...plain },
      bump: { file: 'relief one.png', ...plain },
      normal: { file: 'n.png', ...plain },
    },
  });
  t.is(materials.get('other')!.maps.opacity?.file, 'a.png');
});

test('options before a picture are told from its name', (t) => {
  t.deepEqual(map('-s 2 3 4 -o 0.5 -clamp on -mm 0 1 -t 1 1 1 my picture 2.png'), {
    file: 'my picture 2.png',
    clamp: true,
    scale: [2, 3],
    offset: [0.5, 0],
  });
  t.deepEqual(map('-unknown.png'), { file: '-unknown.png', clamp: false, scale: [1, 1], offset: [0, 0] });
  t.is(map('-clamp on'), undefined);
});

test('of two materials of one name the first counts, and what is no number is passed over', (t) => {
  const materials = parseMtl(
    'Kd 1 0 0\nnewmtl a\nKd x y z\nKd spectral file.rfl\nNs much\nnewmtl a\nKd 0 1 0\nnewmtl __proto__\nKd 1 1 1',
  );
  t.deepEqual(materials.get('a') as unknown, { name: 'a', maps: {} });
  t.deepEqual(materials.get('__proto__')!.diffuse, [1, 1, 1]);
});
