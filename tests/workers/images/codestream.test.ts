import test from 'ava';
import { fc } from '../../properties.ts';
import { UnreadableError } from '../../../manifests/errors.ts';
import { readCodestream } from '../../../workers/images/codestream.ts';
import { box, codestream } from './codestreams.ts';

const reading = (file: Buffer) => readCodestream((offset, length) => file.subarray(offset, offset + length));

test('the size of a bare codestream is that of its grid without the part outside the image', (t) => {
  const file = codestream({ grid: [700, 500], origin: [100, 50], bits: [8, 12, 8] });
  t.deepEqual(reading(file), {
    width: 600,
    height: 450,
    channels: 3,
    bits: 12,
    alike: false,
    highThroughput: false,
    profile: undefined,
  });
});

test('a codestream is found among boxes, of which one is long and the last without a length', (t) => {
  const long = Buffer.concat([Buffer.from('0000000178787878', 'hex'), Buffer.alloc(8), Buffer.alloc(5)]);
  long.writeBigUInt64BE(BigInt(long.length), 8);
  const last = box('jp2c', codestream({ grid: [40, 30], origin: [0, 0], bits: [1] }));
  last.writeUInt32BE(0, 0);
  const file = Buffer.concat([box('jP  ', Buffer.from('0d0a870a', 'hex')), long, last]);
  t.deepEqual(reading(file), {
    width: 40,
    height: 30,
    channels: 1,
    bits: 1,
    alike: true,
    highThroughput: false,
    profile: undefined,
  });
});

test('a codestream with high-throughput blocks is told from others', (t) => {
  const file = codestream({ grid: [40, 30], origin: [0, 0], bits: [8], capabilities: 0x4000 });
  t.true(reading(file).highThroughput);
});

function coloured(colour: Buffer): Buffer {
  const stream = codestream({ grid: [40, 30], origin: [0, 0], bits: [8, 8, 8] });
  return Buffer.concat([
    box('jp2h', Buffer.concat([box('ihdr', Buffer.alloc(14)), box('colr', colour)])),
    box('jp2c', stream),
  ]);
}

test('the profile is what follows three bytes in the box of colours', (t) => {
  const profile = Buffer.alloc(128);
  profile.write('RGB ', 16, 'latin1');
  profile.write('acsp', 36, 'latin1');
  t.deepEqual(reading(coloured(Buffer.concat([Buffer.from([2, 0, 0]), profile]))).profile, profile);
  profile.write('CMYK', 16, 'latin1');
  t.throws(() => reading(coloured(Buffer.concat([Buffer.from([2, 0, 0]), profile]))), {
    instanceOf: UnreadableError,
    message: /colour profile for CMYK/,
  });
});

function enumerated(space: number): Buffer {
  return coloured(Buffer.from([1, 0, 0, 0, 0, 0, space]));
}

test('a palette is refused', (t) => {
  const file = Buffer.concat([box('jp2h', box('pclr', Buffer.alloc(10))), Buffer.alloc(16)]);
  t.throws(() => reading(file), { instanceOf: UnreadableError, message: /palette/ });
});

test('colour spaces that libvips would take for RGB are refused', (t) => {
  const SRGB = 16;
  const SYCC = 18;
  t.is(reading(enumerated(SRGB)).profile, undefined);
  t.throws(() => reading(enumerated(SYCC)), { instanceOf: UnreadableError, message: /colour space 18/ });
});

test('an image of no size is refused', (t) => {
  const file = codestream({ grid: [40, 30], origin: [40, 0], bits: [8] });
  t.throws(() => reading(file), { instanceOf: UnreadableError, message: /header cannot be read/ });
});

test('boxes that never end come to an end', (t) => {
  let reads = 0;
  const endless = () => {
    reads += 1;
    return Buffer.concat([box('free', Buffer.alloc(0)), Buffer.alloc(8)]);
  };
  t.throws(() => readCodestream(endless), { instanceOf: UnreadableError });
  t.true(reads < 2000);
});

test('no bytes make it fail in any other way', (t) => {
  const start = codestream({ grid: [40, 30], origin: [0, 0], bits: [8] }).subarray(0, 4);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (bytes, marked) => {
      try {
        reading(Buffer.concat([marked ? start : Buffer.alloc(0), bytes]));
      } catch (error) {
        t.true(error instanceof UnreadableError);
      }
      t.pass();
    }),
  );
});
