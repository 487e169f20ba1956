import { page, tiffFile } from '../samples.ts';

export interface PdfPage {
  /** In points, of which an inch has 72. */
  size: readonly [number, number];
  /** Operators of ISO 32000-1, Annex A. */
  content: string;
}

/** A PDF of such pages. */
export function pdfFile(pages: readonly PdfPage[], count = pages.length): Buffer {
  const kids = pages.map((_, i) => `${3 + 2 * i} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    ...pages.flatMap(({ size, content }, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size.join(' ')}] /Contents ${4 + 2 * i} 0 R /Resources << >> >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  return Buffer.from(`${text}${table}trailer << /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`);
}

export interface Photoshop {
  width: number;
  height: number;
  mode: number;
  depth?: 1 | 8 | 16;
  /** Of each channel, all over. */
  values: readonly number[];
  compressed?: boolean;
  /** PSB instead of PSD. */
  large?: boolean;
  resources?: readonly (readonly [number, Buffer])[];
  palette?: Buffer;
}

/** A file of Photoshop without layers, in one colour. */
export function photoshopFile(file: Photoshop): Buffer {
  const { width, height, mode, depth = 8, values, compressed = false, large = false } = file;
  const head = Buffer.alloc(26);
  head.write('8BPS', 'latin1');
  head.writeUInt16BE(large ? 2 : 1, 4);
  head.writeUInt16BE(values.length, 12);
  head.writeUInt32BE(height, 14);
  head.writeUInt32BE(width, 18);
  head.writeUInt16BE(depth, 22);
  head.writeUInt16BE(mode, 24);
  const resources = (file.resources ?? []).map(([id, data]) => {
    const start = Buffer.from('3842494d000000000000', 'hex');
    start.writeUInt16BE(id, 4);
    return Buffer.concat([start.subarray(0, 8), lengthOf(data), data, Buffer.alloc(data.length & 1)]);
  });
  const rows = values.flatMap((value) =>
    Array.from({ length: height }, () => {
      const row = depth === 1 ? Buffer.alloc(Math.ceil(width / 8), value) : rowOf(width, value, depth);
      return compressed ? packed(row) : row;
    }),
  );
  const counts = rows.map(({ length }) => {
    const count = Buffer.alloc(large ? 4 : 2);
    count.writeUIntBE(length, 0, count.length);
    return count;
  });
  return Buffer.concat([
    head,
    withLength(file.palette ?? Buffer.alloc(0)),
    withLength(Buffer.concat(resources)),
    Buffer.alloc(large ? 8 : 4),
    Buffer.from([0, compressed ? 1 : 0]),
    ...(compressed ? counts : []),
    ...rows,
  ]);
}

function rowOf(width: number, value: number, depth: 8 | 16): Buffer {
  const row = Buffer.alloc((width * depth) / 8, value);
  if (depth === 16) for (let x = 0; x < width; x++) row.writeUInt16BE(value, x * 2);
  return row;
}

/** PackBits (TIFF 6.0, section 9): of equal bytes a run, of others as they are. */
function packed(row: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < row.length; at += 128) {
    const piece = row.subarray(at, at + 128);
    const equal = piece.length > 1 && piece.every((byte) => byte === piece[0]);
    parts.push(equal ? Buffer.from([257 - piece.length, piece[0] ?? 0]) : Buffer.from([piece.length - 1, ...piece]));
  }
  return Buffer.concat(parts);
}

function lengthOf(data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return length;
}

function withLength(data: Buffer): Buffer {
  return Buffer.concat([lengthOf(data), data]);
}

const BYTE = 1;

/** A DNG of one colour, in 16 bits, as a sensor under red, green and blue filters sees it. */
export function dngFile([red, green, blue]: readonly [number, number, number], orientation = 1): Buffer {
  const [width, height] = [64, 48];
  const pixels = Buffer.alloc(width * height * 2);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [(i % width) % 2, Math.floor(i / width) % 2];
    pixels.writeUInt16LE(x !== y ? green : x === 0 ? red : blue, i * 2);
  }
  return tiffFile([
    {
      tags: page(width, height, 1, 16, {
        254: { type: 4, values: [0] },
        262: [32803],
        271: 'Made',
        272: 'Camera',
        274: [orientation],
        33421: [2, 2],
        33422: { type: BYTE, values: [0, 1, 1, 2] },
        50706: { type: BYTE, values: [1, 4, 0, 0] },
        50708: 'Made Camera',
        50778: [21],
      }),
      pixels,
    },
  ]);
}
