import test from 'ava';
import { fc } from '../../properties.ts';
import { levelsOf, readyLevels } from '../../../manifests/derivatives/levels.ts';
import { LIMITS } from '../../../manifests/derivatives/limits.ts';
import { canonical2 } from '../../../server/image/canonical2.ts';
import { parse2 } from '../../../server/image/grammar2.ts';
import { info2 } from '../../../server/image/info2.ts';
import { plan } from '../../../server/image/plan.ts';
import type { PyramidShape } from '../../../server/image/plan.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { openSeadragon } from './openseadragon.ts';
import { OFFER } from './requests.ts';

function shapeOf(width: number, height: number): PyramidShape {
  const levels = levelsOf({ width, height });
  return { width, height, tileSize: 512, levels, sizes: readyLevels(levels) };
}

/** How a request is answered, and its canonical form. */
function planned(path: string, shape: PyramidShape) {
  const request = parse2(path, OFFER.formats);
  const resolved = request.ok ? resolve(request, shape, LIMITS) : request;
  if (!resolved.ok) throw new Error(`${path}: ${resolved.message}`);
  return { kind: plan(resolved, shape).kind, canonical: canonical2(resolved, shape) };
}

test('info.json is that of section 5, its keys in the order of 5.6', (t) => {
  const info = info2('https://example.org/iiif/image/2/a', shapeOf(5000, 3001), OFFER, {
    rights: 'http://example.org/rights',
  });
  t.is(
    JSON.stringify(info, null, 1),
    JSON.stringify(
      {
        '@context': 'http://iiif.io/api/image/2/context.json',
        '@id': 'https://example.org/iiif/image/2/a',
        protocol: 'http://iiif.io/api/image',
        width: 5000,
        height: 3001,
        sizes: [
          { width: 313, height: 188 },
          { width: 625, height: 376 },
          { width: 1250, height: 751 },
        ],
        tiles: [{ width: 512, scaleFactors: [1, 2, 4, 8, 16] }],
        license: 'http://example.org/rights',
        profile: [
          'http://iiif.io/api/image/2/level2.json',
          {
            formats: ['webp', 'avif', 'gif', 'tif', 'jp2', 'pdf'],
            qualities: ['color', 'gray'],
            supports: [
              'canonicalLinkHeader',
              'mirroring',
              'profileLinkHeader',
              'regionSquare',
              'rotationArbitrary',
              'sizeAboveFull',
            ],
            maxWidth: 65_500,
            maxHeight: 65_500,
            maxArea: 40_000_000,
          },
        ],
      },
      null,
      1,
    ),
  );
});

const side = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 2100 }));

test('every size that info.json advertises is one read as w,h, and as w, unless it is one pixel wide', (t) => {
  fc.assert(
    fc.property(side, side, (width, height) => {
      const shape = shapeOf(width, height);
      for (const size of info2('i', shape, OFFER).sizes) {
        const { kind, canonical } = planned(`full/${size.width},${size.height}/0/default.jpg`, shape);
        t.is(kind, 'whole', `${width} × ${height}`);
        t.is(planned(canonical, shape).kind, 'whole', canonical);
        if (size.width > 1) t.is(planned(`full/${size.width},/0/default.jpg`, shape).kind, 'whole');
      }
    }),
    { numRuns: 500 },
  );
});

test('every tile that info.json advertises is one read as w,h, and as w, unless it is one pixel wide', (t) => {
  fc.assert(
    fc.property(side, side, (width, height) => {
      const shape = shapeOf(width, height);
      const { tiles } = info2('i', shape, OFFER);
      for (const { width: tile, scaleFactors } of tiles) {
        for (const factor of scaleFactors) {
          const span = tile * factor;
          for (const x of ends(width, span)) {
            for (const y of ends(height, span)) {
              const w = Math.min(span, width - x);
              const h = Math.min(span, height - y);
              const across = Math.ceil(w / factor);
              const region = `${x},${y},${w},${h}`;
              const sizes = [`${across},${Math.ceil(h / factor)}`, ...(across > 1 ? [`${across},`] : [])];
              for (const size of sizes) {
                const { kind, canonical } = planned(`${region}/${size}/0/default.jpg`, shape);
                t.not(kind, 'transform', `${width} × ${height}: ${region}/${size}`);
                t.not(planned(canonical, shape).kind, 'transform', canonical);
              }
            }
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});

/** Where the first, a middle and the last tile begin. */
function ends(length: number, span: number): Set<number> {
  const count = Math.ceil(length / span);
  return new Set([0, span * (count >> 1), span * (count - 1)]);
}

test('every tile that OpenSeadragon asks for is one read', (t) => {
  const { IIIFTileSource } = openSeadragon();
  const long = fc.oneof(fc.integer({ min: 2, max: 70_000 }), fc.integer({ min: 2, max: 9000 }));
  fc.assert(
    fc.property(long, long, (width, height) => {
      const shape = shapeOf(width, height);
      const info = info2('https://example.org/i', shape, OFFER);
      const source = new IIIFTileSource({ ...info, _id: info['@id'], version: 2 });
      t.is(source.maxLevel, shape.levels.length - 1);
      for (const [i, level] of shape.levels.entries()) {
        const z = source.maxLevel - i;
        const { x: columns, y: rows } = source.getNumTiles(z);
        t.deepEqual([columns, rows], [level.columns, level.rows], `${width} × ${height}, level ${i}`);
        const path = source
          .getTileUrl(z, columns - 1, rows - 1)
          .split('/')
          .slice(-4)
          .join('/');
        if (!path.includes('/1,/')) t.not(planned(path, shape).kind, 'transform', `${width} × ${height}: ${path}`);
      }
    }),
    { numRuns: 300 },
  );
});
