import test from 'ava';
import { fc } from '../../properties.ts';
import { levelsOf, readyLevels } from '../../../manifests/derivatives/levels.ts';
import { LIMITS, isWithin } from '../../../manifests/derivatives/limits.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import { info3 } from '../../../server/image/info3.ts';
import type { PyramidShape } from '../../../server/image/plan.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { openSeadragon } from './openseadragon.ts';
import { OFFER } from './requests.ts';

function shapeOf(width: number, height: number): PyramidShape {
  const levels = levelsOf({ width, height });
  return { width, height, tileSize: 512, levels, sizes: readyLevels(levels) };
}

test('info.json is that of section 5, its keys in the order of 5.9', (t) => {
  const info = info3('https://example.org/iiif/image/3/a', shapeOf(5000, 3001), OFFER, {
    rights: 'http://example.org/rights',
  });
  t.is(
    JSON.stringify(info, null, 1),
    JSON.stringify(
      {
        '@context': 'http://iiif.io/api/image/3/context.json',
        id: 'https://example.org/iiif/image/3/a',
        type: 'ImageService3',
        protocol: 'http://iiif.io/api/image',
        profile: 'level2',
        width: 5000,
        height: 3001,
        maxWidth: 65_500,
        maxHeight: 65_500,
        maxArea: 40_000_000,
        sizes: [
          { width: 313, height: 188 },
          { width: 625, height: 376 },
          { width: 1250, height: 751 },
        ],
        tiles: [{ width: 512, scaleFactors: [1, 2, 4, 8, 16] }],
        rights: 'http://example.org/rights',
        preferredFormats: ['jpg'],
        extraFormats: ['webp', 'avif', 'gif', 'tif', 'jp2', 'pdf'],
        extraQualities: ['color', 'gray', 'bitonal'],
        extraFeatures: ['canonicalLinkHeader', 'mirroring', 'profileLinkHeader', 'rotationArbitrary', 'sizeUpscaling'],
      },
      null,
      1,
    ),
  );
});

test('sizes ascend, are within the limits and leave no level out', (t) => {
  const side = fc.integer({ min: 1, max: 70_000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const shape = shapeOf(width, height);
      const { sizes } = info3('i', shape, OFFER);
      const smallest = shape.levels.slice(shape.levels.length - sizes.length);
      t.deepEqual(sizes, smallest.map(({ width: w, height: h }) => ({ width: w, height: h })).toReversed());
      t.true(sizes.length > 0);
    }),
  );
  const strict = info3('i', shapeOf(2000, 2000), { ...OFFER, limits: { ...LIMITS, maxArea: 300_000 } });
  t.deepEqual(strict.sizes, [{ width: 500, height: 500 }]);
});

test('OpenSeadragon asks for the tiles of exact levels, whatever it takes sizes for', (t) => {
  const { IIIFTileSource } = openSeadragon();
  const side = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 9000 }));
  fc.assert(
    fc.property(side, side, (width, height) => {
      const shape = shapeOf(width, height);
      const info = info3('https://example.org/i', shape, OFFER);
      const source = new IIIFTileSource({ ...info, _id: info.id, version: 3 });
      t.is(source.maxLevel, shape.levels.length - 1);
      for (const [i, level] of shape.levels.entries()) {
        const z = source.maxLevel - i;
        const { x: columns, y: rows } = source.getNumTiles(z);
        t.deepEqual([columns, rows], [level.columns, level.rows], `${width} × ${height}, level ${i}`);
        const size = source
          .getTileUrl(z, columns - 1, rows - 1)
          .split('/')
          .at(-3);
        const w = level.width - 512 * (columns - 1);
        const h = level.height - 512 * (rows - 1);
        t.is(size, w === width && h === height ? 'max' : `${w},${h}`, `${width} × ${height}, level ${i}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('under any limits that may be set, what is advertised is within them and is given', (t) => {
  const side = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 3000 }));
  const limits = fc.record({
    maxWidth: fc.integer({ min: 512, max: LIMITS.maxWidth }),
    maxHeight: fc.integer({ min: 512, max: LIMITS.maxHeight }),
    maxArea: fc.integer({ min: 512 * 512, max: LIMITS.maxArea }),
  });
  fc.assert(
    fc.property(side, side, limits, (width, height, most) => {
      const shape = shapeOf(width, height);
      const info = info3('i', shape, { ...OFFER, limits: most });
      const given = (path: string): boolean => {
        const request = parse3(`${path}/0/default.jpg`, OFFER.formats);
        const asked = request.ok ? resolve(request, shape, most) : request;
        return asked.ok && isWithin(asked.size, most);
      };
      for (const size of info.sizes) t.true(given(`full/${size.width},${size.height}`));
      for (const factor of info.tiles[0]?.scaleFactors ?? []) {
        const [w, h] = [Math.min(512 * factor, width), Math.min(512 * factor, height)];
        t.true(given(`0,0,${w},${h}/${Math.ceil(w / factor)},${Math.ceil(h / factor)}`));
      }
      for (const size of ['max', '^max', '!70000,70000', '^!70000,70000']) t.true(given(`full/${size}`), size);
    }),
    { numRuns: 300 },
  );
});
