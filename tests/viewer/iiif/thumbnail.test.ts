import test from 'ava';
import { readImage } from '../../../viewer/iiif/image.ts';
import { thumbnailOf } from '../../../viewer/iiif/thumbnail.ts';

const service = { id: 'https://a/iiif/x', type: 'ImageService3', profile: 'level2', width: 4000, height: 2000 };
const image = { id: 'https://a/iiif/x/full/400,200/0/default.jpg', type: 'Image', width: 400, height: 200 };

function thumbnail(json: object): ReturnType<typeof thumbnailOf> | null {
  const read = readImage({ ...json });
  return read === null ? null : thumbnailOf(read);
}

test('only sizes that the service has ready are offered, smallest first', (t) => {
  const sizes = [
    { width: 4000, height: 2000 },
    { width: 1000, height: 500 },
    { width: 500, height: 250 },
  ];
  t.is(
    thumbnail({ ...image, width: 500, height: 250, service: [{ ...service, sizes }] })?.srcset,
    'https://a/iiif/x/full/500,250/0/default.jpg 500w, https://a/iiif/x/full/1000,500/0/default.jpg 1000w',
  );
});

test('a service of the Image API 2 is asked in its canonical form', (t) => {
  const old = {
    '@id': 'https://a/2/x/',
    '@type': 'ImageService2',
    profile: 'level1',
    sizes: [{ width: 90, height: 60 }],
  };
  t.true(
    thumbnail({ id: 'https://a/t.jpg', service: [old] })?.srcset.startsWith('https://a/2/x/full/90,/0/default.jpg 90w'),
  );
});

test('the proportions are those of the image, else of its service, else unknown', (t) => {
  t.is(thumbnail(image)?.ratio, 2);
  t.is(thumbnail({ id: 'https://a/t.jpg', service: [service] })?.ratio, 2);
  t.is(thumbnail({ id: 'https://a/t.jpg' })?.ratio, null);
});

test('something without an address is no image', (t) => {
  t.is(thumbnail({ type: 'Image' }), null);
});
