/**
 * The directories of a TIFF (Adobe TIFF 6.0, section 2; BigTIFF, libtiff's note of 2007), and of EXIF, which is one.
 * Only what must be known before pixels are decoded; every number is taken for a lie until it is checked.
 */
export type ReadBytes = (offset: number, length: number) => Buffer;

export interface TiffField {
  /** 2 is text; the others are numbers or opaque. */
  type: number;
  values: readonly number[];
  /** The raw bytes, for text and for blocks of other formats. */
  bytes: Buffer;
}

export interface TiffDirectory {
  fields: ReadonlyMap<number, TiffField>;
  /** Where it is. */
  offset: number;
  next: number;
}

const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const MAX_FIELDS = 4096;
/** Longer fields (offsets of strips, pixels of thumbnails) are not read: nothing here needs them. */
const MAX_FIELD_BYTES = 256 * 1024;
const MAX_DIRECTORIES = 10_000;

export class TiffReader {
  readonly #read: ReadBytes;
  readonly #little: boolean;
  readonly #big: boolean;
  readonly first: number;

  /** Throws RangeError when the bytes are no TIFF header or end too early, as every method does. */
  constructor(read: ReadBytes) {
    this.#read = read;
    const header = this.#bytes(0, 8);
    this.#little = header.toString('latin1', 0, 2) === 'II';
    this.#big = this.#number(header, 2, 2) === 43;
    this.first = this.#big ? this.#number(this.#bytes(8, 8), 0, 8) : this.#number(header, 4, 4);
  }

  /** The main chain of directories, one per page or reduced copy. Ends at a loop. */
  directories(): TiffDirectory[] {
    const found: TiffDirectory[] = [];
    const seen = new Set<number>();
    for (let at = this.first; at !== 0 && !seen.has(at) && found.length < MAX_DIRECTORIES;) {
      seen.add(at);
      let directory: TiffDirectory;
      try {
        directory = this.directory(at);
      } catch (error) {
        // What follows a broken directory is lost, and so it is for the decoder; the pages before it are not.
        if (!(error instanceof RangeError) || found.length === 0) throw error;
        break;
      }
      found.push(directory);
      at = directory.next;
    }
    return found;
  }

  directory(offset: number): TiffDirectory {
    const [countBytes, entryBytes, inline] = this.#big ? [8, 20, 8] : [2, 12, 4];
    const count = this.#number(this.#bytes(offset, countBytes), 0, countBytes);
    if (count > MAX_FIELDS) throw new RangeError('too many fields');
    const entries = this.#bytes(offset + countBytes, count * entryBytes);
    const fields = new Map<number, TiffField>();
    for (let at = 0; at < entries.length; at += entryBytes) {
      const field = this.#field(entries.subarray(at, at + entryBytes), inline);
      const tag = this.#number(entries, at, 2);
      if (field && !fields.has(tag)) fields.set(tag, field);
    }
    const link = this.#read(offset + countBytes + count * entryBytes, inline);
    return { fields, offset, next: link.length === inline ? this.#number(link, 0, inline) : 0 };
  }

  #field(entry: Buffer, inline: number): TiffField | undefined {
    const type = this.#number(entry, 2, 2);
    const size = TYPE_BYTES[type] ?? 0;
    const count = this.#number(entry, 4, inline);
    const length = size * count;
    if (length === 0 || length > MAX_FIELD_BYTES) return undefined;
    const bytes =
      length <= inline
        ? entry.subarray(4 + inline, 4 + inline + length)
        : this.#read(this.#number(entry, 4 + inline, inline), length);
    if (bytes.length < length) return undefined;
    const values: number[] = [];
    if (type === 5) {
      for (let i = 0; i < length; i += 8) values.push(this.#number(bytes, i, 4) / this.#number(bytes, i + 4, 4));
    } else if ([1, 3, 4, 13, 16, 18].includes(type)) {
      for (let i = 0; i < length; i += size) values.push(this.#number(bytes, i, size));
    }
    return { type, values, bytes };
  }

  #bytes(offset: number, length: number): Buffer {
    const bytes = this.#read(offset, length);
    if (bytes.length < length) throw new RangeError('the file ends too early');
    return bytes;
  }

  #number(bytes: Buffer, at: number, size: number): number {
    if (size === 8) return Number(this.#little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return this.#little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  }
}

export function numberOf(fields: TiffDirectory['fields'], tag: number, otherwise: number): number {
  return fields.get(tag)?.values[0] ?? otherwise;
}

export function textOf(fields: TiffDirectory['fields'], tag: number): string | undefined {
  const field = fields.get(tag);
  if (field?.type !== 2) return undefined;
  // eslint-disable-next-line no-control-regex
  return (
    field.bytes
      .toString('utf8')
      .replace(/\0[\s\S]*$/, '')
      .trim() || undefined
  );
}
