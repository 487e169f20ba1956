import test from 'ava';
import { readAnnotation } from '../../../manifests/annotations/model/read.ts';
import { placeOf } from '../../../manifests/annotations/selectors/target.ts';
import type { MeshDefects } from '../../../manifests/meshes/defects.ts';
import type { MeshNumbers } from '../../../manifests/meshes/numbers.ts';
import { annotationsOfTwin } from '../../../workers/annotations/measures.ts';

const VIEW = 'https://example.org/iiif/canvas/v1';
const NUMBERS: MeshNumbers = {
  triangles: 12_345,
  vertices: 6000,
  size: [0.1, 0.25, 0.08],
  unitIsGuess: true,
  area: 0.12,
  closed: false,
  parts: 1,
  texturePixels: 0,
};
const DEFECTS: MeshDefects = {
  borders: {
    count: 240,
    longest: [
      {
        closed: true,
        edges: 57,
        length: 0.0123,
        places: [
          [0, 0, 0.04],
          [0.004, 0, 0.04],
          [0, 0.004, 0.04],
        ],
        normal: [0, 0, 1],
      },
      {
        closed: false,
        edges: 1,
        length: 0.002,
        places: [
          [0, 0, 0],
          [0.002, 0, 0],
        ],
      },
    ],
  },
  crowds: [{ edges: 1, length: 0.003, place: [0.01, 0.02, 0.03], normal: [0, 1, 0] }],
  pieces: {
    count: 3,
    largest: [
      { triangles: 8000, area: 0.07, min: [0, 0, 0], max: [0.1, 0.25, 0.08], place: [0, 0.1, 0] },
      { triangles: 4000, area: 0.04, min: [0, 0, 0], max: [0.1, 0.02, 0.08], place: [0, 0, 0] },
      { triangles: 345, area: 0.0002, min: [0.12, 0, 0], max: [0.13, 0.01, 0.002], place: [0.12, 0, 0] },
    ],
  },
};

const made = (defects?: MeshDefects) =>
  [...annotationsOfTwin(VIEW, NUMBERS, defects)].map((json) => {
    const annotation = readAnnotation(json);
    const [text, tag] = annotation.body.map((body) => (body.kind === 'text' ? body.value : ''));
    return { json, text, tag, place: placeOf(annotation.target) };
  });

test('the whole is told in words and in metres, a guessed unit as such', (t) => {
  const [whole, ...others] = made();
  t.is(others.length, 0);
  t.is(
    whole?.text,
    [
      'Width × height × depth: 10 cm × 25 cm × 8 cm (the file names no unit: it is a guess)',
      'Surface: 1,200 cm²',
      'Triangles: 12,345',
      'Closed surface: no',
    ].join('\n'),
  );
  const body = whole?.json['body'] as Record<string, Record<string, unknown>[]> | undefined;
  const height = body?.['schema:additionalProperty']?.[1];
  t.like(height, { 'schema:name': 'height', 'schema:value': 0.25, 'schema:unitCode': 'MTR' });
  t.is(whole?.place?.shape, undefined);
});

test('each defect is at its place, seen from where the surface looks', (t) => {
  const [whole, hole, line, crowd, piece, ...others] = made(DEFECTS);
  t.is(others.length, 0, 'a piece that is a third of the surface is no defect');
  t.true(whole?.text?.includes('Holes and rims: 240, the 2 largest of which are marked'));
  t.true(whole?.text?.includes('Separate pieces: 3; the small one is marked'));

  t.is(hole?.text, 'Hole or rim: 1.23 cm around, 57 edges');
  t.is(hole?.tag, 'hole or rim');
  t.deepEqual(hole?.place?.shape?.box, [0, 0, 0.04, 0.004, 0.004, 0.04]);
  t.is(hole?.place?.shape?.kind, 'polygon');
  const { position, lookAt } = hole?.place?.extras.camera ?? {};
  t.deepEqual(lookAt, [0.002, 0.002, 0.04]);
  t.deepEqual(position?.slice(0, 2), [0.002, 0.002]);
  t.true(position![2] > 0.1 && position![2] < 0.3);

  t.is(line?.text, 'Open border: 2 mm long, 1 edge');
  t.is(line?.place?.shape?.kind, 'line');
  t.is(line?.place?.extras.camera, undefined);

  t.is(crowd?.text, 'An edge that more than two triangles share: 3 mm long');
  t.deepEqual(crowd?.place?.shape?.box, [0.01, 0.02, 0.03, 0.01, 0.02, 0.03]);

  t.is(piece?.text, 'Separate piece: 1 cm × 1 cm × 0.2 cm, 345 triangles');
  t.true(piece!.place!.extras.camera!.position[0] > 0.13, 'from outside');
});

test('of a surface without defects there is the whole alone', (t) => {
  const { pieces } = DEFECTS;
  t.is(
    made({ borders: { count: 0, longest: [] }, crowds: [], pieces: { count: 1, largest: pieces!.largest.slice(0, 1) } })
      .length,
    1,
  );
});
