import test from 'ava';
import { withAddresses, withKeys } from '../../../manifests/annotations/own-iris.ts';

const BASE = 'https://museum.example/vitrine';

test('our own addresses are stored as keys and given out under whatever address we have then', (t) => {
  const sent = {
    id: `${BASE}/annotations/v1/n1`,
    target: [
      { source: `${BASE}/iiif/canvas/v1`, selector: { value: 'xywh=1,2,3,4' } },
      `${BASE}/iiif/canvas/v2#xywh=1,2,3,4`,
    ],
    via: 'https://museum.example/other',
    seeAlso: `${BASE}x/iiif/canvas/v1`,
  };
  const stored = withKeys(sent, BASE);
  t.false(JSON.stringify(stored).includes(`${BASE}/`));
  t.deepEqual(withAddresses(stored, BASE), sent);
  t.deepEqual(
    withAddresses(stored, 'http://127.0.0.1:8080').target[1],
    'http://127.0.0.1:8080/iiif/canvas/v2#xywh=1,2,3,4',
  );
  t.is(stored.via, sent.via, 'what only begins like it is somebody else’s');
  t.is(stored.seeAlso, sent.seeAlso);
});

test('words stay words, whatever they look like', (t) => {
  const sent = { body: { value: `${BASE}/objects/1`, label: `${BASE}/`, exact: 'vitrine:/objects/1' } };
  t.deepEqual(withKeys(sent, BASE), sent);
  t.deepEqual(withAddresses(sent, 'https://new.example'), sent);
});
