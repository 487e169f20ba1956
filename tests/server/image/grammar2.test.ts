import test from 'ava';
import type { Parameter } from '../../../server/image/request.ts';
import { parse2 } from '../../../server/image/grammar2.ts';
import { OFFER } from './requests.ts';

const size = (text: string) => {
  const parsed = parse2(`full/${text}/0/default.jpg`, OFFER.formats);
  return parsed.ok ? parsed.size : parsed.message;
};

test('every form of size is parsed, and all may enlarge that name a size of their own', (t) => {
  t.deepEqual(size('full'), { form: 'percent', enlarge: false, percent: { units: 100n, scale: 1n } });
  t.deepEqual(size('max'), { form: 'max', enlarge: false });
  t.deepEqual(size('150,'), { form: 'width', enlarge: true, width: 150 });
  t.deepEqual(size(',150'), { form: 'height', enlarge: true, height: 150 });
  t.deepEqual(size('pct:12.5'), { form: 'percent', enlarge: true, percent: { units: 125n, scale: 10n } });
  t.deepEqual(size('225,100'), { form: 'exact', enlarge: true, width: 225, height: 100 });
  t.deepEqual(size('!225,100'), { form: 'confined', enlarge: false, width: 225, height: 100 });
  t.deepEqual(size('%21225%2C100'), size('!225,100'));
});

test('a faulty request names the faulty parameter', (t) => {
  const cases: [string, Parameter][] = [
    ['full/full/0', 'path'],
    ['max/full/0/default.jpg', 'region'],
    ['full/^max/0/default.jpg', 'size'],
    ['full/^150,/0/default.jpg', 'size'],
    ['full/!150,/0/default.jpg', 'size'],
    ['full/,/0/default.jpg', 'size'],
    ['full/full/361/default.jpg', 'rotation'],
    ['full/full/0/native.jpg', 'quality'],
    ['full/full/0/default.bmp', 'format'],
  ];
  for (const [path, parameter] of cases) {
    const parsed = parse2(path, OFFER.formats);
    t.is(parsed.ok ? 'ok' : parsed.parameter, parameter, path);
  }
});
