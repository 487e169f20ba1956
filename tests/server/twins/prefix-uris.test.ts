import test from 'ava';
import { prefixUris } from '../../../server/twins/prefix-uris.ts';

const content = (uri: string) => ({ content: { uri, extras: { uri: 'not one' } }, geometricError: 1 });

test('whatever a tileset names beside itself is named below a folder, and nothing else of it changes', (t) => {
  const tileset = {
    asset: { version: '1.1' },
    root: {
      ...content('tiles/0/0.glb'),
      children: [
        { contents: [{ uri: 'a.glb' }, { uri: 'https://example.org/b.glb' }] },
        { ...content('/c.glb'), children: [content('tilesets/1.json'), content('data:,x')] },
      ],
    },
  };
  const expected = structuredClone(tileset);
  expected.root.content.uri = '7/tiles/0/0.glb';
  (expected.root.children as { contents: { uri: string }[] }[])[0]!.contents[0]!.uri = '7/a.glb';
  (expected.root.children as { children: { content: { uri: string } }[] }[])[1]!.children[0]!.content.uri =
    '7/tilesets/1.json';
  t.deepEqual(prefixUris(tileset, '7/'), expected);
});

test('what is no tileset stays what it is', (t) => {
  for (const json of [null, [], 'x', { root: null }, { root: { children: [null, 3], content: 'a' } }])
    t.deepEqual(prefixUris(json, '7/'), json);
});
