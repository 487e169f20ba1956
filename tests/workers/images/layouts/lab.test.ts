import test from 'ava';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { labToSrgb } from '../../../../workers/images/layouts/lab.ts';
import { apart, make, page, pixelAt, tiffFile } from '../samples.ts';

/** L*, a*, b* as they are stored, and sRGB by Little CMS through libvips (icc_export, relative), which keeps to 2 of 255. */
const COLOURS: readonly (readonly [number[], number[]])[] = [
  [
    [255, 0, 0],
    [253, 254, 254],
  ],
  [
    [128, 0, 0],
    [118, 119, 120],
  ],
  [
    [128, 60, 20],
    [210, 62, 90],
  ],
  [
    [128, -40, 40],
    [51, 136, 44],
  ],
  [
    [200, 10, -20],
    [197, 188, 231],
  ],
  [
    [30, 5, -5],
    [34, 29, 39],
  ],
];

function stored([l = 0, a = 0, b = 0]: readonly number[]): number[] {
  return [l, a & 255, b & 255];
}

test('colours are those of a colour management system', (t) => {
  for (const [lab, srgb] of COLOURS) {
    const pixels = Buffer.from(stored(lab));
    labToSrgb(pixels);
    t.true(apart([...pixels], srgb) <= 2, `${lab.join()}: ${pixels.join()}`);
  }
});

test('white, black and colours beyond sRGB end at its edges', (t) => {
  const pixels = Buffer.from(
    [
      [255, 0, 0],
      [0, 0, 0],
      [128, 127, 127],
      [255, -128, 127],
    ].flatMap(stored),
  );
  labToSrgb(pixels);
  t.deepEqual([...pixels.subarray(0, 6)], [255, 255, 255, 0, 0, 0]);
  t.is(pixels[6], 255);
  t.is(pixels[9 + 1], 255);
});

test('a page in CIELab is shown in its colours, one with a profile too', async (t) => {
  const pixels = Buffer.from(Array.from({ length: 40 * 20 }, () => stored([128, -40, 40])).flat());
  const tags = page(40, 20, 3, 8, { 262: [8], 34675: { type: 7, values: Array.from({ length: 200 }, () => 1) } });
  const { report, pyramid } = await make(tiffFile([{ tags, pixels }]));
  t.deepEqual(report.warnings, []);
  t.true(apart(await pixelAt(pyramid, 30, 10), [51, 136, 44]) < 6);
});

test('a fourth channel is refused', async (t) => {
  const tags = page(4, 4, 4, 8, { 262: [8], 338: [0] });
  await t.throwsAsync(make(tiffFile([{ tags, pixels: Buffer.alloc(64) }])), {
    instanceOf: UnreadableError,
    message: /CIELab colour space with 4 channels/,
  });
});
