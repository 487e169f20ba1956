import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { readManifest } from '../../../viewer/iiif/manifest.ts';

const data = process.env['VITRINE_TEST_DATA'];
const withData = data === undefined ? test.skip : test;

test('links that are not http are dropped', (t) => {
  const homepage = [
    { id: 'javascript:alert(1)', type: 'Text' },
    { id: 'https://a/', type: 'Text' },
  ];
  t.deepEqual(
    readManifest({ homepage }).homepages.map((link) => link.id),
    ['https://a/'],
  );
});

test('anything that is no manifest reads as an empty one', (t) => {
  for (const junk of [null, 'text', 7, [], { items: 'none', metadata: [3], provider: {} }]) {
    t.deepEqual(readManifest(junk).canvases, []);
  }
});

withData('every manifest of the IIIF cookbook about images gives canvases with something to show', async (t) => {
  const folder = join(data ?? '', 'manifests/p3-cookbook');
  const about = /^(0001|0005|0007|0009|0010|0011|0024|0033|0036|0117|0118|0202|0234|0299)-/;
  for (const file of (await readdir(folder)).filter((name) => about.test(name))) {
    const { canvases, label } = readManifest(JSON.parse(await readFile(join(folder, file), 'utf8')));
    t.true(canvases.length > 0 && canvases.every((canvas) => canvas.layers.length > 0), file);
    t.true(Object.keys(label).length > 0, file);
  }
});
