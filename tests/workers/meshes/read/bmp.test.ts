import test from 'ava';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import { decodeBmp, isBmp } from '../../../../workers/meshes/read/bmp.ts';

interface Head {
  bits: number;
  width?: number;
  height?: number;
  compression?: number;
  /** Palette or masks. */
  more?: number[];
}

function bmp({ bits, width = 2, height = 1, compression = 0, more = [] }: Head, rows: number[]): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + more.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  head.writeUInt32LE(bits <= 8 ? more.length / 4 : 0, 46);
  return Buffer.concat([head, Buffer.from(more), Buffer.from(rows)]);
}

function pixels(file: Buffer): number[] {
  return isBmp(file) ? [...decodeBmp(file).pixels] : [];
}

test('every kind of pixel becomes red, green, blue and alpha', (t) => {
  t.deepEqual(pixels(bmp({ bits: 24 }, [1, 2, 3, 4, 5, 6, 0, 0])), [3, 2, 1, 255, 6, 5, 4, 255]);
  t.deepEqual(pixels(bmp({ bits: 32 }, [1, 2, 3, 0, 4, 5, 6, 0])), [3, 2, 1, 255, 6, 5, 4, 255]);
  t.deepEqual(pixels(bmp({ bits: 16 }, [0, 0x7c, 0x1f, 0])), [255, 0, 0, 255, 0, 0, 255, 255]);
  const palette = [1, 2, 3, 0, 4, 5, 6, 0];
  t.deepEqual(pixels(bmp({ bits: 8, more: palette }, [1, 0, 0, 0])), [6, 5, 4, 255, 3, 2, 1, 255]);
  t.deepEqual(pixels(bmp({ bits: 4, more: palette }, [0x10, 0, 0, 0])), [6, 5, 4, 255, 3, 2, 1, 255]);
  t.deepEqual(pixels(bmp({ bits: 1, more: palette }, [0x80, 0, 0, 0])), [6, 5, 4, 255, 3, 2, 1, 255]);
  const masks = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255];
  t.deepEqual(
    pixels(bmp({ bits: 32, compression: 6, more: masks }, [1, 2, 3, 200, 4, 5, 6, 255])),
    [3, 2, 1, 200, 6, 5, 4, 255],
  );
});

test('rows go upwards, unless the height is negative', (t) => {
  const grey = Array.from({ length: 256 * 4 }, (_, i) => i >> 2);
  const rows = [1, 2, 0, 0, 3, 4, 0, 0];
  const first = (height: number): number[] =>
    pixels(bmp({ bits: 8, height, more: grey }, rows)).filter((_, i) => i % 4 === 0);
  t.deepEqual(first(2), [3, 4, 1, 2]);
  t.deepEqual(first(-2), [1, 2, 3, 4]);
});

test('what is cut off, packed or too large is refused', (t) => {
  t.throws(() => pixels(bmp({ bits: 24 }, [1, 2, 3])), { instanceOf: UnreadableError });
  t.throws(() => pixels(bmp({ bits: 8, compression: 1 }, [1, 2, 3, 4])), { instanceOf: UnreadableError });
  t.throws(() => pixels(bmp({ bits: 24, width: 0 }, [])), { instanceOf: UnreadableError });
  t.throws(() => pixels(bmp({ bits: 24, width: 1e6, height: -1e6 }, [])), { instanceOf: LimitError });
  t.false(isBmp(Buffer.from('BM and other words that are no picture')));
});
