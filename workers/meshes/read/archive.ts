import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { getFileNameLowLevel, openPromise, validateFileName } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import type { Bytes } from '../source.ts';
import type { Findings } from './findings.ts';
import { inflate } from './inflate.ts';
import { needRoom } from './room.ts';

const MAX_ENTRIES = 10_000;
const MAX_NAME = 1000;
/** Deflate cannot pack tighter (RFC 1951: 258 bytes in two bits); what says it did lies about its size. */
const MAX_RATIO = 1032;
const STORED = 0;
const DEFLATED = 8;

/** A file in a ZIP whose name and kind are safe. */
export interface Member {
  /** With the folders above it, divided by slashes; never used as a path. */
  name: string;
  size: number;
  entry: Entry;
  number: number;
}

/**
 * A ZIP of which nothing is believed. Entries that could lead astray are left out and told; what is stored is read where
 * it lies, what is deflated is unpacked under a number, and only when it is asked for.
 */
export class Archive implements AsyncDisposable {
  readonly members: readonly Member[];
  readonly #zip: ZipFile;
  readonly #path: string;
  readonly #folder: string;
  readonly #size: number;
  readonly #ready = new Map<number, Bytes>();

  private constructor(members: readonly Member[], zip: ZipFile, paths: { path: string; folder: string }, size: number) {
    this.members = members;
    this.#zip = zip;
    this.#path = paths.path;
    this.#folder = paths.folder;
    this.#size = size;
  }

  /** Throws UnreadableError for what is no whole ZIP, LimitError for one of too many files. */
  static async open(path: string, folder: string, findings: Findings): Promise<Archive> {
    const { size } = await stat(path);
    const zip = await inZip(() => openPromise(path, { autoClose: false, decodeStrings: false }));
    try {
      if (zip.entryCount > MAX_ENTRIES) {
        throw new LimitError(`The ZIP has ${zip.entryCount} files; up to ${MAX_ENTRIES} are read.`);
      }
      const entries: Entry[] = [];
      await inZip(async () => {
        for await (const entry of zip.eachEntry()) entries.push(entry);
      });
      checkOverlaps(entries);
      return new Archive(choose(entries, findings), zip, { path, folder }, size);
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#zip.close();
  }

  /** Throws LimitError where what these need, once unpacked, exceeds what is free on the disk. */
  async needRoom(members: readonly Member[]): Promise<void> {
    const bytes = members.reduce((sum, { entry, size }) => sum + (entry.compressionMethod === STORED ? 0 : size), 0);
    await needRoom(bytes, this.#folder, 'Unpacking the ZIP');
  }

  /** Where a file lies, unpacked if it has to be. Throws UnreadableError where the ZIP contradicts itself. */
  async bytes(member: Member): Promise<Bytes> {
    const known = this.#ready.get(member.number);
    if (known) return known;
    const { entry, name, size } = member;
    const header = await inZip(() => this.#zip.readLocalFileHeaderPromise(entry));
    if (!header.fileName.equals(entry.fileNameRaw) || header.compressionMethod !== entry.compressionMethod) {
      throw new UnreadableError(`The ZIP is damaged: its directory and ${quoted(name)} itself say different things.`);
    }
    const packed = { path: this.#path, start: header.fileDataStart, length: entry.compressedSize };
    if (packed.start + packed.length > this.#size) {
      throw new UnreadableError(`The ZIP is damaged: ${quoted(name)} goes on after its end.`);
    }
    const bytes =
      entry.compressionMethod === STORED
        ? packed
        : await inflate(packed, join(this.#folder, `zip-${member.number}`), { name, size, crc32: entry.crc32 });
    this.#ready.set(member.number, bytes);
    return bytes;
  }
}

/** Files whose data lie within each other are how a few megabytes become petabytes. */
function checkOverlaps(entries: readonly Entry[]): void {
  const sorted = entries.toSorted((one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const { relativeOffsetOfLocalHeader, compressedSize, fileNameRaw } of sorted) {
    if (relativeOffsetOfLocalHeader < end) {
      throw new UnreadableError('The ZIP is damaged: the data of two of its files lie within each other.');
    }
    end = relativeOffsetOfLocalHeader + 30 + fileNameRaw.length + compressedSize;
  }
}

function choose(entries: readonly Entry[], findings: Findings): Member[] {
  const members: Member[] = [];
  const names = new Set<string>();
  entries.forEach((entry, number) => {
    const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
    if (name.endsWith('/') || isClutter(name)) return;
    const fault = faultOf(entry, name);
    if (fault) {
      findings.add(fault.code, () => `${quoted(name)} in the ZIP ${fault.what}; it is left out.`);
      return;
    }
    if (names.has(name)) {
      findings.add('duplicate-names', () => `${quoted(name)} is in the ZIP more than once; the first is read.`);
      return;
    }
    names.add(name);
    members.push({ name, size: entry.uncompressedSize, entry, number });
  });
  return members;
}

/** What systems leave in ZIPs by themselves. */
function isClutter(name: string): boolean {
  return name
    .split('/')
    .some((part) => part === '__MACOSX' || part === 'Thumbs.db' || part === 'desktop.ini' || /^\.[^./]/.test(part));
}

function faultOf(entry: Entry, name: string): { code: string; what: string } | undefined {
  const [unix, mode] = [entry.versionMadeBy >>> 8, (entry.externalFileAttributes >>> 28) & 15];
  // eslint-disable-next-line no-control-regex
  if (name === '' || name.length > MAX_NAME || /[\u0000-\u001f]/.test(name) || validateFileName(name) !== null) {
    return { code: 'unsafe-names', what: 'has a name that leads out of it or cannot be a file’s' };
  }
  // Regular files are 8; 0 says nothing (APPNOTE 4.4.15, stat.h).
  if ((unix === 3 || unix === 19) && mode !== 8 && mode !== 0) return { code: 'links', what: 'is a link or a device' };
  if (entry.isEncrypted()) return { code: 'encrypted-files', what: 'is encrypted' };
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    return { code: 'unreadable-files', what: `is packed by method ${entry.compressionMethod}, which is not read` };
  }
  if (entry.uncompressedSize > entry.compressedSize * MAX_RATIO + 64) {
    return { code: 'unreadable-files', what: 'says that it is larger than it can be' };
  }
  return undefined;
}

export function quoted(name: string): string {
  // eslint-disable-next-line no-control-regex
  return JSON.stringify(name.replace(/[\u0000-\u001f]/g, ' ').slice(0, 200));
}

/** What yauzl says is of the file; errors of the disk have a code. */
async function inZip<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || 'code' in error) throw error;
    throw new UnreadableError(`The ZIP is damaged or incomplete (${error.message.slice(0, 120)}).`, { cause: error });
  }
}
