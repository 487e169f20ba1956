import test from 'ava';
import { fc } from '../../properties.ts';
import { levelsOf, readyLevels, TILE_SIZE, tileRegion, tileSizeAt } from '../../../manifests/derivatives/levels.ts';
import type { Size } from '../../../manifests/derivatives/levels.ts';
import { parse2 } from '../../../server/image/grammar2.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import { info2 } from '../../../server/image/info2.ts';
import { info3 } from '../../../server/image/info3.ts';
import { plan } from '../../../server/image/plan.ts';
import type { PyramidShape } from '../../../server/image/plan.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { seeded } from '../../random.ts';
import { OFFER } from './requests.ts';

const SIZES = 200;
const SEED = 2021;
/** Every tile of a level is asked for where there are no more than this; else this many, beside the corners and two at the edges. */
const MOST_TILES = 150;

const VERSIONS = {
  2: { parse: parse2, info: info2 },
  3: { parse: parse3, info: info3 },
} as const;

function shapeOf({ width, height }: Size): PyramidShape {
  const levels = levelsOf({ width, height });
  return { width, height, tileSize: TILE_SIZE, levels, sizes: readyLevels(levels) };
}

/** What becomes of a request: the size of the result before rotation, and which ready-made bytes those are. */
function answer(version: 2 | 3, path: string, shape: PyramidShape) {
  const request = VERSIONS[version].parse(path, OFFER.formats);
  const resolved = request.ok ? resolve(request, shape, OFFER.limits) : request;
  if (!resolved.ok) throw new Error(`${path} of ${shape.width}×${shape.height}: ${resolved.message}`);
  return { size: resolved.size, how: plan(resolved, shape) };
}

/** Seeded: the same image is always asked for the same. */
function* chosen(columns: number, rows: number): Generator<[number, number]> {
  const all = columns * rows;
  if (all <= MOST_TILES) {
    for (let i = 0; i < all; i++) yield [i % columns, Math.floor(i / columns)];
    return;
  }
  const [right, bottom] = [columns - 1, rows - 1];
  const certain: [number, number][] = [
    [0, 0],
    [right, 0],
    [0, bottom],
    [right, bottom],
    [right >> 1, bottom],
    [right, bottom >> 1],
  ];
  yield* certain;
  const next = seeded(SEED);
  for (let i = 0; i < MOST_TILES; i++) {
    const at = Math.floor(next() * all);
    yield [at % columns, Math.floor(at / columns)];
  }
}

/** The parts of a side, each as long as a tile: where they begin, and how long they are. */
function parts(side: number, span: number): [number, number][] {
  return Array.from({ length: Math.ceil(side / span) }, (_, i) => [i * span, Math.min(span, side - i * span)]);
}

const sideOf = (most: number) =>
  fc.oneof(
    fc.integer({ min: 1, max: most }),
    fc.integer({ min: 1, max: 4200 }),
    // Around the multiples of a tile, where roundings meet.
    fc
      .tuple(fc.integer({ min: 1, max: 130 }), fc.integer({ min: -1, max: 1 }))
      .map(([n, off]) => Math.min(most, n * 512 + off)),
  );

for (const version of [2, 3] as const) {
  test(`whatever info.json of version ${version} advertises is ready-made and of exactly its size`, (t) => {
    let asked = 0;
    fc.assert(
      fc.property(sideOf(70_000), sideOf(50_000), (width, height) => {
        const shape = shapeOf({ width, height });
        const info = VERSIONS[version].info('https://example.org/i', shape, OFFER);
        for (const size of info.sizes) {
          const level = shape.levels.find((one) => one.width === size.width && one.height === size.height)!;
          for (const form of forms(width, level.scaleFactor, size)) {
            const found = answer(version, `full/${form}/0/default.jpg`, shape);
            asked++;
            same(found.size, size);
            if (found.how.kind !== 'whole')
              throw new Error(`full/${form} of ${width}×${height} is a ${found.how.kind}`);
            same(shape.levels[found.how.level]!, size);
          }
        }
        for (const { width: tile, scaleFactors } of info.tiles) {
          for (const [i, factor] of scaleFactors.entries()) {
            const [across, down] = [parts(width, tile * factor), parts(height, tile * factor)];
            const level = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
            // Image API 3.0, implementation notes: the size of a tile is its region's, divided and rounded up.
            const sizes = [across, down].map((side) => side.map(([, length]) => Math.ceil(length / factor)));
            const [sumAcross, sumDown] = sizes.map((side) => side.reduce((sum, length) => sum + length, 0));
            same({ width: sumAcross!, height: sumDown! }, level, shape.levels[i]!);
            for (const [column, row] of chosen(across.length, down.length)) {
              const [[x, w], [y, h]] = [across[column]!, down[row]!];
              const size = { width: sizes[0]![column]!, height: sizes[1]![row]! };
              for (const form of forms(w, factor, size)) {
                const path = `${x},${y},${w},${h}/${form}/0/default.jpg`;
                const { size: found, how } = answer(version, path, shape);
                asked++;
                same(found, size);
                if (how.kind === 'transform') throw new Error(`${path} of ${width}×${height} is not ready-made`);
                if (how.kind === 'tile' && how.level === i) {
                  t.deepEqual([how.column, how.row], [column, row], path);
                } else {
                  // The same URL may name a tile of another level or a whole level too: then it shows the same.
                  const other = shape.levels[how.level]!;
                  const shown =
                    how.kind === 'tile' ? tileRegion(shape, other, how.column, how.row) : { x: 0, y: 0, width, height };
                  t.deepEqual(shown, { x, y, width: w, height: h }, path);
                  t.deepEqual(how.kind === 'tile' ? tileSizeAt(other, how.column, how.row) : sizeOf(other), size, path);
                }
              }
            }
          }
        }
      }),
      { numRuns: SIZES, seed: SEED, includeErrorInReport: true },
    );
    t.log(`${asked} requests`);
    t.true(asked > 10_000);
  });
}

/**
 * How viewers write a size: both sides, or the width alone where that can mean nothing else. Of a strip that is one pixel
 * wide at this level and the finer one, `1,` is the finer one's.
 */
function forms(from: number, factor: number, { width, height }: Size): string[] {
  const ambiguous = factor > 1 && Math.ceil((2 * from) / factor) === width;
  return ambiguous ? [`${width},${height}`] : [`${width},${height}`, `${width},`];
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

function same(...sizes: Size[]): void {
  const [first, ...others] = sizes.map(({ width, height }) => `${width}×${height}`);
  for (const other of others) if (other !== first) throw new Error(`${first} is not ${other}`);
}
