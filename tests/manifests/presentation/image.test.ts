import test from 'ava';
import { LIMITS } from '../../../manifests/derivatives/limits.ts';
import { imageBody, thumbnail } from '../../../manifests/presentation/image.ts';
import { Urls } from '../../../manifests/presentation/urls.ts';
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

test('within the limits that are set, a painted image is what max gives, and only sizes that may be asked for are told', (t) => {
  const limited = new Urls('https://example.org', { ...LIMITS, maxWidth: 1000, maxHeight: 800 });
  const image = { identifier: 'a~2', width: 5000, height: 3001 };
  t.like(imageBody(image, limited), { width: 1000, height: 600 });
  const [told] = thumbnail(image, limited).service as unknown as { sizes: object[] }[];
  t.deepEqual(told?.sizes, [
    { width: 313, height: 188 },
    { width: 625, height: 376 },
  ]);
});
