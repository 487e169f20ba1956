import { createRequire } from 'node:module';
import test from 'ava';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import { codestream, box } from '../codestreams.ts';
import { apart, make, pixelAt } from '../samples.ts';

interface Frame {
  width: number;
  height: number;
  bitsPerSample: number;
  componentCount: number;
  isSigned: boolean;
  isUsingColorTransform: boolean;
}
interface Encoder {
  getDecodedBuffer: (frame: Frame) => Uint8Array;
  setQuality: (reversible: boolean, step: number) => void;
  encode: () => void;
  getEncodedBuffer: () => Uint8Array;
}

/** High-Throughput JPEG 2000 of one colour, by OpenJPH, which shares no line with what decodes it here. */
async function highThroughput(colour: readonly number[], bits: number, lossless = true): Promise<Buffer> {
  const factory = createRequire(import.meta.url)('@cornerstonejs/codec-openjph') as () => Promise<{
    HTJ2KEncoder: new () => Encoder;
  }>;
  const encoder = new (await factory()).HTJ2KEncoder();
  const frame = { width: 60, height: 40, bitsPerSample: bits, componentCount: colour.length, isSigned: false };
  const pixels = encoder.getDecodedBuffer({ ...frame, isUsingColorTransform: colour.length === 3 });
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length);
  const size = bits > 8 ? 2 : 1;
  for (let at = 0; at < bytes.length; at += size) {
    bytes.writeUIntLE(colour[(at / size) % colour.length] ?? 0, at, size);
  }
  encoder.setQuality(lossless, 0.001);
  encoder.encode();
  return Buffer.from(encoder.getEncodedBuffer());
}

const KINDS: [string, number[], number, boolean, number[]][] = [
  ['8 bits', [200, 30, 90], 8, true, [200, 30, 90]],
  ['8 bits with loss', [20, 130, 190], 8, false, [20, 130, 190]],
  ['16 bits of grey', [0xc000], 16, true, [192, 192, 192]],
  ['12 bits of grey', [0x800], 12, true, [128, 128, 128]],
];

for (const [name, colour, bits, lossless, shown] of KINDS) {
  test(`High-Throughput JPEG 2000 with ${name} is shown in its colour`, async (t) => {
    const { report, pyramid } = await make(await highThroughput(colour, bits, lossless));
    t.like(report, { mediaType: 'image/j2c', warnings: [] });
    t.like(report.technical, { width: 60, height: 40, channels: colour.length, bits });
    const found = await pixelAt(pyramid, 50, 30);
    t.true(apart(found, shown) < 8, found.join());
  });
}

test('a file of boxes with High-Throughput JPEG 2000 is reported as what it is', async (t) => {
  const header = Buffer.from('000000280000003c0003070700', 'hex');
  const file = Buffer.concat([
    box('jP  ', Buffer.from('0d0a870a', 'hex')),
    box('ftyp', Buffer.from('jph \0\0\0\0jph ', 'latin1')),
    box(
      'jp2h',
      Buffer.concat([
        box('ihdr', Buffer.concat([header, Buffer.alloc(1)])),
        box('colr', Buffer.from([1, 0, 0, 0, 0, 0, 16])),
      ]),
    ),
    box('jp2c', await highThroughput([200, 30, 90], 8)),
  ]);
  const { report, pyramid } = await make(file);
  t.is(report.mediaType, 'image/jph');
  t.true(apart(await pixelAt(pyramid, 50, 30), [200, 30, 90]) < 8);
});

test('half a file is refused', async (t) => {
  const bytes = await highThroughput([200, 30, 90], 8);
  await t.throwsAsync(make(bytes.subarray(0, bytes.length * 0.8)), {
    instanceOf: UnreadableError,
    message: /damaged or incomplete/,
  });
});

test('what would need too much memory is refused before it is decoded, and so are components of different kinds', async (t) => {
  const large = codestream({ grid: [8000, 8000], origin: [0, 0], bits: [8, 8, 8], capabilities: 0x4000 });
  await t.throwsAsync(make(large), { instanceOf: LimitError, message: /up to 20 megapixels .* as TIFF/ });
  const uneven = codestream({ grid: [60, 40], origin: [0, 0], bits: [8, 12, 8], capabilities: 0x4000 });
  await t.throwsAsync(make(uneven), { instanceOf: UnreadableError, message: /not alike/ });
});
