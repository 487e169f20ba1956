import { constants } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { UnreadableError } from '../../../manifests/errors.ts';

/** SHORT, LONG or UNDEFINED of TIFF 6.0, section 2; LONG8 of BigTIFF. */
export type NewField = { type: 3 | 4 | 16; values: readonly number[] } | { type: 7; bytes: Buffer };

/** What a new directory has instead of, or besides, the fields of the old; `undefined` leaves a field out. */
export type Changes = ReadonlyMap<number, NewField | undefined>;

export interface Variant {
  /** Of the directory in the original. */
  offset: number;
  changes: Changes;
}

const TYPE_BYTES = { 3: 2, 4: 4, 16: 8 } as const;

/**
 * A copy of a TIFF at whose end pixels and directories are added. A new directory has every field of the old one as it
 * is in the file, so that profiles, EXIF and resolution stay, and only how the pixels are stored is told anew.
 */
export class TiffCopy {
  readonly file: string;
  readonly little: boolean;
  /** Bytes of the original: what lies behind them is not its own. */
  readonly original: number;
  readonly #big: boolean;
  readonly #handle: FileHandle;
  #length: number;

  private constructor(file: string, handle: FileHandle, header: Buffer, length: number) {
    this.file = file;
    this.little = header.toString('latin1', 0, 2) === 'II';
    this.#big = header[this.little ? 2 : 3] === 43;
    this.#handle = handle;
    this.original = length;
    this.#length = length;
  }

  static async of(source: string, file: string): Promise<TiffCopy> {
    await copyFile(source, file, constants.COPYFILE_FICLONE);
    return TiffCopy.open(file);
  }

  /** Adds to a file that is a copy already. */
  static async open(file: string): Promise<TiffCopy> {
    const handle = await open(file, 'r+');
    const header = Buffer.alloc(8);
    await handle.read(header, 0, 8, 0);
    const { size } = await handle.stat();
    return new TiffCopy(file, handle, header, size);
  }

  /** The type of a field of offsets. */
  get offsets(): 4 | 16 {
    return this.#big ? 16 : 4;
  }

  /** Adds bytes at an even offset (section 2), which is returned. */
  async append(bytes: Buffer): Promise<number> {
    const at = this.#length + (this.#length % 2);
    if (!this.#big && at + bytes.length > 0xffff_ffff) {
      throw new UnreadableError(
        'This TIFF is stored in a way that is rewritten first, for which it is too large. Save it as a BigTIFF in plain strips or tiles.',
      );
    }
    await this.#handle.write(bytes, 0, bytes.length, at);
    this.#length = at + bytes.length;
    return at;
  }

  /** Makes variants of directories the only ones of the file, as its pages from 0. */
  async setDirectories(variants: readonly Variant[]): Promise<void> {
    let next = 0;
    for (const { offset, changes } of variants.toReversed()) {
      next = await this.#addDirectory(await this.#entries(offset), changes, next);
    }
    const inHeader = this.#big ? 8 : 4;
    await this.#handle.write(this.#number(next, inHeader), 0, inHeader, inHeader);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  async #entries(offset: number): Promise<Map<number, Buffer>> {
    const [countBytes, entryBytes] = this.#big ? [8, 20] : [2, 12];
    const head = await this.#read(offset, countBytes);
    // As many as TiffReader has counted.
    const count = this.little ? head.readUIntLE(0, 2) : head.readUIntBE(countBytes - 2, 2);
    const bytes = await this.#read(offset + countBytes, count * entryBytes);
    const entries = new Map<number, Buffer>();
    for (let at = 0; at < bytes.length; at += entryBytes) {
      const tag = this.little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
      if (!entries.has(tag)) entries.set(tag, bytes.subarray(at, at + entryBytes));
    }
    return entries;
  }

  async #addDirectory(old: ReadonlyMap<number, Buffer>, changes: Changes, next: number): Promise<number> {
    const entries = new Map(old);
    for (const [tag, field] of changes) {
      if (field) entries.set(tag, await this.#entry(tag, field));
      else entries.delete(tag);
    }
    const sorted = [...entries].toSorted(([one], [other]) => one - other).map(([, entry]) => entry);
    const [count, link] = this.#big ? [8, 8] : [2, 4];
    return this.append(Buffer.concat([this.#number(sorted.length, count), ...sorted, this.#number(next, link)]));
  }

  async #entry(tag: number, field: NewField): Promise<Buffer> {
    const inline = this.#big ? 8 : 4;
    const content =
      field.type === 7
        ? field.bytes
        : Buffer.concat(field.values.map((value) => this.#number(value, TYPE_BYTES[field.type])));
    const there = content.length <= inline;
    const last = there
      ? Buffer.concat([content, Buffer.alloc(inline)])
      : this.#number(await this.append(content), inline);
    const head = [
      this.#number(tag, 2),
      this.#number(field.type, 2),
      this.#number(field.type === 7 ? field.bytes.length : field.values.length, inline),
    ];
    return Buffer.concat([...head, last.subarray(0, inline)]);
  }

  async #read(offset: number, length: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  #number(value: number, size: number): Buffer {
    const bytes = Buffer.alloc(size);
    if (size === 8 && this.little) bytes.writeBigUInt64LE(BigInt(value));
    else if (size === 8) bytes.writeBigUInt64BE(BigInt(value));
    else if (this.little) bytes.writeUIntLE(value, 0, size);
    else bytes.writeUIntBE(value, 0, size);
    return bytes;
  }
}
