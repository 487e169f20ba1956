/**
 * As much of the ZIP format as our archives need: stored entries, with the 64-bit records where the 32-bit ones are too
 * small. Section numbers are those of PKWARE's APPNOTE 6.3.
 */
export interface ZipEntry {
  /** Of a pyramid in ASCII: libvips sets no flag for other letters, and both headers of an entry must agree. */
  name: string;
  /** Where the entry's local header begins in the file. */
  offset: number;
  /** Bytes, stored as they are. */
  length: number;
  crc32: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
/** 1 January 1980, the oldest that the format knows: the same image makes the same bytes on every day. */
const DOS_DATE = 0x0021;

/** Bytes of an end record without a comment (4.3.16). */
export const END_BYTES = 22;
/** The end records' largest size here: 64-bit end, its locator, the end with the longest comment. */
export const MAX_END_BYTES = 56 + 20 + END_BYTES + MAX_16;

/** Says that a name with other letters than those of ASCII is in UTF-8 (4.4.4, bit 11). */
const UTF_8 = 0x0800;
/** Of the extra field with 64-bit numbers (4.5.3). */
const EXTRA_64 = 0x0001;

const flagsFor = (name: Buffer): number => (name.some((byte) => byte > 0x7f) ? UTF_8 : 0);

function extra64(...numbers: number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * numbers.length);
  field.writeUInt16LE(EXTRA_64, 0);
  field.writeUInt16LE(8 * numbers.length, 2);
  numbers.forEach((number, i) => field.writeBigUInt64LE(BigInt(number), 4 + 8 * i));
  return field;
}

/** The local header (4.3.7) of a stored entry, which its bytes follow at once. */
export function localHeader(name: string, length: number, crc32: number): Buffer {
  const text = Buffer.from(name);
  const large = length >= MAX_32;
  const header = Buffer.alloc(LOCAL_BYTES);
  header.writeUInt32LE(LOCAL, 0);
  header.writeUInt16LE(large ? 45 : 10, 4);
  header.writeUInt16LE(flagsFor(text), 6);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt32LE(crc32, 14);
  header.writeUInt32LE(large ? MAX_32 : length, 18);
  header.writeUInt32LE(large ? MAX_32 : length, 22);
  header.writeUInt16LE(text.length, 26);
  const extra = large ? extra64(length, length) : Buffer.alloc(0);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, text, extra]);
}

/** How many bytes after the start of its local header an entry's own bytes begin, or undefined if there is no such header. */
export function localHeaderBytes(header: Buffer): number | undefined {
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL) return undefined;
  return LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function centralHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name);
  const large = entry.length >= MAX_32;
  const far = entry.offset >= MAX_32;
  const extra =
    large || far ? extra64(...(large ? [entry.length, entry.length] : []), ...(far ? [entry.offset] : [])) : undefined;
  const header = Buffer.alloc(CENTRAL_BYTES);
  header.writeUInt32LE(CENTRAL, 0);
  header.writeUInt16LE(extra ? 45 : 10, 4);
  header.writeUInt16LE(extra ? 45 : 10, 6);
  header.writeUInt16LE(flagsFor(name), 8);
  header.writeUInt16LE(DOS_DATE, 14);
  header.writeUInt32LE(entry.crc32, 16);
  header.writeUInt32LE(large ? MAX_32 : entry.length, 20);
  header.writeUInt32LE(large ? MAX_32 : entry.length, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra?.length ?? 0, 30);
  header.writeUInt32LE(far ? MAX_32 : entry.offset, 42);
  return Buffer.concat([header, name, ...(extra ? [extra] : [])]);
}

/** The central directory and the end records (4.3.12 to 4.3.16), to be written at `offset`. */
export function centralDirectory(entries: readonly ZipEntry[], offset: number, comment: string): Buffer {
  const headers = entries.map(centralHeader);
  const size = headers.reduce((sum, header) => sum + header.length, 0);
  const parts = headers;
  const large = entries.length >= MAX_16 || size >= MAX_32 || offset >= MAX_32;
  if (large) {
    const end = Buffer.alloc(56 + 20);
    end.writeUInt32LE(END_64, 0);
    end.writeBigUInt64LE(44n, 4);
    end.writeUInt16LE(45, 12);
    end.writeUInt16LE(45, 14);
    end.writeBigUInt64LE(BigInt(entries.length), 24);
    end.writeBigUInt64LE(BigInt(entries.length), 32);
    end.writeBigUInt64LE(BigInt(size), 40);
    end.writeBigUInt64LE(BigInt(offset), 48);
    end.writeUInt32LE(LOCATOR_64, 56);
    end.writeBigUInt64LE(BigInt(offset + size), 64);
    end.writeUInt32LE(1, 72);
    parts.push(end);
  }
  const end = Buffer.alloc(END_BYTES + comment.length);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(Math.min(entries.length, MAX_16), 8);
  end.writeUInt16LE(Math.min(entries.length, MAX_16), 10);
  end.writeUInt32LE(large ? MAX_32 : size, 12);
  end.writeUInt32LE(large ? MAX_32 : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  end.write(comment, END_BYTES, 'latin1');
  parts.push(end);
  return Buffer.concat(parts);
}

/** The comment of a file whose last bytes these are, if they end in an end record whose comment has this length. */
export function endComment(tail: Buffer, length: number): string | undefined {
  const end = tail.length - END_BYTES - length;
  if (end < 0 || tail.readUInt32LE(end) !== END || tail.readUInt16LE(end + 20) !== length) return undefined;
  return tail.toString('latin1', end + END_BYTES);
}

/** Where the central directory is, from the last bytes of a file of `fileSize` bytes; undefined if they are no ZIP's. */
export function findDirectory(tail: Buffer, fileSize: number): { offset: number; size: number } | undefined {
  for (let end = tail.length - END_BYTES; end >= 0; end--) {
    if (tail.readUInt32LE(end) !== END || tail.readUInt16LE(end + 20) !== tail.length - END_BYTES - end) continue;
    let size = tail.readUInt32LE(end + 12);
    let offset = tail.readUInt32LE(end + 16);
    const locator = end - 20;
    if (locator >= 56 && tail.readUInt32LE(locator) === LOCATOR_64) {
      const end64 = Number(tail.readBigUInt64LE(locator + 8)) - (fileSize - tail.length);
      if (end64 < 0 || end64 > locator - 56 || tail.readUInt32LE(end64) !== END_64) return undefined;
      size = Number(tail.readBigUInt64LE(end64 + 40));
      offset = Number(tail.readBigUInt64LE(end64 + 48));
    }
    return offset + size <= fileSize ? { offset, size } : undefined;
  }
  return undefined;
}

/** The entries of a central directory; undefined if its bytes are not one of stored entries only. */
export function readDirectory(directory: Buffer): ZipEntry[] | undefined {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + CENTRAL_BYTES <= directory.length && directory.readUInt32LE(at) === CENTRAL) {
    const extra = at + CENTRAL_BYTES + directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const next = extra + extraBytes + directory.readUInt16LE(at + 32);
    if (next > directory.length) return undefined;
    // The 64-bit field holds those of these three that do not fit, in this order (4.5.3).
    const numbers = [24, 20, 42].map((place) => directory.readUInt32LE(at + place));
    const large = numbers.filter((number) => number === MAX_32).length;
    const wide = large === 0 ? [] : wideNumbers(directory, extra, extraBytes, large);
    if (!wide) return undefined;
    const [length = 0, stored = 0, offset = 0] = numbers.map((number) => (number === MAX_32 ? wide.shift() : number));
    if (directory.readUInt16LE(at + 10) !== 0 || stored !== length) return undefined;
    const name = directory.toString('utf8', at + CENTRAL_BYTES, extra);
    entries.push({ name, offset, length, crc32: directory.readUInt32LE(at + 16) });
    at = next;
  }
  return at === directory.length ? entries : undefined;
}

function wideNumbers(directory: Buffer, start: number, bytes: number, count: number): number[] | undefined {
  for (let at = start; at + 4 <= start + bytes; at += 4 + directory.readUInt16LE(at + 2)) {
    if (directory.readUInt16LE(at) !== EXTRA_64) continue;
    if (at + 4 + 8 * count > start + bytes) return undefined;
    return Array.from({ length: count }, (_, i) => Number(directory.readBigUInt64LE(at + 4 + 8 * i)));
  }
  return undefined;
}
