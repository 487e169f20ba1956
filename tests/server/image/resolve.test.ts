import test from 'ava';
import type { ExecutionContext } from 'ava';
import { LIMITS } from '../../../manifests/derivatives/limits.ts';
import type { Size } from '../../../manifests/derivatives/levels.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { OFFER } from './requests.ts';

const image = { width: 300, height: 200 };

function asked(path: string, of: Size = image, limits = LIMITS): string {
  const request = parse3(path, OFFER.formats);
  if (!request.ok) return request.message;
  const resolved = resolve(request, of, limits);
  if (!resolved.ok) return `${resolved.parameter}: ${resolved.message}`;
  const { region, size } = resolved;
  return `${region.x},${region.y},${region.width},${region.height} → ${size.width},${size.height}`;
}

function refused(t: ExecutionContext, path: string, parameter: string, of: Size = image): void {
  const answer = asked(path, of);
  t.true(answer.startsWith(`${parameter}: `), `${path} gave ${answer}`);
}

test('regions are those of the examples in 4.1', (t) => {
  t.is(asked('full/max/0/default.jpg'), '0,0,300,200 → 300,200');
  t.is(asked('square/max/0/default.jpg'), '50,0,200,200 → 200,200');
  t.is(asked('125,15,120,140/max/0/default.jpg'), '125,15,120,140 → 120,140');
  t.is(asked('pct:41.6,7.5,40,70/max/0/default.jpg'), '125,15,120,140 → 120,140');
  t.is(asked('125,15,200,200/max/0/default.jpg'), '125,15,175,185 → 175,185');
  t.is(asked('pct:41.6,7.5,66.6,100/max/0/default.jpg'), '125,15,175,185 → 175,185');
});

test('sizes are those of the examples in 4.2', (t) => {
  t.is(asked('full/150,/0/default.jpg'), '0,0,300,200 → 150,100');
  t.is(asked('full/^360,/0/default.jpg'), '0,0,300,200 → 360,240');
  t.is(asked('full/,150/0/default.jpg'), '0,0,300,200 → 225,150');
  t.is(asked('full/^,240/0/default.jpg'), '0,0,300,200 → 360,240');
  t.is(asked('full/pct:50/0/default.jpg'), '0,0,300,200 → 150,100');
  t.is(asked('full/^pct:120/0/default.jpg'), '0,0,300,200 → 360,240');
  t.is(asked('full/225,100/0/default.jpg'), '0,0,300,200 → 225,100');
  t.is(asked('full/^360,360/0/default.jpg'), '0,0,300,200 → 360,360');
  t.is(asked('full/!225,100/0/default.jpg'), '0,0,300,200 → 150,100');
  t.is(asked('full/^!360,360/0/default.jpg'), '0,0,300,200 → 360,240');
});

test('an empty region, or one outside of the image, is refused', (t) => {
  for (const region of ['0,0,0,10', '0,0,10,0', '300,0,10,10', '0,200,1,1', 'pct:100,0,10,10', 'pct:0,0,0.01,10']) {
    refused(t, `${region}/max/0/default.jpg`, 'region');
  }
  refused(t, `${'9'.repeat(100)},0,1,1/max/0/default.jpg`, 'region');
  t.is(asked(`299,199,${'9'.repeat(100)},7/max/0/default.jpg`), '299,199,1,1 → 1,1');
});

test('enlarging without ^ is refused', (t) => {
  for (const size of ['301,', ',201', '301,10', '10,201', 'pct:100.0001', 'pct:101']) {
    refused(t, `full/${size}/0/default.jpg`, 'size');
  }
  t.is(asked('full/!301,500/0/default.jpg'), '0,0,300,200 → 300,200');
  t.is(asked('full/pct:100.000/0/default.jpg'), '0,0,300,200 → 300,200');
});

test('a size without pixels is refused', (t) => {
  for (const size of ['0,', ',0', '0,0', '10,0', '!0,10', '!10,0', '^0,', '^!0,0', 'pct:0', 'pct:0.01']) {
    refused(t, `full/${size}/0/default.jpg`, 'size');
  }
});

test('a side that follows from the other is never nothing', (t) => {
  t.is(asked('full/!90,90/0/default.jpg', { width: 10_000, height: 10 }), '0,0,10000,10 → 90,1');
});

test('sizes beyond the limits are refused, and max and !w,h stay within them', (t) => {
  const large = { width: 70_000, height: 50_000 };
  for (const size of ['^65501,1', '8000,', '8000,8000', 'pct:50', '^pct:100000000000000000000']) {
    refused(t, `full/${size}/0/default.jpg`, 'size', large);
  }
  refused(t, `full/${'9'.repeat(200)},/0/default.jpg`, 'size', large);
  refused(t, `full/^${'9'.repeat(200)},/0/default.jpg`, 'size', large);
  t.is(asked('full/max/0/default.jpg', large), '0,0,70000,50000 → 7483,5345');
  t.is(asked('full/!60000,60000/0/default.jpg', large), '0,0,70000,50000 → 7483,5345');
  t.is(asked('full/^max/0/default.jpg', { width: 3, height: 2 }), '0,0,3,2 → 7745,5163');
  t.is(asked('full/max/0/default.jpg', { width: 70_000, height: 7 }), '0,0,70000,7 → 65500,6');
});

test('what a format cannot hold is refused, with its name', (t) => {
  const wide = { width: 20_000, height: 10 };
  refused(t, 'full/max/0/default.webp', 'format', wide);
  t.is(asked('full/max/0/default.png', wide), '0,0,20000,10 → 20000,10');
  refused(t, 'full/max/45/default.webp', 'format', { width: 24_000, height: 1500 });
  refused(t, 'full/max/0.5/default.jpg', 'format', { width: 65_500, height: 600 });
});

test('w, of a level is that level, and any other size is rounded half up', (t) => {
  const odd = { width: 1000, height: 701 };
  t.is(asked('full/250,/0/default.jpg', odd), '0,0,1000,701 → 250,176');
  t.is(asked('full/!250,250/0/default.jpg', odd), '0,0,1000,701 → 250,176');
  t.is(asked('full/!250,175/0/default.jpg', odd), '0,0,1000,701 → 250,175');
  t.is(asked('full/251,/0/default.jpg', odd), '0,0,1000,701 → 251,176');
  t.is(asked('full/300,/0/default.jpg', odd), '0,0,1000,701 → 300,210');
  t.is(asked('full/,351/0/default.jpg', odd), '0,0,1000,701 → 500,351');
});
