import test from 'ava';
import { annotation4 } from '../../../../manifests/annotations/documents/presentation4.ts';
import type { JsonObject } from '../../../../manifests/annotations/documents/annotation.ts';
import { readAnnotation } from '../../../../manifests/annotations/model/read.ts';
import { cameraScope } from '../../../../manifests/annotations/selectors/camera.ts';
import { placesOf } from '../../../../manifests/annotations/selectors/target.ts';
import { CANVAS, SELECTORS, URLS, selecting, viewerItem } from './viewer-item.ts';

const SCENE = URLS.scene('v1');
const onCanvas = (more: JsonObject): JsonObject => annotation4(viewerItem(more), { canvas: CANVAS });
const onScene = (more: JsonObject): JsonObject => annotation4(viewerItem(more), { canvas: CANVAS, scene: SCENE });

const targetOnScene = (more: JsonObject): unknown => onScene(more)['target'];
const shapeOf = (json: JsonObject) => placesOf(readAnnotation(json).target)[0]?.shape;
const isObject = (one: unknown): boolean => typeof one === 'object' && one !== null && !Array.isArray(one);

/** What Presentation 4.0 demands of an annotation: in it, each fault by its place. */
function faults(value: unknown, place = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => faults(one, `${place}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const { id, type, body, target, motivation, source, selector, language, format } = value as JsonObject;
  const wrong: Record<string, boolean> = {
    'no id': (type === 'SpecificResource' || type === 'Annotation') && !/^https?:/.test(String(id)),
    'no source that is an object': type === 'SpecificResource' && !isObject(source),
    'a list of types': type !== undefined && typeof type !== 'string',
    'a body that is no object': body !== undefined && !isObject(body),
    'a target that is no object': target !== undefined && !isObject(target),
    'a motivation that is no list': motivation !== undefined && !Array.isArray(motivation),
    'selectors that are no list': selector !== undefined && !Array.isArray(selector),
    'languages that are no list': language !== undefined && !Array.isArray(language),
    formats: Array.isArray(format),
  };
  return [
    ...Object.keys(wrong).flatMap((what) => (wrong[what] ? [`${what} at ${place}`] : [])),
    ...Object.entries(value).flatMap(([key, one]) => faults(one, `${place}/${key}`)),
  ];
}

for (const [name, selector] of Object.entries(SELECTORS))
  test(`${name}: has all that Presentation 4 demands, and is read back where it was`, (t) => {
    const body = [{ type: 'TextualBody', value: 'x', language: 'la', format: 'text/plain' }, 'https://example.org/1'];
    const sent = { ...selecting(selector), body };
    const item = viewerItem(sent);
    for (const made of [onCanvas(sent), onScene(sent)]) {
      t.deepEqual(faults(made), []);
      t.deepEqual(shapeOf(made), shapeOf(item));
      t.deepEqual(readAnnotation(made).body.length, 1);
    }
  });

test('the scene of a twin has what is in space and what is of all of it, and its canvas what is flat', (t) => {
  const canvas = { id: CANVAS, type: 'Canvas' };
  const scene = { id: SCENE, type: 'Scene' };
  t.deepEqual(targetOnScene({}), scene);
  t.deepEqual(onCanvas({})['target'], canvas);
  t.deepEqual(targetOnScene(selecting(SELECTORS['pixels'] ?? {})), {
    id: `${CANVAS}#xywh=10,20,30,40`,
    type: 'Canvas',
  });
  t.like(targetOnScene(selecting(SELECTORS['svg'] ?? {})), { source: canvas });
  t.deepEqual(targetOnScene(selecting(SELECTORS['spot'] ?? {})), {
    id: 'https://example.org/annotations/v1/n1#part-1',
    type: 'SpecificResource',
    source: scene,
    selector: [SELECTORS['spot']],
  });
});

test('several bodies and targets are each for itself, in one object', (t) => {
  const made = onCanvas({
    body: [
      { type: 'TextualBody', value: 'x', format: 'text/plain' },
      { id: 'https://example.org/1', type: 'Image' },
    ],
    target: [CANVAS, 'https://elsewhere.org/2'],
    motivation: 'tagging',
  });
  t.deepEqual(made, {
    id: 'https://example.org/annotations/v1/n1',
    type: 'Annotation',
    motivation: ['tagging'],
    body: {
      type: 'Independents',
      items: [
        { type: 'TextualBody', value: 'x', format: 'text/plain' },
        { id: 'https://example.org/1', type: 'Image' },
      ],
    },
    target: {
      type: 'Independents',
      items: [
        { id: CANVAS, type: 'Canvas' },
        { id: 'https://elsewhere.org/2', type: 'Text' },
      ],
    },
  });
});

test('a camera is painted into the scene, and still found', (t) => {
  const camera = { type: 'PerspectiveCamera', position: [0, 1, 2], lookAt: [0, 0, 0], fieldOfView: 40 } as const;
  const scope = cameraScope({ ...camera, position: [0, 1, 2], lookAt: [0, 0, 0] }, CANVAS);
  const selector = SELECTORS['solid'] ?? {};
  const made = onScene({ target: { type: 'SpecificResource', source: CANVAS, selector, scope } });
  t.deepEqual(faults(made), []);
  t.like((made['target'] as { scope: JsonObject[] }).scope[0]?.['target'], { id: SCENE, type: 'Scene' });
  t.false(JSON.stringify(made).includes(`"${CANVAS}"`));
  t.deepEqual(placesOf(readAnnotation(made).target)[0]?.extras.camera, camera);
});
