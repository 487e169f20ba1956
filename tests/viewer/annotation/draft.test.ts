import test from 'ava';
import { readCanvas, type Canvas } from '../../../viewer/iiif/canvas.ts';
import { readNote } from '../../../viewer/annotation/annotation.ts';
import { compose, draftOf, newDraft } from '../../../viewer/annotation/draft.ts';
import type { Pose } from '../../../viewer/twin/pose.ts';

const canvas: Canvas = readCanvas({ id: 'https://a.org/iiif/canvas/v1', type: 'Canvas', width: 1000, height: 500 })!;
const rectangle = { type: 'rectangle', x: 10, y: 20, width: 30, height: 40 } as const;

test('what is written is a Web Annotation, and is read back the same', (t) => {
  const draft = {
    ...newDraft({ shape: rectangle }, 'en'),
    text: 'A **bold** word',
    tags: ['x'],
    links: ['https://b.org/'],
  };
  const json = compose(draft, canvas);
  t.like(json, { '@context': 'http://www.w3.org/ns/anno.jsonld', type: 'Annotation', motivation: ['commenting'] });
  const again = draftOf({ ...json, id: 'https://a.org/annotations/v1/n1' }, '"1"', canvas);
  t.deepEqual({ ...again, before: null }, draft);
});

test('an edit keeps all that the editor does not show', (t) => {
  const json = {
    id: 'https://a.org/annotations/v1/n1',
    type: 'Annotation',
    motivation: ['commenting', 'questioning'],
    'x:own': { kept: true },
    body: [
      { type: 'TextualBody', value: 'old', format: 'text/plain' },
      { type: 'TextualBody', value: 'zweiter Text', language: 'de' },
      { type: 'Image', id: 'urn:image' },
      { type: 'TextualBody', value: 'tag', purpose: 'tagging' },
    ],
    target: {
      type: 'SpecificResource',
      source: canvas.id,
      selector: { type: 'FragmentSelector', value: 'xywh=1,2,3,4' },
      styleClass: 'red',
    },
  };
  const draft = draftOf(json, '"1"', canvas);
  t.is(draft?.text, 'old');
  const next = compose({ ...draft!, text: 'new', tags: [] }, canvas);
  t.deepEqual(next['motivation'], ['commenting', 'questioning']);
  t.deepEqual(next['x:own'], { kept: true });
  t.deepEqual(next['target'], json.target, 'a place that nobody moved stays as it was written');
  t.deepEqual(
    (next['body'] as { value?: string }[]).map(({ value }) => value),
    ['new', 'zweiter Text', undefined],
  );
});

test('text in a format of its own stays in it', (t) => {
  const html = '<table><tr><td>x</td></tr></table>';
  const json = {
    id: 'https://a.org/n',
    type: 'Annotation',
    body: { type: 'TextualBody', value: html, format: 'text/html' },
    target: canvas.id,
  };
  const draft = draftOf(json, '', canvas);
  t.like(draft, { text: html, format: 'text/html' });
  t.like((compose(draft!, canvas)['body'] as object[])[0], { value: html, format: 'text/html' });
});

test('a place on a twin carries the camera that it was seen from', (t) => {
  const camera: Pose = { target: [0.1, 0, -0.2], azimuth: 40, elevation: -30, roll: 15, distance: 2 };
  const figure = {
    type: 'line',
    places: [
      [0, 0, 0],
      [1, 2, 3.5],
    ],
  } as const;
  const json = compose(newDraft({ figure, camera }, ''), canvas);
  const note = readNote({ ...json, id: 'https://a.org/n' }, canvas, '');
  t.deepEqual(note?.figure, figure);
  for (const name of ['azimuth', 'elevation', 'roll', 'distance'] as const) {
    t.true(Math.abs((note?.camera?.[name] ?? NaN) - camera[name]) < 0.01, name);
  }
  t.deepEqual(note?.camera?.target, camera.target);
});
