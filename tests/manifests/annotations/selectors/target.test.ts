import test from 'ava';
import { fc } from '../../../properties.ts';
import { readAnnotation } from '../../../../manifests/annotations/model/read.ts';
import { forViewers } from '../../../../manifests/annotations/model/viewers.ts';
import { writeAnnotation } from '../../../../manifests/annotations/model/write.ts';
import { cameraScope } from '../../../../manifests/annotations/selectors/camera.ts';
import type { Camera } from '../../../../manifests/annotations/selectors/camera.ts';
import { targetOutside } from '../../../../manifests/annotations/selectors/shapes.ts';
import type { Shape } from '../../../../manifests/annotations/selectors/shapes.ts';
import { readSvg, shapeOfPaths, writeSvg } from '../../../../manifests/annotations/selectors/svg.ts';
import { placeOf } from '../../../../manifests/annotations/selectors/target.ts';
import { readWkt, shapeOfWkt, writeWkt } from '../../../../manifests/annotations/selectors/wkt.ts';

const CANVAS = 'https://example.org/canvas/1';
const VIEW = { width: 1000, height: 500 };

const read = (target: unknown) => readAnnotation({ type: 'Annotation', motivation: 'commenting', target });
const shapeOn = (selector: unknown): Shape | undefined =>
  placeOf(read({ source: CANVAS, selector }).target, VIEW)?.shape;
const svg = (inner: string) => readSvg(`<svg>${inner}</svg>`, '', 1000);

test('regions are read in pixels and in percent, from selectors and from addresses', (t) => {
  for (const value of [
    'xywh=100,50,200,100',
    'xywh=pixel:100,50,200,100',
    'xywh=percent:10,10,20,20',
    'xywh=pct:10,10,20,20&t=1',
  ]) {
    t.deepEqual(shapeOn({ type: 'FragmentSelector', value })?.box, [100, 50, 300, 150], value);
    const place = placeOf(read(`${CANVAS}#${value}`).target, VIEW);
    t.deepEqual([place?.source, place?.shape?.area], [CANVAS, 20_000]);
  }
  t.is(placeOf(read(`${CANVAS}#xywh=percent:1,1,1,1`).target)?.shape, undefined);
  t.is(placeOf(read('https://example.org/#canvas').target)?.source, 'https://example.org/#canvas');
  t.deepEqual(placeOf(read(`${CANVAS}#t=0:10,20`).target)?.extras.time, { start: 10, end: 20 });
});

test('what refines a region is placed within it, and of several selectors the most exact one counts', (t) => {
  const refinedBy = { type: 'PointSelector', x: 5, y: 6 };
  t.deepEqual(shapeOn({ type: 'FragmentSelector', value: 'xywh=100,50,20,10', refinedBy })?.box, [105, 56, 105, 56]);
  const half = { type: 'FragmentSelector', value: 'xywh=percent:50,50,50,50' };
  t.deepEqual(
    shapeOn({ type: 'FragmentSelector', value: 'xywh=100,50,20,10', refinedBy: half })?.box,
    [110, 55, 120, 60],
  );
  const outline = { type: 'SvgSelector', value: '<svg><path d="M1 1h8v8z"/></svg>' };
  t.is(shapeOn([{ type: 'FragmentSelector', value: 'xywh=0,0,9,9' }, outline])?.kind, 'polygon');
});

test('the first target with a region decides the place', (t) => {
  const place = placeOf(read(['https://example.org/page', `${CANVAS}#xywh=1,2,3,4`, `${CANVAS}#xywh=9,9,9,9`]).target);
  t.deepEqual(place?.shape?.box, [1, 2, 4, 6]);
});

const tenAt = (x: number, y: number) => shapeOn({ type: 'FragmentSelector', value: `xywh=${x},${y},10,10` })!;

test('only what is wholly outside of the view is outside', (t) => {
  t.deepEqual(
    [tenAt(-20, 0), tenAt(1001, 0), tenAt(0, 501)].map((shape) => targetOutside(shape, 1000, 500)),
    [true, true, true],
  );
  t.deepEqual(
    [tenAt(-5, -5), tenAt(995, 495)].map((shape) => targetOutside(shape, 1000, 500)),
    [false, false],
  );
});

test('all shapes of SVG become one path, with transforms applied', (t) => {
  const box = (inner: string) => shapeOfPaths(svg(inner)).box.map((value) => Math.round(value));
  t.deepEqual(box('<circle cx="50" cy="60" r="10"/>'), [40, 50, 60, 70]);
  t.deepEqual(box("<ellipse cx='50' cy='60' rx='20' ry='10'/>"), [30, 50, 70, 70]);
  t.deepEqual(box('<rect x="1" y="2" width="30" height="40" rx="5"/>'), [1, 2, 31, 42]);
  t.deepEqual(box('<g transform="translate(10 20) scale(2)"><polygon points="0,0 5,0 5,5"/></g>'), [10, 20, 20, 30]);
  t.deepEqual(box('<rect width="10" height="20" transform="rotate(90 0 0)"/>'), [-20, 0, 0, 10]);
  t.is(Math.round(shapeOfPaths(svg('<circle cx="0" cy="0" r="100"/>')).area / 100), 314);
  t.is(shapeOfPaths(svg('<polyline points="0,0 5,5"/>')).kind, 'line');
  t.is(shapeOfPaths(svg('<line x2="5" y2="5"/>')).area, 0);
  t.is(
    writeSvg(svg('<path d="m1 1 2 0 0 2z m5 5h1V9"/>')),
    '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1L3 1L3 3ZM6 6L7 6L7 9"/></svg>',
  );
});

test('nothing but shapes survives in SVG, and entities are not expanded', (t) => {
  const shape = '<path d="M0 0L1 0L1 1Z" style="x" onload="y" fill="url(#a)"/>';
  const plain = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L1 0L1 1Z"/></svg>';
  for (const inner of [
    `<script>x</script>${shape}`,
    `<style>p{}</style>${shape}<foreignObject><p>a</p></foreignObject>`,
    `<a href="javascript:x">${shape}</a><use href="#b"/><image href="https://example.org"/>`,
    `<!-- <script> --><![CDATA[<script>]]>&bomb;${shape}<animate onbegin="x"/>`,
  ]) {
    t.is(writeSvg(svg(inner)), plain, inner);
  }
  const bomb = `<!DOCTYPE svg [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "&a;&a;">]><svg>${shape}&b;</svg>`;
  t.throws(() => readSvg(bomb, '/x', 1000), { message: /document type with declarations/ });
  t.throws(() => svg('<path d="&a;"/>'), { message: /path/ });
  t.throws(() => svg('<path d="M1 1" transform="scale(1e300) scale(1e300)"/>'), { message: /coordinates/ });
});

const coordinate = fc.double({ min: -1e5, max: 1e5, noNaN: true });
const numbers = (count: number) =>
  fc.array(coordinate, { minLength: count, maxLength: count }).map((all) => all.join(' '));
const segment = fc.oneof(
  fc.tuple(fc.constantFrom('L', 'l', 'M', 'm', 'T', 't'), numbers(2)),
  fc.tuple(fc.constantFrom('H', 'h', 'V', 'v'), numbers(1)),
  fc.tuple(fc.constantFrom('C', 'c'), numbers(6)),
  fc.tuple(fc.constantFrom('S', 's', 'Q', 'q'), numbers(4)),
  fc.tuple(
    fc.constantFrom('A', 'a'),
    numbers(3).chain((r) => numbers(2).map((to) => `${r} 0 1 ${to}`)),
  ),
  fc.constant(['Z', ''] as [string, string]),
);
const path = fc
  .array(segment, { minLength: 1, maxLength: 12 })
  .map((all) => `M1 1${all.map((one) => one.join('')).join('')}`);

test('any path that is written reads as itself, and its box holds all its points', (t) => {
  fc.assert(
    fc.property(path, (d) => {
      const written = writeSvg(svg(`<path d="${d}"/>`));
      t.is(writeSvg(readSvg(written, '', 1000)), written);
      const { box, lines } = shapeOfPaths(readSvg(written, '', 1000)) as Extract<
        Shape,
        { lines: number[][]; dimensions: 2 }
      >;
      for (const line of lines) {
        for (let at = 0; at < line.length; at += 2) {
          if (line[at]! < box[0] || line[at]! > box[2] || line[at + 1]! < box[1] || line[at + 1]! > box[3]) t.fail(d);
        }
      }
    }),
    { seed: 5, numRuns: 200 },
  );
});

const point3 = fc.array(
  coordinate.map((value) => value + 0),
  { minLength: 3, maxLength: 3 },
);
const wkt = fc.record({
  kind: fc.constantFrom('line' as const, 'polygon' as const),
  lines: fc.array(
    fc.array(point3, { minLength: 3, maxLength: 6 }).map((all) => all.flat()),
    { minLength: 1, maxLength: 3 },
  ),
});

test('WKT that is written reads as itself, and its box holds all its points', (t) => {
  fc.assert(
    fc.property(wkt, (shape) => {
      const found = readWkt(writeWkt(shape), '', 1000);
      t.deepEqual(found, { ...shape, dimensions: 3 });
      const { box } = shapeOfWkt(found);
      for (const line of found.lines)
        line.forEach((value, at) => (value >= box[at % 3]! && value <= box[(at % 3) + 3]! ? undefined : t.fail()));
    }),
    { seed: 5, numRuns: 200 },
  );
});

const read3 = (text: string) => shapeOfWkt(readWkt(text, '', 100));

test('WKT is read in the forms that drafts and programs write', (t) => {
  t.deepEqual(read3('POLYGONZ(( 0 0 0, 1 0 0, 1 0 1, 0 0 1 ))').area, 1);
  t.deepEqual(read3('POINT Z (1 2 3)').box, [1, 2, 3, 1, 2, 3]);
  t.deepEqual(read3('LineString(0 0 0, 1 1 2)').box, [0, 0, 0, 1, 1, 2]);
  t.deepEqual(read3('MULTIPOINT Z ((1 2 3), (4 5 6))').box, [1, 2, 3, 4, 5, 6]);
  t.is(read3('POLYGON ((0 0, 2 0, 2 2))').dimensions, 2);
  for (const wrong of [
    '',
    'POINT',
    'POINT (1 2',
    'POINT (1)',
    'POINT Z (1 2)',
    'LINESTRING (0 0)',
    'POINT (1 2) x',
    'POINT (1 2, 3 4)',
    'LINESTRING (0 0, 1 1 1)',
    'POLYGON (0 0, 1 1, 2 2)',
    'POINT (Infinity 1)',
  ]) {
    t.throws(() => readWkt(wrong, '/a', 100), { message: /\/a/ }, wrong);
  }
});

test('a point on a twin comes back with the camera that it was made from', (t) => {
  const camera: Camera = { type: 'PerspectiveCamera', position: [0, 2, 9.5], lookAt: [0, 2, 0], fieldOfView: 45 };
  const scope = cameraScope(camera, CANVAS);
  const target = {
    type: 'SpecificResource',
    source: CANVAS,
    selector: { type: 'PointSelector', x: 1, y: 2, z: 3 },
    scope,
  };
  const place = placeOf(readAnnotation(writeAnnotation(read(target))).target);
  t.deepEqual(place?.extras.camera, camera);
  t.deepEqual(place?.shape?.box, [1, 2, 3, 1, 2, 3]);
});

const svgOf = (d: string) => ({
  type: 'SvgSelector',
  value: `<svg xmlns="http://www.w3.org/2000/svg"><path d="${d}" fill="none" stroke="#00bfff"/></svg>`,
});

test('viewers get whole pixels, one path, or a point with one around it, and text with its format', (t) => {
  const on = (selector: unknown) => forViewers(read({ source: CANVAS, selector }), CANVAS, VIEW)['target'];
  t.is(on({ type: 'FragmentSelector', value: 'xywh=percent:0.15,1,10,10' }), `${CANVAS}#xywh=1,5,101,50`);
  const source = { id: CANVAS, type: 'Canvas' };
  t.deepEqual(on({ type: 'PointSelector', x: 1, y: 2 }), {
    type: 'SpecificResource',
    source,
    selector: [{ type: 'PointSelector', x: 1, y: 2 }, svgOf('M-9 2a10 10 0 1 0 20 0a10 10 0 1 0 -20 0Z')],
  });
  const again = read(on({ type: 'PointSelector', x: 1, y: 2 }));
  t.like(placeOf(again.target)?.shape, { kind: 'point', x: 1, y: 2 }, 'and who sends that back means the point');
  t.deepEqual(on({ type: 'SvgSelector', value: '<svg><polygon points="0,0 1,0 1,1"/></svg>' }), {
    type: 'SpecificResource',
    source,
    selector: svgOf('M0 0L1 0L1 1Z'),
  });
  const shown = forViewers(readAnnotation({ type: 'Annotation', bodyValue: 'x', target: CANVAS }), CANVAS);
  t.deepEqual(shown, {
    type: 'Annotation',
    motivation: 'commenting',
    body: { type: 'TextualBody', value: 'x', format: 'text/plain' },
    target: CANVAS,
  });
});
