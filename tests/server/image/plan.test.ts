import test from 'ava';
import { fc } from '../../properties.ts';
import { levelsOf, readyLevels } from '../../../manifests/derivatives/levels.ts';
import type { Size } from '../../../manifests/derivatives/levels.ts';
import { LIMITS } from '../../../manifests/derivatives/limits.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import { plan } from '../../../server/image/plan.ts';
import type { Plan, PyramidShape } from '../../../server/image/plan.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { OFFER } from './requests.ts';

function shapeOf({ width, height }: Size): PyramidShape {
  const levels = levelsOf({ width, height });
  return { width, height, tileSize: 512, levels, sizes: readyLevels(levels) };
}

function planned(path: string, shape: PyramidShape): Plan {
  const request = parse3(path, OFFER.formats);
  const resolved = request.ok ? resolve(request, shape, LIMITS) : request;
  if (!resolved.ok) throw new Error(`${path}: ${resolved.message}`);
  return plan(resolved, shape);
}

const side = (most: number) => fc.oneof(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: 2100 }));

/** The tile request of Image API 3.0's implementation notes. */
function tileRequest(shape: Size, tile: number, factor: number, column: number, row: number): string {
  const span = tile * factor;
  const x = column * span;
  const y = row * span;
  const width = Math.min(span, shape.width - x);
  const height = Math.min(span, shape.height - y);
  return `${x},${y},${width},${height}/${Math.ceil(width / factor)},${Math.ceil(height / factor)}/0/default.jpg`;
}

test('the tiles of a level are its own, each once, and cover the image', (t) => {
  fc.assert(
    fc.property(side(9000), side(9000), (width, height) => {
      const shape = shapeOf({ width, height });
      for (const level of shape.levels) {
        let ready = 0;
        let area = 0;
        for (let tile = 0; tile < level.columns * level.rows; tile++) {
          const path = tileRequest(
            shape,
            512,
            level.scaleFactor,
            tile % level.columns,
            Math.floor(tile / level.columns),
          );
          const how = planned(path, shape);
          if (how.kind === 'tile') {
            // Not always of this level: at the border, a tile of another may be the same region at the same size.
            const { scaleFactor } = shape.levels[how.level]!;
            t.is(tileRequest(shape, 512, scaleFactor, how.column, how.row), path);
            ready++;
          }
          const [, , w = 0, h = 0] = (path.split('/')[0] ?? '').split(',').map(Number);
          area += w * h;
        }
        t.is(area, width * height);
        if (level.columns * level.rows > 1 && !shape.sizes.includes(level)) t.is(ready, level.columns * level.rows);
      }
    }),
    { numRuns: 60 },
  );
});

test('the whole image at its full size is one read when it is kept whole', (t) => {
  t.deepEqual(planned('full/max/0/default.jpg', shapeOf({ width: 1500, height: 900 })), { kind: 'whole', level: 0 });
  t.deepEqual(planned('full/max/0/color.jpg', shapeOf({ width: 2048, height: 5 })), { kind: 'whole', level: 0 });
  t.is(planned('full/max/0/default.jpg', shapeOf({ width: 2049, height: 5 })).kind, 'transform');
});

test('another rotation, quality or format of a ready-made tile is a transform', (t) => {
  const shape = shapeOf({ width: 4000, height: 3000 });
  t.is(planned('0,0,512,512/512,512/0/default.jpg', shape).kind, 'tile');
  for (const rest of ['90/default.jpg', '!0/default.jpg', '0/gray.jpg', '0/default.png', '0/default.webp']) {
    t.is(planned(`0,0,512,512/512,512/${rest}`, shape).kind, 'transform', rest);
  }
});

test('a transform reads the coarsest level that is fine enough, and only the tiles it needs', (t) => {
  const shape = shapeOf({ width: 8000, height: 6000 });
  const how = planned('1000,1000,1000,1000/500,500/0/default.jpg', shape);
  t.like(how, {
    source: { kind: 'tiles', level: 1, column: 0, row: 0, columns: 2, rows: 2 },
    extract: { x: 500, y: 500, width: 500, height: 500 },
  });
  t.like(planned('1000,1000,1000,1000/501,501/0/default.jpg', shape), { source: { kind: 'tiles', level: 0 } });
  t.like(planned('full/200,150/0/default.jpg', shape), { source: { kind: 'whole', level: 4 } });
  t.like(planned('full/500,375/0/gray.jpg', shape), { source: { kind: 'whole', level: 4 } });
});

test('an edge tile in another format is that tile, unscaled', (t) => {
  const shape = shapeOf({ width: 2051, height: 1031 });
  const how = planned('2048,1024,3,7/2,4/0/default.webp', shape);
  t.like(how, {
    source: { level: 1, columns: 1, rows: 1, column: 2, row: 1 },
    extract: { x: 0, y: 0, width: 2, height: 4 },
  });
});

const requestOf = fc.record({
  width: side(70_000),
  height: side(50_000),
  x: fc.double({ min: 0, max: 1, noNaN: true }),
  y: fc.double({ min: 0, max: 1, noNaN: true }),
  w: fc.double({ min: 0, max: 1, noNaN: true }),
  h: fc.double({ min: 0, max: 1, noNaN: true }),
  scale: fc.double({ min: 0, max: 1, noNaN: true }),
});

test('no result is shifted by more than half of its pixels, nor read from outside of its level', (t) => {
  fc.assert(
    fc.property(requestOf, ({ width, height, x, y, w, h, scale }) => {
      const shape = shapeOf({ width, height });
      const region = {
        x: Math.floor(x * (width - 1)),
        y: Math.floor(y * (height - 1)),
        width: 0,
        height: 0,
      };
      region.width = Math.max(1, Math.floor(w * (width - region.x)));
      region.height = Math.max(1, Math.floor(h * (height - region.y)));
      const fit = Math.min(1, Math.sqrt(LIMITS.maxArea / (region.width * region.height)), 65_500 / region.width);
      const out = {
        width: Math.max(1, Math.floor(region.width * fit * scale)),
        height: Math.max(1, Math.floor(region.height * fit * scale)),
      };
      const path = `${region.x},${region.y},${region.width},${region.height}/${out.width},${out.height}/0/default.webp`;
      const request = parse3(path, OFFER.formats);
      const resolved = request.ok ? resolve(request, shape, LIMITS) : request;
      if (!resolved.ok) {
        t.is(resolved.parameter, 'format', path);
        return;
      }
      const how = plan(resolved, shape);
      if (how.kind !== 'transform') throw new Error(`${path} is ready-made`);
      const level = shape.levels[how.source.level]!;
      const block = how.source.kind === 'tiles' ? how.source : { column: 0, row: 0, ...level };
      const left = how.extract.x + 512 * block.column;
      const top = how.extract.y + 512 * block.row;
      t.true(left >= 0 && how.extract.x >= 0 && how.extract.width >= 1, path);
      t.true(left + how.extract.width <= level.width && top + how.extract.height <= level.height, path);
      t.true(how.extract.width * how.extract.height <= 180_000_000, path);
      for (const [start, length, result, from, taken, full] of [
        [region.x, region.width, out.width, left, how.extract.width, width],
        [region.y, region.height, out.height, top, how.extract.height, height],
      ] as const) {
        const factor = level.scaleFactor;
        if (length < result * factor && Math.ceil(length / factor) !== result) continue; // squeezed beyond the bound
        const pixel = length / result;
        t.true(Math.abs(from * factor - start) <= pixel / 2 + 1e-6, path);
        // The last pixel of a level stands for what is left of the image.
        const end = Math.min((from + taken) * factor, full);
        t.true(Math.abs(end - (start + length)) <= pixel / 2 + 1e-6, path);
      }
    }),
    { numRuns: 3000 },
  );
});
