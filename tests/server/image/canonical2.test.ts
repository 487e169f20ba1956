import test from 'ava';
import { fc } from '../../properties.ts';
import { LIMITS } from '../../../manifests/derivatives/limits.ts';
import type { Size } from '../../../manifests/derivatives/levels.ts';
import { canonical2 } from '../../../server/image/canonical2.ts';
import { parse2 } from '../../../server/image/grammar2.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { OFFER, last, region, rotation, scaled, side } from './requests.ts';

function resolved(path: string, image: Size) {
  const request = parse2(path, OFFER.formats);
  return request.ok ? resolve(request, image, LIMITS) : request;
}

function canonical(path: string, image: Size): string {
  const answer = resolved(path, image);
  return answer.ok ? canonical2(answer, image) : answer.message;
}

test('the canonical form is that of 4.7', (t) => {
  const image = { width: 300, height: 200 };
  const cases: [string, string][] = [
    ['0,0,300,200/300,200/0/color.jpg', 'full/full/0/default.jpg'],
    ['full/max/0/default.jpg', 'full/full/0/default.jpg'],
    ['full/!150,150/360.0/default.png', 'full/150,/0/default.png'],
    ['pct:0,0,100,100/,100/!90.50/gray.jpg', 'full/150,/!90.5/gray.jpg'],
    ['square/pct:50/0/default.jpg', '50,0,200,200/100,/0/default.jpg'],
    ['10,10,500,20/580,40/0/bitonal.webp', '10,10,290,20/580,/0/bitonal.webp'],
    ['full/150,90/0/default.jpg', 'full/150,90/0/default.jpg'],
    ['007,08,09,010/full/00/default.jpg', '7,8,9,10/full/0/default.jpg'],
  ];
  for (const [path, expected] of cases) t.is(canonical(path, image), expected, path);
  t.is(canonical('square/full/0/default.jpg', { width: 70, height: 70 }), 'full/full/0/default.jpg');
  t.is(canonical('full/max/0/default.jpg', { width: 70_000, height: 50_000 }), 'full/7483,/0/default.jpg');
});

const size = fc.oneof(fc.constantFrom('full', 'max'), scaled);

test('the canonical form of a canonical form is itself, and asks for the same', (t) => {
  let answered = 0;
  fc.assert(
    fc.property(side, side, region, size, rotation, last, (width, height, r, s, turn, l) => {
      const image = { width, height };
      const path = `${r}/${s}/${turn}/${l}`;
      const first = resolved(path, image);
      if (!first.ok) return;
      answered++;
      const text = canonical2(first, image);
      const second = resolved(text, image);
      t.deepEqual(second, first, `${path} → ${text}`);
      t.is(second.ok && canonical2(second, image), text, path);
    }),
    { numRuns: 5000 },
  );
  t.true(answered > 500, `only ${answered} requests were answerable`);
});

test('what is asked for above the size of its region is given within the limits, but a box is never filled by enlarging', (t) => {
  const image = { width: 300, height: 200 };
  const given = (text: string) => {
    const answer = resolved(`full/${text}/0/default.jpg`, image);
    return answer.ok ? `${answer.size.width},${answer.size.height}` : answer.parameter;
  };
  t.is(given('600,'), '600,400');
  t.is(given(',600'), '900,600');
  t.is(given('pct:200'), '600,400');
  t.is(given('301,10'), '301,10');
  t.is(given('!600,600'), '300,200');
  t.is(given('8000,8000'), 'size');
  t.is(given('65501,'), 'size');
});

test('full is the size of the region or refused, max is the largest size within the limits', (t) => {
  const image = { width: 70_000, height: 50_000 };
  t.like(resolved('full/full/0/default.jpg', image), { ok: false, parameter: 'size' });
  t.like(resolved('full/max/0/default.jpg', image), { size: { width: 7483, height: 5345 } });
  t.like(resolved('9,9,1000,900/full/0/default.jpg', image), { size: { width: 1000, height: 900 } });
});
