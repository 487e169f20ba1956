import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import type { Sharp } from 'sharp';
import { hasPrograms } from '../../../programs.ts';
import { page, plain, tiffFile } from '../samples.ts';
import { dngFile, pdfFile, photoshopFile } from '../decode/files.ts';
import { byProgram } from './by-program.ts';

/** A kind of file, of which samples show whether it is read. */
export interface Kind {
  name: string;
  /** What of it, and how. */
  notes: string;
  /** Program of the system that reads it, with the package of Debian that it is in. */
  needs?: string;
  /** Whether this machine can tell. */
  here: boolean;
  samples: () => Promise<Buffer[]>;
}

const DATA = process.env['VITRINE_TEST_DATA'];
const RGB = [200, 30, 90] as const;
const VIPS = '`vips` (libvips-tools)';
const vips = hasPrograms('vips');

const image = (): Sharp => plain(64, 48, RGB);
const some =
  (...makers: (() => Promise<Buffer>)[]) =>
  () =>
    Promise.all(makers.map((maker) => maker()));
const bytes = (hex: string) => () => Promise.resolve([Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(200)])]);

function data(...names: string[]): Pick<Kind, 'here' | 'samples'> {
  const read = (name: string) => readFileSync(join(DATA ?? '', 'images', name));
  return { here: DATA !== undefined, samples: () => Promise.resolve(names.map(read)) };
}

const PIXELS = Buffer.alloc(64 * 48 * 3, 90);
const tiff = (tags: Parameters<typeof page>[4], pixels = PIXELS) =>
  tiffFile([{ tags: page(64, 48, 3, 8, tags), pixels }]);

export const KINDS: readonly Kind[] = [
  {
    name: 'JPEG',
    notes: 'baseline, progressive, lossless; RGB, grey, CMYK; ICC profiles, also in chunks; EXIF orientation',
    here: true,
    samples: some(
      () => image().jpeg().toBuffer(),
      () => image().jpeg({ progressive: true }).toBuffer(),
      () => image().toColourspace('cmyk').jpeg().toBuffer(),
    ),
  },
  {
    name: 'PNG',
    notes: '1 to 16 bits, palette, alpha (on white), interlaced',
    here: true,
    samples: some(
      () => image().png().toBuffer(),
      () => image().png({ palette: true }).toBuffer(),
      () => image().toColourspace('rgb16').png({ progressive: true }).toBuffer(),
    ),
  },
  {
    name: 'TIFF, BigTIFF',
    notes:
      'strips and tiles, 1 to 16 bits and float, CMYK, palette, alpha, planes in strips, CCITT, LZW, deflate, JPEG, WebP; several pages become several canvases; thumbnails and reduced copies of a page are not pages',
    here: true,
    samples: some(
      () => image().tiff({ compression: 'lzw' }).toBuffer(),
      () => image().tiff({ compression: 'jpeg', tile: true }).toBuffer(),
      () => image().tiff({ compression: 'deflate', bigtiff: true }).toBuffer(),
      () => image().toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer(),
      () => Promise.resolve(tiff({ 284: [1] })),
    ),
  },
  {
    name: 'TIFF with planes in tiles',
    notes: 'each colour in tiles of its own',
    ...data('pil-16bit-planar-tiled.tiff'),
  },
  {
    name: 'TIFF in CIELab with 8 bits',
    notes: 'uncompressed or not',
    here: true,
    samples: () => Promise.resolve([tiff({ 262: [8] })]),
  },
  { name: 'TIFF with old-style JPEG', notes: 'compression 6 of 1992', ...data('pil-ojpeg.tif') },
  {
    name: 'TIFF with Zstandard',
    notes: 'compression 50000',
    here: true,
    samples: () => {
      const packed = zstdCompressSync(PIXELS);
      return Promise.resolve([tiff({ 259: [50_000] }, packed)]);
    },
  },
  {
    name: 'WebP, GIF, AVIF',
    notes: 'the first frame of an animation',
    here: true,
    samples: some(
      () => image().webp().toBuffer(),
      () => image().gif().toBuffer(),
      () => image().avif().toBuffer(),
    ),
  },
  {
    name: 'SVG',
    notes: 'drawn at its own size, without network or files; up to 16 MB',
    here: true,
    samples: () =>
      Promise.resolve([
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><path d="M0 0h9v9z"/></svg>'),
      ]),
  },
  {
    name: 'JPEG 2000 (JP2, JPX, bare codestreams)',
    notes: 'of any size with `vips` (libvips-tools), without it up to 60 million samples; see below',
    here: vips,
    samples: some(
      () => byProgram(image(), 'jp2', 'vips', ['jp2ksave']),
      () => byProgram(image(), 'j2k', 'vips', ['jp2ksave']),
    ),
  },
  {
    name: 'JPEG 2000 with tiles in turns',
    notes:
      'tile-parts of different tiles one after another, as Kakadu can order them; unpacked in memory where OpenJPEG is older than 2026',
    ...data('loris-gray.jp2'),
  },
  {
    name: 'High-Throughput JPEG 2000 (JPH, codestreams)',
    notes: 'ISO/IEC 15444-15, up to 16 bits; unpacked in memory as a whole',
    ...data('ojph-monarch-64x64-16bit.jph', 'ojph-irv97-64x64.j2c'),
  },
  {
    name: 'JPEG XL',
    notes: 'up to 16 bits and float, profile, alpha (on white), orientation; the first frame',
    needs: VIPS,
    here: vips,
    samples: some(() => byProgram(image(), 'jxl', 'vips', ['jxlsave'])),
  },
  {
    name: 'HEIC',
    notes: 'the main image; unpacked in memory as a whole',
    needs: VIPS,
    here: vips,
    samples: some(() => byProgram(image(), 'heic', 'vips', ['heifsave'], ['--compression', 'hevc'])),
  },
  {
    name: 'PDF',
    notes:
      'every page becomes a canvas, drawn on white at 300 dpi, or less where it would have more than 70 megapixels; up to 5,000 pages; encrypted ones that ask for a password are refused',
    needs: '`pdfinfo` and `pdftoppm` (poppler-utils)',
    here: hasPrograms('pdfinfo', 'pdftoppm'),
    samples: () => Promise.resolve([pdfFile([{ size: [72, 72], content: '1 0 0 rg 0 0 9 9 re f' }])]),
  },
  {
    name: 'Photoshop (PSD, PSB)',
    notes:
      'the picture of all layers together, which "Maximize compatibility" saves; bitmap, grey, palette, RGB and CMYK with 8 and 16 bits; not Lab, duotone, multichannel and 32 bits',
    here: true,
    samples: () =>
      Promise.resolve(
        [false, true].map((large) => photoshopFile({ width: 64, height: 48, mode: 3, values: RGB, large })),
      ),
  },
  {
    name: 'Camera raw (DNG, CR2, CR3, NEF, ARW, RAF, RW2, ORF, PEF)',
    notes: 'developed with the white balance of the camera, in sRGB with 8 bits; what LibRaw on the server knows',
    needs: '`dcraw_emu` and `raw-identify` (libraw-bin)',
    here: hasPrograms('dcraw_emu', 'raw-identify'),
    samples: () => Promise.resolve([dngFile([60_000, 20_000, 5000])]),
  },
  { name: 'JPEG XR', notes: '', here: true, samples: bytes('4949bc01') },
  { name: 'BMP', notes: '', here: true, samples: bytes('424d3600000000000000') },
  { name: 'OpenEXR', notes: '', here: true, samples: bytes('762f3101') },
  { name: 'DjVu', notes: '', here: true, samples: bytes('41542654464f524d') },
  { name: 'GIMP (XCF)', notes: '', here: true, samples: bytes('67696d7020786366') },
  { name: 'DICOM', notes: '', here: true, samples: bytes(`${'00'.repeat(128)}4449434d`) },
  {
    name: 'Portable pixmap (PNM)',
    notes: '',
    here: true,
    samples: () => Promise.resolve([Buffer.from('P6 1 1 255\nabc')]),
  },
];
