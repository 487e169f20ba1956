import test from 'ava';
import { CANVAS, URLS, viewerItem } from './documents/viewer-item.ts';

const valueOf = (value: string): unknown =>
  viewerItem({ target: CANVAS, body: { type: 'TextualBody', value, format: 'text/plain' } })['body'];

test('nothing in a text becomes an address of ours, whatever it looks like where it is kept', (t) => {
  for (const value of ['\\u0001/iiif/canvas/v1', '"\\u0001/iiif/canvas/v1', '\\"\\u0001/', '","id":"vitrine:/x'])
    t.like(valueOf(value), { value }, value);
  for (const value of ['\u0001/iiif/canvas/v1', '"\u0001/iiif/canvas/v1"'])
    t.like(valueOf(value), { value: value.replace('\u0001', '\uFFFD') }, JSON.stringify(value));
});

test('our own addresses are those of the server that answers', (t) => {
  const item = viewerItem({ target: `${CANVAS}#xywh=1,2,3,4`, body: `${URLS.base}/annotations/v1/n2` });
  t.like(item, { id: URLS.annotation('v1', 'n1'), target: `${CANVAS}#xywh=1,2,3,4` });
  t.true(JSON.stringify(item['body']).includes(URLS.annotation('v1', 'n2')));
});
