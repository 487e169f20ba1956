import test from 'ava';
import sharp from 'sharp';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import { apart, make, pixelAt, plain } from '../samples.ts';
import type { Colour } from '../samples.ts';
import { photoshopFile } from './files.ts';
import type { Photoshop } from './files.ts';

const RGB = 3;
const CMYK = 4;
const SIZE = { width: 300, height: 70 };

const KINDS: [string, Omit<Photoshop, 'width' | 'height'>, Colour][] = [
  ['RGB', { mode: RGB, values: [200, 30, 90] }, [200, 30, 90]],
  ['RGB and a channel more', { mode: RGB, values: [200, 30, 90, 0] }, [200, 30, 90]],
  ['RGB of 16 bits', { mode: RGB, depth: 16, values: [0xc000, 0x4000, 0x8000] }, [192, 64, 128]],
  ['grey', { mode: 1, values: [77] }, [77, 77, 77]],
  ['grey of 16 bits', { mode: 1, depth: 16, values: [0x4000] }, [64, 64, 64]],
  ['black', { mode: 0, depth: 1, values: [255] }, [0, 0, 0]],
  ['a palette', { mode: 2, values: [7], palette: palette([200, 30, 90]) }, [200, 30, 90]],
];

function palette(colour: Colour): Buffer {
  return Buffer.concat(colour.map((value) => Buffer.alloc(256, value)));
}

for (const [name, kind, colour] of KINDS) {
  for (const compressed of [false, true]) {
    for (const large of [false, true]) {
      test(`${large ? 'PSB' : 'PSD'} in ${name}${compressed ? ', compressed,' : ''} comes out in its colour`, async (t) => {
        const { report, pyramid } = await make(photoshopFile({ ...SIZE, ...kind, compressed, large }));
        t.is(report.mediaType, 'image/vnd.adobe.photoshop');
        t.like(report.technical, { format: 'psd', ...SIZE, bits: kind.depth ?? 8 });
        const found = await pixelAt(pyramid, 290, 60);
        t.true(apart(found, colour) < 6, found.join());
      });
    }
  }
}

for (const compressed of [false, true]) {
  test(`CMYK${compressed ? ', compressed,' : ''} of Photoshop is paper where there is no ink`, async (t) => {
    const paper = await make(photoshopFile({ ...SIZE, mode: CMYK, values: [255, 255, 255, 255], compressed }));
    t.true(apart(await pixelAt(paper.pyramid, 5, 5), [255, 255, 255]) < 6);
    const red = await make(photoshopFile({ ...SIZE, mode: CMYK, values: [255, 0, 0, 255], compressed }));
    const [r = 0, g = 255, b = 255] = await pixelAt(red.pyramid, 5, 5);
    t.true(r > 200 && g < 60 && b < 60);
  });
}

test('the profile of a Photoshop file is applied', async (t) => {
  const { icc } = await sharp(await plain(8, 8, [0, 0, 0]).withIccProfile('p3').png().toBuffer()).metadata();
  if (!icc) return t.fail();
  const { pyramid } = await make(
    photoshopFile({ ...SIZE, mode: RGB, values: [200, 100, 50], resources: [[1039, icc]] }),
  );
  // The same colour in sRGB, by CSS Color 4: color(display-p3 .784 .392 .196).
  t.true(apart(await pixelAt(pyramid, 5, 5), [216, 94, 32]) < 8);
});

test('more rows than a TIFF may have strips are read', async (t) => {
  const file = photoshopFile({ width: 3, height: 30_000, mode: RGB, values: [200, 30, 90], compressed: true });
  const { pyramid } = await make(file);
  t.true(apart(await pixelAt(pyramid, 1, 29_990), [200, 30, 90]) < 8);
});

const WHOLE = photoshopFile({ ...SIZE, mode: RGB, values: [200, 30, 90], compressed: true });

function claiming(width: number, height: number): Buffer {
  const file = Buffer.from(photoshopFile({ ...SIZE, mode: RGB, values: [1, 2, 3], large: true }));
  file.writeUInt32BE(height, 14);
  file.writeUInt32BE(width, 18);
  return file;
}

const REFUSED: [string, Buffer, RegExp][] = [
  ['duotone', photoshopFile({ ...SIZE, mode: 8, values: [1] }), /mode duotone with 8 bits/],
  ['Lab', photoshopFile({ ...SIZE, mode: 9, values: [1, 2, 3] }), /mode Lab/],
  ['half a file', WHOLE.subarray(0, WHOLE.length - 100), /damaged or incomplete/],
  ['a header alone', WHOLE.subarray(0, 26), /damaged or incomplete/],
  ['some of the table of rows', WHOLE.subarray(0, 60), /damaged or incomplete/],
  ['300,000 × 300,000 pixels', claiming(300_000, 300_000), /300000 × 300000 pixels/],
  ['1,000,000 × 1 pixels', claiming(1_000_000, 1), /damaged or incomplete/],
  ['30,000 × 30,000 pixels of which there are few', claiming(30_000, 30_000), /damaged or incomplete/],
  [
    'a file without a picture of its layers',
    photoshopFile({ ...SIZE, mode: RGB, values: [1, 2, 3], resources: [[1057, Buffer.from([0, 0, 0, 1, 0])]] }),
    /Maximize compatibility/,
  ],
];

for (const [name, file, reason] of REFUSED) {
  test(`${name} is refused with the reason`, async (t) => {
    const error = await t.throwsAsync(make(file, 4e9));
    t.true(error instanceof UnreadableError || error instanceof LimitError, error.stack);
    t.regex(error.message, reason);
  });
}

test('Photoshop files with any byte changed are read or refused', async (t) => {
  const refused: unknown[] = [];
  for (let at = 0; at < 45; at++) {
    const file = Buffer.from(WHOLE);
    file[at] = 255 - (file[at] ?? 0);
    await make(file, 1e8).catch((error: unknown) => refused.push(error));
  }
  t.true(refused.length > 10);
  for (const error of refused) t.true(error instanceof UnreadableError || error instanceof LimitError, String(error));
});
