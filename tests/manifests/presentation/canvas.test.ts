import test from 'ava';
import { canvas, canvasDocument } from '../../../manifests/presentation/canvas.ts';
import { imageBody } from '../../../manifests/presentation/image.ts';
import { check } from './check.ts';
import { MESH, placement, twin, urls, view } from './examples.ts';

const ID = 'https://example.org/iiif/canvas/v1';

test('a canvas has the size of its image and is painted with it', (t) => {
  const { label, width, height, items } = canvas(view('v1', [placement('a')]), 3, urls);
  t.deepEqual({ label, width, height }, { label: { none: ['3'] }, width: 5000, height: 3001 });
  t.deepEqual(items, [
    {
      id: `${ID}/painting`,
      type: 'AnnotationPage',
      items: [
        {
          id: `${ID}/painting/1`,
          type: 'Annotation',
          motivation: 'painting',
          body: imageBody(placement('a'), urls),
          target: ID,
        },
      ],
    },
  ]);
});

test('several images stand side by side where they are placed', (t) => {
  const left = placement('a', { box: { x: 0, y: 0, width: 500, height: 300 } });
  const right = placement('b', { box: { x: 500, y: 0, width: 400, height: 300 } });
  const size = { width: 900, height: 300 };
  const page = canvas(view('v1', [left, right], { size }), 1, urls).items?.[0];
  t.deepEqual(
    page?.items?.map(({ target }) => target),
    [`${ID}#xywh=0,0,500,300`, `${ID}#xywh=500,0,400,300`],
  );
});

test('placements of one choice are alternatives in one annotation, beside what is none', (t) => {
  const placements = [
    placement('a', { choice: 'light', label: 'visible' }),
    placement('c'),
    placement('b', { choice: 'light', label: { en: ['ultraviolet'] } }),
  ];
  const annotations = canvas(view('v1', placements), 1, urls).items?.[0]?.items ?? [];
  t.deepEqual(
    annotations.map(({ body }) => body),
    [
      {
        type: 'Choice',
        items: [
          { ...imageBody(placement('a'), urls), label: { none: ['visible'] } },
          { ...imageBody(placement('b'), urls), label: { en: ['ultraviolet'] } },
        ],
      },
      imageBody(placement('c'), urls),
    ],
  );
});

test('the same image placed twice is painted twice', (t) => {
  const halves = [0, 500].map((x) => placement('a', { box: { x, y: 0, width: 500, height: 300 } }));
  t.is(canvas(view('v1', halves), 1, urls).items?.[0]?.items?.length, 2);
});

test('an original is offered with its type and how large it is, once', (t) => {
  const original = { label: 'scan.tif', mediaType: 'image/tiff', bytes: 123_456_789 };
  const placements = [placement('a', { original, identifier: 'a~1' }), placement('a', { original, identifier: 'a~2' })];
  t.deepEqual<unknown, unknown>(canvas(view('v1', placements), 1, urls).rendering, [
    {
      id: 'https://example.org/originals/a',
      type: 'Image',
      label: { none: ['scan.tif (123 MB)'] },
      format: 'image/tiff',
    },
  ]);
});

test('a canvas on its own says what it is part of, and is otherwise the same', (t) => {
  const views = [view('v0', [placement('z')]), view('v1', [placement('a')])];
  const object = twin(views, { label: { el: ['Ἀφροδίτη'] } });
  const document = canvasDocument(views[1]!, object, urls);
  t.deepEqual(check(document), []);
  const { '@context': context, partOf, ...rest } = document;
  t.is(context, 'http://iiif.io/api/presentation/3/context.json');
  const whole = {
    id: 'https://example.org/iiif/presentation/3/manifests/venus',
    type: 'Manifest',
    label: { el: ['Ἀφροδίτη'] },
  };
  t.deepEqual<unknown, unknown>(partOf, [whole]);
  t.deepEqual(rest, canvas(views[1]!, 2, urls));
});

const mesh = { numbers: MESH, twin: { modelBytes: 4_200_000, archiveBytes: 98_000_000 } };

test("a mesh is painted as a model of the poster's size, with the poster until it is there", (t) => {
  const shown = canvas(view('v1', [placement('a', { mesh })]), 1, urls);
  t.deepEqual(check(canvasDocument(view('v1', [placement('a', { mesh })]), twin([]), urls)), []);
  t.like(shown, { width: 5000, height: 3001 });
  t.deepEqual<unknown, unknown>(shown.items?.[0]?.items?.[0]?.body, {
    id: 'https://example.org/twins/a/model.glb',
    type: 'Model',
    label: { none: ['GLB (4 MB)'] },
    format: 'model/gltf-binary',
  });
  t.deepEqual(shown.placeholderCanvas?.items?.[0]?.items?.[0]?.body, imageBody(placement('a'), urls));
  t.true(shown.metadata?.some(({ value }) => value?.['en']?.[0] === '1,234,567'));
  t.deepEqual(
    shown.thumbnail?.map(({ type }) => type),
    ['Image'],
  );
});

test('a mesh is offered as model, as tiles and as it came', (t) => {
  const original = { label: 'vase.obj', mediaType: 'model/obj', bytes: 1_200_000_000 };
  const { rendering } = canvas(view('v1', [placement('a', { mesh, original })]), 1, urls);
  t.deepEqual<unknown, unknown>(rendering, [
    {
      id: 'https://example.org/twins/a/model.glb',
      type: 'Model',
      label: { none: ['GLB (4 MB)'] },
      format: 'model/gltf-binary',
    },
    {
      id: 'https://example.org/twins/a/tileset.json',
      type: 'Dataset',
      label: { none: ['3D Tiles'] },
      format: 'application/json',
      profile: 'http://www.opengis.net/doc/cs/3D-Tiles/1.1',
    },
    {
      id: 'https://example.org/twins/a/tileset.3tz',
      type: 'Dataset',
      label: { none: ['3D Tiles, 3TZ (98 MB)'] },
      format: 'application/vnd.maxar.archive.3tz+zip',
    },
    {
      id: 'https://example.org/originals/a',
      type: 'Dataset',
      label: { none: ['vase.obj (1.2 GB)'] },
      format: 'model/obj',
    },
  ]);
});

test('of a mesh that may not be had the poster is painted, and its size told', (t) => {
  const closed = placement('a', { mesh: { numbers: MESH } });
  const shown = canvas(view('v1', [closed]), 1, urls);
  t.deepEqual(shown.items?.[0]?.items?.[0]?.body, imageBody(placement('a'), urls));
  t.false('rendering' in shown || 'placeholderCanvas' in shown);
  t.is(shown.metadata?.length, 5);
});
