import test from 'ava';
import { fc } from '../../properties.ts';
import { LIMITS } from '../../../manifests/derivatives/limits.ts';
import type { Size } from '../../../manifests/derivatives/levels.ts';
import { canonical3 } from '../../../server/image/canonical3.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { OFFER, last, region, rotation, scaled, side } from './requests.ts';

function resolved(path: string, image: Size) {
  const request = parse3(path, OFFER.formats);
  return request.ok ? resolve(request, image, LIMITS) : request;
}

function canonical(path: string, image: Size): string {
  const answer = resolved(path, image);
  return answer.ok ? canonical3(answer, image, LIMITS) : answer.message;
}

test('the canonical form is that of 4.8', (t) => {
  const image = { width: 300, height: 200 };
  const cases: [string, string][] = [
    ['0,0,300,200/300,200/0/color.jpg', 'full/max/0/default.jpg'],
    ['0,0,999,999/!999,999/360.0/default.png', 'full/max/0/default.png'],
    ['pct:0,0,100,100/150,/!90.50/gray.jpg', 'full/150,100/!90.5/gray.jpg'],
    ['square/^,100/0/default.jpg', '50,0,200,200/100,100/0/default.jpg'],
    ['10,10,500,20/^580,40/0/bitonal.webp', '10,10,290,20/^580,40/0/bitonal.webp'],
    ['full/^max/0/default.jpg', 'full/^max/0/default.jpg'],
    ['full/^7745,5163/0/default.jpg', 'full/^max/0/default.jpg'],
    ['007,08,09,010/max/00/default.jpg', '7,8,9,10/max/0/default.jpg'],
  ];
  for (const [path, expected] of cases) t.is(canonical(path, image), expected, path);
  t.is(canonical('full/^7483,5345/0/default.jpg', { width: 70_000, height: 50_000 }), 'full/max/0/default.jpg');
});

const size = fc
  .tuple(fc.constantFrom('', '^'), fc.oneof(fc.constant('max'), scaled))
  .map(([caret, form]) => caret + form);

test('the canonical form of a canonical form is itself, and asks for the same', (t) => {
  let answered = 0;
  fc.assert(
    fc.property(side, side, region, size, rotation, last, (width, height, r, s, turn, l) => {
      const image = { width, height };
      const path = `${r}/${s}/${turn}/${l}`;
      const first = resolved(path, image);
      if (!first.ok) return;
      answered++;
      const text = canonical3(first, image, LIMITS);
      const second = resolved(text, image);
      t.deepEqual(second, first, path);
      t.is(second.ok && canonical3(second, image, LIMITS), text, path);
    }),
    { numRuns: 5000 },
  );
  t.true(answered > 500, `only ${answered} requests were answerable`);
});

test('no answer is larger than the limits, than the region without ^, or empty', (t) => {
  fc.assert(
    fc.property(side, side, region, size, (width, height, r, s) => {
      const answer = resolved(`${r}/${s}/0/default.jpg`, { width, height });
      if (!answer.ok) return;
      t.true(answer.size.width * answer.size.height <= LIMITS.maxArea);
      t.true(Math.max(answer.size.width, answer.size.height) <= LIMITS.maxWidth);
      t.true(Math.min(answer.size.width, answer.size.height) >= 1);
      t.true(answer.region.x + answer.region.width <= width && answer.region.y + answer.region.height <= height);
      if (!s.startsWith('^')) {
        t.true(answer.size.width <= answer.region.width && answer.size.height <= answer.region.height);
      }
    }),
    { numRuns: 3000 },
  );
});
