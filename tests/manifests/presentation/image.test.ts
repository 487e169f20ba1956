import test from 'ava';
import { imageBody, thumbnail } from '../../../manifests/presentation/image.ts';
import { urls } from './examples.ts';

const service = { id: 'https://example.org/iiif/image/3/a~2', type: 'ImageService3', profile: 'level2' } as const;

test('a painted image is the largest that the image service gives', (t) => {
  const body = imageBody({ identifier: 'a~2', width: 5000, height: 3001 }, urls);
  t.deepEqual<object, object>(body, {
    id: `${service.id}/full/max/0/default.jpg`,
    type: 'Image',
    format: 'image/jpeg',
    width: 5000,
    height: 3001,
    service: [service],
  });
  t.like(imageBody({ identifier: 'a~2', width: 70_000, height: 50_000 }, urls), { width: 7483, height: 5345 });
});

test('a thumbnail is the smallest ready-made size, and tells the others', (t) => {
  t.deepEqual<object, object>(thumbnail({ identifier: 'a~2', width: 5000, height: 3001 }, urls), {
    id: `${service.id}/full/313,188/0/default.jpg`,
    type: 'Image',
    format: 'image/jpeg',
    width: 313,
    height: 188,
    service: [
      {
        ...service,
        width: 5000,
        height: 3001,
        sizes: [
          { width: 313, height: 188 },
          { width: 625, height: 376 },
          { width: 1250, height: 751 },
        ],
      },
    ],
  });
  t.like(thumbnail({ identifier: 'b', width: 30, height: 20 }, urls), { width: 30, height: 20 });
});
