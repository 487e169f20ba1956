import test from 'ava';
import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Colour, Directory } from '../samples.ts';
import { apart, make, page, pixelAt, plain, tiffFile } from '../samples.ts';

/** Where `tiffFile` puts the first page's pixels. */
const START = 8;
const [WIDTH, HEIGHT] = [64, 48];

interface Jpeg {
  whole: Buffer;
  /** Up to the end of SOS. */
  head: Buffer;
  /** What follows, without EOI. */
  scan: Buffer;
  /** The contents of the segments of a marker (ISO/IEC 10918-1, table B.1). */
  segments: (marker: number) => Buffer[];
}

/** A baseline JPEG of one colour, 4:2:0, with the tables that every JPEG of its quality has. */
async function jpeg(colour: Colour, height = HEIGHT, colourspace = 'srgb'): Promise<Jpeg> {
  const image = plain(WIDTH, height, colour).toColourspace(colourspace);
  const whole = await image.jpeg({ quality: 90, chromaSubsampling: '4:2:0', optimiseCoding: false }).toBuffer();
  const found: [number, Buffer][] = [];
  let at = 2;
  while (found.at(-1)?.[0] !== 0xda) {
    const length = whole.readUInt16BE(at + 2);
    found.push([whole[at + 1] ?? 0, whole.subarray(at + 4, at + 2 + length)]);
    at += 2 + length;
  }
  const segments = (marker: number) => found.filter(([each]) => each === marker).map(([, content]) => content);
  return { whole, head: whole.subarray(0, at), scan: whole.subarray(at, -2), segments };
}

/** A page in the old compression; YCbCr unless it is told otherwise. */
function old(pixels: Buffer, more: Directory['tags'], samples = 3): Directory {
  return { pixels, tags: page(WIDTH, HEIGHT, samples, 8, { 259: [6], 262: [samples === 3 ? 6 : 1], ...more }) };
}

function longs(...values: number[]): { type: number; values: number[] } {
  return { type: 4, values };
}

/** The tables of a JPEG behind its scans, and the fields that say where (TIFF 6.0, section 22). */
function scattered(scans: readonly Buffer[], { segments }: Jpeg, more: Directory['tags'] = {}, samples = 3): Directory {
  const parts = [...scans];
  const put = (bytes: Buffer): number => {
    const at = START + Buffer.concat(parts).length;
    parts.push(bytes);
    return at;
  };
  const rest = (all: Buffer[]) => all.map((content) => put(content.subarray(1)));
  const huffman = segments(0xc4);
  const ofEach = (all: number[]) =>
    longs(...Array.from({ length: samples }, (_, i) => all[Math.min(i, all.length - 1)] ?? 0));
  const starts = scans.map((_, i) => START + Buffer.concat(scans.slice(0, i)).length);
  const fields = {
    273: longs(...starts),
    279: longs(...scans.map(({ length }) => length)),
    512: [1],
    519: ofEach(rest(segments(0xdb))),
    520: ofEach(rest(huffman.filter((table) => (table[0] ?? 0) < 16))),
    521: ofEach(rest(huffman.filter((table) => (table[0] ?? 0) >= 16))),
  };
  return old(Buffer.concat(parts), { ...fields, ...more }, samples);
}

const RED = [200, 40, 60];
const BLUE = [20, 60, 220];

async function colourOf(directory: Directory, x = 40, y = 30): Promise<number[]> {
  const { report, pyramid } = await make(tiffFile([directory]));
  if (report.warnings.length > 0) throw new Error(report.warnings.join());
  return pixelAt(pyramid, x, y);
}

test('a whole JPEG is taken as it is, with its length, without, or as the only strip', async (t) => {
  const { whole } = await jpeg(RED);
  const pixels = Buffer.concat([whole, Buffer.alloc(10)]);
  const strip = { 273: longs(START), 279: longs(whole.length) };
  for (const fields of [{ 513: longs(START), 514: longs(whole.length) }, { 513: longs(START) }, {}]) {
    t.true(apart(await colourOf(old(pixels, { ...strip, ...fields })), RED) < 6);
  }
});

test('orientation and resolution of the page are kept', async (t) => {
  const { whole } = await jpeg(RED);
  const { report } = await make(tiffFile([old(whole, { 274: [6] })]));
  t.like(report.technical, { format: 'tiff', orientation: 6, channels: 3 });
  t.like(report.pages[0], { width: HEIGHT, height: WIDTH });
});

test('a head in one place and its only strip in another become one JPEG', async (t) => {
  const { head, scan } = await jpeg(RED);
  const pixels = Buffer.concat([scan, Buffer.from('between'), head]);
  const fields = {
    273: longs(START),
    279: longs(scan.length),
    513: longs(START + scan.length + 7),
    514: longs(head.length),
  };
  t.true(apart(await colourOf(old(pixels, fields)), RED) < 6);
});

test('a JPEG is made of the tables that the directory points to', async (t) => {
  const made = await jpeg(RED);
  t.true(apart(await colourOf(scattered([made.scan], made)), RED) < 6);
  const grey = await jpeg([77], HEIGHT, 'b-w');
  t.true(apart(await colourOf(scattered([grey.scan], grey, {}, 1)), [77, 77, 77]) < 6);
});

test('strips follow one another, each beginning anew', async (t) => {
  const [upper, lower] = [await jpeg(RED, 16), await jpeg(BLUE, 16)];
  const directory = scattered([upper.scan, lower.scan, upper.scan], upper, { 278: [16] });
  t.true(apart(await colourOf(directory, 40, 8), RED) < 6);
  t.true(apart(await colourOf(directory, 40, 24), BLUE) < 6);
  t.true(apart(await colourOf(directory, 40, 40), RED) < 6);
});

test('what contradicts itself or cannot be put together is refused with the reason', async (t) => {
  const made = await jpeg(RED);
  const { whole } = made;
  const smaller = await jpeg(RED, 16);
  const refused: [Directory, RegExp][] = [
    [old(smaller.whole, {}), /claims 64 × 48 pixels, and the old-style JPEG in it has 64 × 16/],
    [scattered([made.scan, made.scan], made, { 278: [20] }), /strips that do not end where its blocks do/],
    [scattered([made.scan], made, { 512: [14] }), /process 14/],
    [scattered([made.scan], made, { 519: longs(9e6, 9e6, 9e6) }), /beyond its end/],
    [old(whole, { 322: [64], 323: [48] }), /tiles in the old-style JPEG/],
    [old(whole, { 273: longs(9e6) }), /not where it says/],
  ];
  for (const [directory, message] of refused) {
    await t.throwsAsync(make(tiffFile([directory])), { instanceOf: UnreadableError, message });
  }
});
