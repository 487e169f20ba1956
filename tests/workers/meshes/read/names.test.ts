import test from 'ava';
import { Names } from '../../../../workers/meshes/read/names.ts';

const names = new Names<number>();
for (const [i, name] of [
  'scan/mesh.obj',
  'scan/maps/Wood 1.jpg',
  'scan/100%.png',
  'a.png',
  'b/a.png',
  'only.tif',
].entries()) {
  names.add(name, i);
}

test('references lead to files of the upload, with signs, slashes, case and foreign folders forgiven', (t) => {
  const leads: [string, string][] = [
    ['maps/Wood 1.jpg', 'scan/maps/Wood 1.jpg'],
    ['maps/Wood%201.jpg', 'scan/maps/Wood 1.jpg'],
    ['.\\MAPS\\wood 1.JPG', 'scan/maps/Wood 1.jpg'],
    ['./maps/../maps/./Wood 1.jpg', 'scan/maps/Wood 1.jpg'],
    ['100%.png', 'scan/100%.png'],
    ['../a.png', 'a.png'],
    ['../b/a.png', 'b/a.png'],
    ['C:\\Users\\me\\only.tif', 'only.tif'],
    ['/home/me/only.tif', 'only.tif'],
    ['../../../only.tif', 'only.tif'],
  ];
  for (const [reference, name] of leads) t.is(names.find(reference, 'scan/mesh.obj')?.name, name, reference);
});

test('what leads elsewhere, or to several files, leads nowhere', (t) => {
  for (const reference of [
    'http://a/only.tif',
    'file:///only.tif',
    'data:,only.tif',
    '',
    '..',
    'none.png',
    'x/a.png',
  ]) {
    t.is(names.find(reference, 'scan/mesh.obj'), undefined, reference);
  }
});
