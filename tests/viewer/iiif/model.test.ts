import test from 'ava';
import { readCanvas } from '../../../viewer/iiif/canvas.ts';
import { readModel } from '../../../viewer/iiif/model.ts';

const twin = 'https://example.org/twins/a1';

function canvas(
  rendering: readonly object[],
  body: object = { id: `${twin}/model.glb`, type: 'Model', format: 'model/gltf-binary' },
) {
  return {
    id: 'https://example.org/iiif/canvas/v1',
    type: 'Canvas',
    items: [{ type: 'AnnotationPage', items: [{ type: 'Annotation', motivation: 'painting', body }] }],
    rendering,
  };
}

test('a model has its tiles and its other forms', (t) => {
  const tiles = { id: `${twin}/tileset.json`, type: 'Dataset', format: 'application/json' };
  const glb = { id: `${twin}/model.glb`, type: 'Model', format: 'model/gltf-binary', label: { en: ['Small'] } };
  t.deepEqual(readModel(canvas([tiles, glb])), {
    url: `${twin}/model.glb`,
    tileset: `${twin}/tileset.json`,
    renderings: [{ id: glb.id, label: { en: ['Small'] }, format: 'model/gltf-binary' }],
  });
});

test('tiles are known by their profile too, and nothing else is taken for tiles', (t) => {
  const profile = 'https://docs.ogc.org/cs/22-025r4/3DTiles';
  t.is(
    readModel(canvas([{ id: 'https://example.org/t', format: 'application/json', profile }]))?.tileset,
    'https://example.org/t',
  );
  t.is(readModel(canvas([{ id: 'https://example.org/notes.json', format: 'application/json' }]))?.tileset, null);
});

test('a canvas of a model needs no size, a canvas of an image does', (t) => {
  t.is(readCanvas(canvas([]))?.model?.tileset, null);
  t.is(readCanvas(canvas([], { id: 'https://example.org/a.jpg', type: 'Image' })), null);
  t.is(
    readCanvas({ ...canvas([], { id: 'https://example.org/a.jpg', type: 'Image' }), width: 10, height: 10 })?.model,
    null,
  );
});

test('a script is no link', (t) => {
  t.deepEqual(readModel(canvas([{ id: 'javascript:alert(1)', type: 'Model' }]))?.renderings, []);
});
