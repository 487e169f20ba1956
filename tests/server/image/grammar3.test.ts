import test from 'ava';
import { fc } from '../../properties.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import type { Parsed } from '../../../server/image/grammar.ts';
import type { Parameter } from '../../../server/image/request.ts';
import { OFFER } from './requests.ts';

const plain = { ok: true, mirror: false, rotation: '0', quality: 'default', format: 'jpg' } as const;
const full = { form: 'full' } as const;
const max = { form: 'max', enlarge: false } as const;

function region(text: string): Parsed {
  return parse3(`${text}/max/0/default.jpg`, OFFER.formats);
}

function rotation(text: string): string {
  const parsed = parse3(`full/max/${text}/default.jpg`, OFFER.formats);
  return parsed.ok ? `${parsed.mirror ? '!' : ''}${parsed.rotation}` : parsed.parameter;
}

test('every form of region is parsed', (t) => {
  t.deepEqual(region('full'), { ...plain, region: full, size: max });
  t.deepEqual(region('square'), { ...plain, region: { form: 'square' }, size: max });
  const pixels = { form: 'pixels', x: 125, y: 15, width: 120, height: 140 } as const;
  t.deepEqual(region('125,15,120,140'), { ...plain, region: pixels, size: max });
  const percent = {
    form: 'percent',
    x: { units: 416n, scale: 10n },
    y: { units: 75n, scale: 10n },
    width: { units: 40n, scale: 1n },
    height: { units: 5n, scale: 10n },
  } as const;
  t.deepEqual(region('pct:41.6,7.5,40,.5'), { ...plain, region: percent, size: max });
});

test('every form of size is parsed, with ^ and without', (t) => {
  for (const enlarge of [false, true]) {
    const size = (text: string) => {
      const parsed = parse3(`full/${enlarge ? '^' : ''}${text}/0/default.jpg`, OFFER.formats);
      return parsed.ok ? parsed.size : parsed.message;
    };
    t.deepEqual(size('max'), { form: 'max', enlarge });
    t.deepEqual(size('150,'), { form: 'width', enlarge, width: 150 });
    t.deepEqual(size(',150'), { form: 'height', enlarge, height: 150 });
    t.deepEqual(size('pct:12.5'), { form: 'percent', enlarge, percent: { units: 125n, scale: 10n } });
    t.deepEqual(size('225,100'), { form: 'exact', enlarge, width: 225, height: 100 });
    t.deepEqual(size('!225,100'), { form: 'confined', enlarge, width: 225, height: 100 });
  }
});

test('rotations are written the canonical way', (t) => {
  t.is(rotation('90'), '90');
  t.is(rotation('!0'), '!0');
  t.is(rotation('22.50'), '22.5');
  t.is(rotation('.5'), '0.5');
  t.is(rotation('0090.0'), '90');
  t.is(rotation('360'), '0');
  t.is(rotation('!360.0'), '!0');
  for (const bad of ['360.1', '-90', '+90', '1e2', '9,5', '!!0', '!', '.', '1.2.3', 'NaN', '٩٠']) {
    t.is(rotation(bad), 'rotation', bad);
  }
});

test('color is the default quality', (t) => {
  t.deepEqual(parse3('full/max/0/color.png', OFFER.formats), { ...plain, region: full, size: max, format: 'png' });
});

test('a faulty request names the faulty parameter', (t) => {
  const cases: [string, Parameter][] = [
    ['', 'path'],
    ['full/max/0', 'path'],
    ['full/max/0/default.jpg/x', 'path'],
    ['full//0/default.jpg', 'path'],
    [`${'9'.repeat(400)}/max/0/default.jpg`, 'path'],
    ['1,2,3/max/0/default.jpg', 'region'],
    ['1,2,3,4,5/max/0/default.jpg', 'region'],
    ['1,2,3,-4/max/0/default.jpg', 'region'],
    ['1,2,3,4.5/max/0/default.jpg', 'region'],
    ['1, 2,3,4/max/0/default.jpg', 'region'],
    ['pct:1,2,3/max/0/default.jpg', 'region'],
    ['pct:1,2,3,1e1/max/0/default.jpg', 'region'],
    ['Full/max/0/default.jpg', 'region'],
    ['%E0%A4%A/max/0/default.jpg', 'region'],
    ['full/full/0/default.jpg', 'size'],
    ['full/,/0/default.jpg', 'size'],
    ['full/!10,/0/default.jpg', 'size'],
    ['full/!,10/0/default.jpg', 'size'],
    ['full/,^10/0/default.jpg', 'size'],
    ['full/!^10,10/0/default.jpg', 'size'],
    ['full/pct:/0/default.jpg', 'size'],
    ['full/pct:-5/0/default.jpg', 'size'],
    ['full/max/0/native.jpg', 'quality'],
    ['full/max/0/.jpg', 'quality'],
    ['full/max/0/default', 'format'],
    ['full/max/0/default.bmp', 'format'],
    ['full/max/0/default.jpeg', 'format'],
    ['full/max/0/default.JPG', 'format'],
  ];
  for (const [path, parameter] of cases) {
    const parsed = parse3(path, OFFER.formats);
    t.is(parsed.ok ? 'ok' : parsed.parameter, parameter, path);
  }
});

test('percent-encoded characters are what they stand for', (t) => {
  t.deepEqual(
    parse3('0%2C0%2C10%2C10/%5E%2120%2C20/%210/default.jpg', OFFER.formats),
    parse3('0,0,10,10/^!20,20/!0/default.jpg', OFFER.formats),
  );
});

test('no text whatever makes the grammar throw', (t) => {
  const piece = fc.oneof(
    fc.constantFrom('full', 'square', 'pct:', 'max', '^', '!', ',', '.', '/', '%', '%2F', '0', 'default', 'jpg'),
    fc.integer().map(String),
    fc.string(),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const parsed = parse3(pieces.join(''), OFFER.formats);
      t.is(typeof parsed.ok, 'boolean');
    }),
    { numRuns: 2000 },
  );
});
