import test from 'ava';
import { readCanvas } from '../../../viewer/iiif/canvas.ts';

const id = 'https://a/iiif/canvas/v1';
const image = { id: 'https://a/1.jpg', type: 'Image', width: 10, height: 10 };

function canvas(...painting: object[]): ReturnType<typeof readCanvas> {
  const items = painting.map((annotation) =>
    Object.assign({ type: 'Annotation', motivation: 'painting', target: id }, annotation),
  );
  return readCanvas({ id, type: 'Canvas', width: 100, height: 50, items: [{ type: 'AnnotationPage', items }] });
}

test('an image without a fragment fills the canvas', (t) => {
  const read = canvas({ body: image });
  t.is(read?.key, 'v1');
  t.deepEqual(read?.layers[0]?.region, { x: 0, y: 0, width: 100, height: 50 });
  t.is(read?.layers[0]?.options[0]?.image.url, 'https://a/1.jpg');
});

test('several images lie where their targets say, in the order of the document', (t) => {
  const selector = { type: 'FragmentSelector', value: 'xywh=50,0,50,50' };
  const read = canvas(
    { body: image, target: `${id}#xywh=0,0,50,50` },
    { body: { ...image, id: 'https://a/2.jpg' }, target: { type: 'SpecificResource', source: id, selector } },
  );
  t.deepEqual(
    read?.layers.map((layer) => [layer.options[0]?.image.url, layer.region.x]),
    [
      ['https://a/1.jpg', 0],
      ['https://a/2.jpg', 50],
    ],
  );
});

test('a choice is one layer with several labelled options', (t) => {
  const xray = { ...image, id: 'https://a/x.jpg', label: { en: ['X-ray'] } };
  const read = canvas({ body: { type: 'Choice', items: [image, xray] } });
  t.is(read?.layers.length, 1);
  t.deepEqual(
    read?.layers[0]?.options.map((option) => option.label),
    [{}, { en: ['X-ray'] }],
  );
});

test('what is not painted or is not an image is left out', (t) => {
  t.deepEqual(
    canvas({ body: image, motivation: 'commenting' }, { body: { id: 'https://a/m.glb', type: 'Model' } })?.layers,
    [],
  );
});

test('a canvas without a size is not shown', (t) => {
  t.is(readCanvas({ id, type: 'Canvas', items: [] }), null);
});

test('what is known of a canvas alone comes with it', (t) => {
  const metadata = [{ label: { en: ['Triangles'] }, value: { en: ['12'] } }];
  const read = readCanvas({ id, type: 'Canvas', width: 1, height: 1, metadata });
  t.deepEqual(read?.metadata, metadata);
});
