import { spawnSync } from 'node:child_process';
import test from 'ava';
import sharp from 'sharp';
import { pdfOf } from '../../../server/image/pdf.ts';
import { testNeeding } from '../../needs.ts';
import { findProgram } from '../../programs.ts';

const size = { width: 60, height: 40 };
const drawn = sharp({ create: { ...size, channels: 3, background: '#c08040' } });
const colour = await drawn.clone().jpeg().toBuffer();
const grey = await drawn.clone().toColourspace('b-w').jpeg().toBuffer();

test('every object is where the table says, and the JPEG is in it as it was', (t) => {
  const pdf = pdfOf(colour, { ...size, channels: 3 });
  const text = pdf.toString('latin1');
  t.true(text.startsWith('%PDF-1.4\n'));
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const entries = [...text.slice(start).matchAll(/^(\d{10}) 00000 n \n/gm)];
  t.true(text.startsWith('xref\n0 6\n0000000000 65535 f \n', start));
  t.is(entries.length, 5);
  for (const [i, entry] of entries.entries()) t.true(text.startsWith(`${i + 1} 0 obj\n`, Number(entry[1])));
  t.true(pdf.includes(colour));
});

const boxOf = (pdf: Buffer) => /MediaBox \[0 0 (.+?)\]/.exec(pdf.toString('latin1'))?.[1];

test('a pixel is a point, unless the scale is known', (t) => {
  t.is(boxOf(pdfOf(colour, { ...size, channels: 3 })), '60 40');
  t.is(boxOf(pdfOf(colour, { ...size, channels: 3, pixelsPerInch: 600 })), '7.2 4.8');
  t.is(boxOf(pdfOf(colour, { width: 28_800, height: 100, channels: 3 })), '14400 50');
});

test('grey is grey', (t) => {
  t.true(pdfOf(grey, { ...size, channels: 1 }).includes('/DeviceGray'));
  t.true(pdfOf(colour, { ...size, channels: 3 }).includes('/DeviceRGB'));
});

const pdftoppm = findProgram('pdftoppm');
testNeeding('pdftoppm (poppler)', pdftoppm)('a reader of PDF shows the image', async (t) => {
  for (const [jpeg, channels] of [
    [colour, 3],
    [grey, 1],
  ] as const) {
    const input = pdfOf(jpeg, { ...size, channels });
    const { stdout, stderr } = spawnSync(pdftoppm ?? '', ['-png', '-r', '72', '-'], { input });
    t.is(stderr.toString(), '');
    const { data, info } = await sharp(stdout).raw().toBuffer({ resolveWithObject: true });
    t.like(info, size);
    const wanted = await sharp(jpeg).toColourspace('srgb').raw().toBuffer();
    t.true([...data.subarray(0, 3)].every((value, i) => Math.abs(value - (wanted[i] ?? 0)) <= 3));
  }
});
