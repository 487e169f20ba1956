import test from 'ava';
import { fc } from '../../properties.ts';
import { levelsOf, readyLevels } from '../../../manifests/derivatives/levels.ts';
import { deepZoomDocument, deepZoomTile } from '../../../server/image/deepzoom.ts';
import { plan } from '../../../server/image/plan.ts';
import type { PyramidShape } from '../../../server/image/plan.ts';
import { openSeadragon } from './openseadragon.ts';

function shapeOf(width: number, height: number): PyramidShape {
  const levels = levelsOf({ width, height });
  return { width, height, tileSize: 512, levels, sizes: readyLevels(levels) };
}

test('the document says size, tiles and format', (t) => {
  t.is(
    deepZoomDocument({ width: 5000, height: 3001 }),
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<Image xmlns="http://schemas.microsoft.com/deepzoom/2008" Format="jpg" Overlap="0" TileSize="512">' +
      '<Size Width="5000" Height="3001"/></Image>\n',
  );
});

test('the last level is full resolution, and level 0 is one pixel', (t) => {
  const image = { width: 1025, height: 700 };
  const tile = (path: string) => deepZoomTile(path, image);
  t.like(tile('11/2_1.jpg'), { region: { x: 1024, y: 512, width: 1, height: 188 }, size: { width: 1, height: 188 } });
  t.like(tile('10/1_0.jpg'), { region: { x: 1024, y: 0, width: 1, height: 700 }, size: { width: 1, height: 350 } });
  t.like(tile('9/0_0.jpg'), { region: { x: 0, y: 0, ...image }, size: { width: 257, height: 175 } });
  t.like(tile('0/0_0.jpg'), { region: { x: 0, y: 0, ...image }, size: { width: 1, height: 1 } });
  t.like(deepZoomTile('0/0_0.jpg', { width: 1, height: 1 }), { size: { width: 1, height: 1 } });
  t.is(deepZoomTile('1/0_0.jpg', { width: 1, height: 1 }), undefined);
});

test('there is no tile outside of the levels, nor by another name', (t) => {
  for (const path of [
    '12/0_0.jpg',
    '11/3_0.jpg',
    '11/0_2.jpg',
    '0/1_0.jpg',
    '99999999999/0_0.jpg',
    '11/0_0.png',
    '11/0_0',
    '11/0,0.jpg',
    '11/-1_0.jpg',
    '/11/0_0.jpg',
    '11/0_0.jpg/',
    '',
  ]) {
    t.is(deepZoomTile(path, { width: 1025, height: 700 }), undefined, path);
  }
});

test('OpenSeadragon asks for tiles that are there, and those of our levels are one read', (t) => {
  const { DziTileSource } = openSeadragon();
  const side = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 2100 }));
  fc.assert(
    fc.property(side, side, (width, height) => {
      const shape = shapeOf(width, height);
      const source = new DziTileSource({
        width,
        height,
        tileSize: 512,
        tileOverlap: 0,
        tilesUrl: 'https://example.org/a_files/',
        fileFormat: 'jpg',
      });
      for (let level = 0; level <= source.maxLevel; level++) {
        const { x: columns, y: rows } = source.getNumTiles(level);
        const url = source.getTileUrl(level, columns - 1, rows - 1);
        const asked = deepZoomTile(url.split('_files/')[1] ?? '', shape);
        if (!asked) throw new Error(`${width} × ${height}: no ${url}`);
        t.is(asked.region.x + asked.region.width, width, url);
        t.is(asked.region.y + asked.region.height, height, url);
        const ready = plan(asked, shape).kind !== 'transform';
        t.is(ready, source.maxLevel - level < shape.levels.length, `${width} × ${height}: ${url}`);
        t.is(deepZoomTile(`${level}/${columns}_0.jpg`, shape), undefined);
        t.is(deepZoomTile(`${level}/0_${rows}.jpg`, shape), undefined);
      }
    }),
    { numRuns: 300 },
  );
});
