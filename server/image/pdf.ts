/** What a page shows, and how large it is. */
export interface PdfImage {
  width: number;
  height: number;
  /** 1 for grey, 3 for colours. */
  channels: number;
  /** Where the scale is known; else a pixel is a point. */
  pixelsPerInch?: number;
}

const POINTS_PER_INCH = 72;
/** The longest side of a page that readers of PDF 1.4 need to show (PDF Reference 1.4, appendix C): 200 inches. */
const LONGEST_POINTS = 14_400;

/** A PDF 1.4 of one page that is the JPEG, whose bytes are taken as they are. */
export function pdfOf(jpeg: Buffer, { width, height, channels, pixelsPerInch = POINTS_PER_INCH }: PdfImage): Buffer {
  const points = Math.min(POINTS_PER_INCH / pixelsPerInch, LONGEST_POINTS / Math.max(width, height));
  const page = `${decimal(width * points)} 0 0 ${decimal(height * points)}`;
  const content = `q ${page} 0 0 cm /Image Do Q`;
  const space = channels === 1 ? '/DeviceGray' : '/DeviceRGB';
  const objects: (Buffer | string)[][] = [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${page.replace(' 0 0', '')}] `,
      '/Resources << /ProcSet [/PDF /ImageB /ImageC] /XObject << /Image 4 0 R >> >> /Contents 5 0 R >>',
    ],
    [
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace ${space} /BitsPerComponent 8 `,
      `/Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n`,
      jpeg,
      '\nendstream',
    ],
    [`<< /Length ${content.length} >>\nstream\n${content}\nendstream`],
  ];
  return assemble(objects);
}

/** Objects numbered from 1, the first of them the catalogue, with the table of where they lie (3.4). */
function assemble(objects: readonly (Buffer | string)[][]): Buffer {
  // Four bytes beyond ASCII say that the file is binary (3.4.1).
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let at = parts[0]?.length ?? 0;
  const add = (part: Buffer | string): void => {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    parts.push(bytes);
    at += bytes.length;
  };
  const offsets = objects.map((object, i) => {
    const offset = at;
    add(`${i + 1} 0 obj\n`);
    object.forEach(add);
    add('\nendobj\n');
    return offset;
  });
  const count = objects.length + 1;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${entries.join('')}`;
  add(`${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`);
  return Buffer.concat(parts);
}

/** PDF has no exponents, and a hundredth of a point is less than anybody prints. */
const decimal = (value: number): string => String(Math.max(0.01, Math.round(value * 100) / 100));
