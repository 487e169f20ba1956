import test from 'ava';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import { decodeTga, isTga } from '../../../../workers/meshes/read/tga.ts';

interface Head {
  kind: number;
  bits: number;
  width?: number;
  height?: number;
  /** Bits of alpha, 16 from the right, 32 from the top. */
  flags?: number;
  map?: [number, number];
}

function tga({ kind, bits, width = 2, height = 1, flags = 0, map }: Head, rest: number[]): Buffer {
  const head = Buffer.alloc(18);
  if (map) {
    head[1] = 1;
    head.writeUInt16LE(map[0], 5);
    head[7] = map[1];
  }
  head[2] = kind;
  head.writeUInt16LE(width, 12);
  head.writeUInt16LE(height, 14);
  head[16] = bits;
  head[17] = flags;
  return Buffer.concat([head, Buffer.from(rest)]);
}

function pixels(file: Buffer): number[] {
  return isTga(file) ? [...decodeTga(file).pixels] : [];
}

test('every kind of pixel becomes red, green, blue and alpha', (t) => {
  t.deepEqual(pixels(tga({ kind: 2, bits: 24 }, [1, 2, 3, 4, 5, 6])), [3, 2, 1, 255, 6, 5, 4, 255]);
  t.deepEqual(pixels(tga({ kind: 2, bits: 32, flags: 8 }, [1, 2, 3, 4, 5, 6, 7, 8])), [3, 2, 1, 4, 7, 6, 5, 8]);
  t.deepEqual(pixels(tga({ kind: 2, bits: 32 }, [1, 2, 3, 0, 5, 6, 7, 0])), [3, 2, 1, 255, 7, 6, 5, 255]);
  t.deepEqual(pixels(tga({ kind: 2, bits: 16 }, [0, 0x7c, 0x1f, 0])), [255, 0, 0, 255, 0, 0, 255, 255]);
  t.deepEqual(pixels(tga({ kind: 3, bits: 8 }, [7, 9])), [7, 7, 7, 255, 9, 9, 9, 255]);
  t.deepEqual(pixels(tga({ kind: 1, bits: 8, map: [2, 24] }, [1, 2, 3, 4, 5, 6, 1, 0])), [6, 5, 4, 255, 3, 2, 1, 255]);
});

test('runs are unpacked, and rows are turned the right way up', (t) => {
  t.deepEqual(
    pixels(tga({ kind: 11, bits: 8, width: 3 }, [0x81, 5, 0, 6])).filter((_, i) => i % 4 === 0),
    [5, 5, 6],
  );
  const rows = [1, 2, 3, 4];
  const grey = (flags: number): number[] =>
    pixels(tga({ kind: 3, bits: 8, height: 2, flags }, rows)).filter((_, i) => i % 4 === 0);
  t.deepEqual(grey(0), [3, 4, 1, 2]);
  t.deepEqual(grey(32), [1, 2, 3, 4]);
  t.deepEqual(grey(16), [4, 3, 2, 1]);
});

test('what is cut off, wrong or too large is refused', (t) => {
  for (const file of [
    tga({ kind: 2, bits: 24 }, [1, 2, 3]),
    tga({ kind: 10, bits: 24 }, [0x85]),
    tga({ kind: 10, bits: 24 }, []),
    tga({ kind: 1, bits: 8, map: [1, 24] }, [1, 2, 3, 4, 5]),
  ]) {
    t.throws(() => pixels(file), { instanceOf: UnreadableError });
  }
  t.throws(() => pixels(tga({ kind: 10, bits: 24, width: 65_535, height: 65_535 }, [])), { instanceOf: LimitError });
  t.false(isTga(Buffer.from('89504e470d0a1a0a0000000d494844520000', 'hex')));
  t.false(isTga(Buffer.alloc(18)));
});
