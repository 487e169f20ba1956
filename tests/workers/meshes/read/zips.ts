import { crc32, deflateRawSync } from 'node:zlib';

export interface Packed {
  name: string;
  content: Buffer | string;
  /** Default: deflated. */
  stored?: boolean;
  /** Of the local header, where it is to be another. */
  localName?: string;
  /** What the directory says, where it lies. */
  size?: number;
  crc?: number;
  flags?: number;
  method?: number;
  /** Unix mode. */
  mode?: number;
}

/** A ZIP of these files, lies included. */
export function zip(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, stored, localName, size, crc, flags, method, mode } of files) {
    const bytes = Buffer.from(content);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((flags ?? 0) | 0x800, 2);
    common.writeUInt16LE(method ?? (stored ? 0 : 8), 4);
    common.writeUInt32LE(crc ?? crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size ?? bytes.length, 18);
    const local = Buffer.from(common);
    const localBytes = Buffer.from(localName ?? name);
    local.writeUInt16LE(localBytes.length, 22);
    const central = Buffer.from(common);
    const nameBytes = Buffer.from(name);
    central.writeUInt16LE(nameBytes.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((mode ?? 0) << 16) >>> 0, 6);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('504b01021403', 'hex'), central, rest, nameBytes);
    const entry = [Buffer.from('504b0304', 'hex'), local, localBytes, packed];
    parts.push(...entry);
    at += entry.reduce((sum, part) => sum + part.length, 0);
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}
