import { UnreadableError } from '../../manifests/errors.ts';

export type ImageFormat =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'gif'
  | 'tiff'
  | 'avif'
  | 'svg'
  | 'jp2'
  | 'jpx'
  | 'jph'
  | 'j2c'
  | 'jxl'
  | 'heic'
  | 'pdf'
  | 'psd'
  | 'raw';

export const MEDIA_TYPES: Readonly<Record<ImageFormat, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  tiff: 'image/tiff',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  jp2: 'image/jp2',
  jpx: 'image/jpx',
  jph: 'image/jph',
  j2c: 'image/j2c',
  jxl: 'image/jxl',
  heic: 'image/heic',
  pdf: 'application/pdf',
  psd: 'image/vnd.adobe.photoshop',
  // Every maker has a type of its own; this one is what desktops call all of them.
  raw: 'image/x-dcraw',
};

/** Bytes from a file's start that `recognise` wants to see; a shorter file is given whole. */
export const HEAD_BYTES = 4096;

/** Signatures of what is read, most specific first; `..` stands for any byte. */
const READ: readonly [string, ImageFormat][] = [
  ['49 49 2a 00 .. .. .. .. 43 52', 'raw'],
  ['49 49 55 00', 'raw'],
  ['49 49 52', 'raw'],
  ['4d 4d 4f 52', 'raw'],
  ['46 55 4a 49 46 49 4c 4d 43 43 44 2d 52 41 57', 'raw'],
  ['46 4f 56 62', 'raw'],
  ['.. .. .. .. 66 74 79 70 63 72 78', 'raw'],
  ['ff d8 ff', 'jpeg'],
  ['89 50 4e 47 0d 0a 1a 0a', 'png'],
  ['52 49 46 46 .. .. .. .. 57 45 42 50', 'webp'],
  ['47 49 46 38 37 61', 'gif'],
  ['47 49 46 38 39 61', 'gif'],
  ['49 49 2a 00', 'tiff'],
  ['4d 4d 00 2a', 'tiff'],
  ['49 49 2b 00', 'tiff'],
  ['4d 4d 00 2b', 'tiff'],
  ['00 00 00 0c 6a 50 20 20 0d 0a 87 0a .. .. .. .. 66 74 79 70 6a 70 78', 'jpx'],
  ['00 00 00 0c 6a 50 20 20 0d 0a 87 0a .. .. .. .. 66 74 79 70 6a 70 68', 'jph'],
  ['00 00 00 0c 6a 50 20 20', 'jp2'],
  ['ff 4f ff 51', 'j2c'],
  ['ff 0a', 'jxl'],
  ['00 00 00 0c 4a 58 4c 20', 'jxl'],
  ['25 50 44 46 2d', 'pdf'],
  ['38 42 50 53', 'psd'],
];

/** Signatures of what curators are likely to have and is not read. */
const NOT_READ: readonly [string, string][] = [
  ['49 49 bc', 'JPEG XR'],
  ['67 69 6d 70 20 78 63 66', 'GIMP (XCF)'],
  ['42 4d .. .. .. .. 00 00 00 00', 'BMP'],
  ['00 00 01 00', 'Windows icon (ICO)'],
  ['76 2f 31 01', 'OpenEXR'],
  ['23 3f 52 41 44', 'Radiance HDR'],
  ['41 54 26 54 46 4f 52 4d', 'DjVu'],
  ['53 49 4d 50 4c 45 20 20 3d', 'FITS'],
  ['6e 2b 31 00', 'NIfTI'],
  ['25 21 50 53', 'PostScript'],
  ['c5 d0 d3 c6', 'PostScript'],
  ['1f 8b', 'gzip'],
  ['37 7a bc af 27 1c', '7-Zip'],
  ['52 61 72 21', 'RAR'],
];

function has(head: Buffer, signature: string): boolean {
  return signature.split(' ').every((byte, i) => byte === '..' || head[i] === Number.parseInt(byte, 16));
}

/**
 * The format of an image by its first bytes, never by its name. Throws UnreadableError with the reason for a file that
 * is empty, is known but not read, is text, or is unknown.
 */
export function recognise(head: Buffer): ImageFormat {
  if (head.length === 0) throw new UnreadableError('The file is empty.');
  for (const [signature, name] of NOT_READ) {
    if (has(head, signature)) throw new UnreadableError(`This is a ${name} file, which is not read yet.`);
  }
  for (const [signature, format] of READ) if (has(head, signature)) return format;
  if (head.toString('latin1', 4, 8) === 'ftyp') return recogniseBoxes(head);
  if (head.toString('latin1', 128, 132) === 'DICM') {
    throw new UnreadableError('This is a DICOM file, which is not read yet.');
  }
  return recogniseText(head);
}

/** ISO base media files (ISO/IEC 14496-12, 4.3) tell by their brands what they hold. */
function recogniseBoxes(head: Buffer): ImageFormat {
  const size = Math.min(head.readUInt32BE(0), head.length);
  const brands: readonly string[] = head.toString('latin1', 8, size).match(/[\s\S]{4}/g) ?? [];
  if (brands.includes('avif') || brands.includes('avis')) return 'avif';
  if (brands.some((brand) => /^(hei|hev|mif1)/.test(brand))) return 'heic';
  throw new UnreadableError('This is a video or sound recording, not an image.');
}

function recogniseText(head: Buffer): ImageFormat {
  if (head.every((byte) => byte === 0)) throw new UnreadableError('The file holds nothing but zeros.');
  const unicode = head.length >= 2 && (head.readUInt16LE(0) === 0xfeff || head.readUInt16LE(0) === 0xfffe);
  if (!unicode && head.includes(0)) {
    throw new UnreadableError('This is not a kind of image file that is known here.');
  }
  const text = head.toString(unicode ? 'utf16le' : 'utf8');
  if (/<svg[\s>]/.test(text) || /<!DOCTYPE\s+svg/i.test(text)) return 'svg';
  if (/^\uFEFF?\s*<(!doctype html|html)/i.test(text)) throw new UnreadableError('This is a web page, not an image.');
  if (/^P[1-7]\s/.test(text)) throw new UnreadableError('This is a portable pixmap (PNM) file, which is not read yet.');
  // eslint-disable-next-line no-control-regex
  const odd = text.match(/[\u0001-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0;
  if (odd > text.length / 100) throw new UnreadableError('This is not a kind of image file that is known here.');
  throw new UnreadableError('This is a text file, not an image.');
}
