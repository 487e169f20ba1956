/** Types of fields: TIFF 6.0, section 2, and BigTIFF. */
export const SHORT = 3;
export const UNDEFINED = 7;
export const LONG8 = 16;

export interface Field {
  tag: number;
  type: typeof SHORT | typeof UNDEFINED | typeof LONG8;
  values: readonly number[];
}

const SIZES = { [SHORT]: 2, [UNDEFINED]: 1, [LONG8]: 8 } as const;

/** The beginning of a big-endian BigTIFF whose pixels come next, and after so many bytes of them its directory. */
export function bigTiffHeader(pixelBytes: number): Buffer {
  const header = Buffer.from('4d4d002b000800000000000000000000', 'hex');
  header.writeBigUInt64BE(BigInt(header.length + pixelBytes), 8);
  return header;
}

/** The only directory of a BigTIFF, with `fields` in the order of their tags, to be written at `start`. */
export function bigTiffDirectory(fields: readonly Field[], start: number): Buffer {
  const sorted = fields.toSorted((one, other) => one.tag - other.tag);
  const directory = Buffer.alloc(8 + sorted.length * 20 + 8);
  directory.writeBigUInt64BE(BigInt(sorted.length), 0);
  const parts = [directory];
  let end = start + directory.length;
  sorted.forEach(({ tag, type, values }, i) => {
    const bytes = encode(type, values);
    const at = 8 + i * 20;
    directory.writeUInt16BE(tag, at);
    directory.writeUInt16BE(type, at + 2);
    directory.writeBigUInt64BE(BigInt(values.length), at + 4);
    if (bytes.length <= 8) bytes.copy(directory, at + 12);
    else {
      directory.writeBigUInt64BE(BigInt(end), at + 12);
      const padded = Buffer.concat([bytes, Buffer.alloc(bytes.length & 1)]);
      parts.push(padded);
      end += padded.length;
    }
  });
  return Buffer.concat(parts);
}

function encode(type: Field['type'], values: readonly number[]): Buffer {
  if (type === UNDEFINED) return Buffer.from(values);
  const size = SIZES[type];
  const bytes = Buffer.alloc(values.length * size);
  values.forEach((value, i) => {
    if (type === SHORT) bytes.writeUInt16BE(value, i * size);
    else bytes.writeBigUInt64BE(BigInt(value), i * size);
  });
  return bytes;
}
