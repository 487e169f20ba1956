import { expected, UnreadableError } from '../../../manifests/errors.ts';
import { decodeText } from './scanner.ts';

export type PlyType = 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32' | 'float64';

export interface PlyProperty {
  /** In lower case. */
  name: string;
  type: PlyType;
  /** Of a list: the type of its length. */
  length?: PlyType;
}

export interface PlyElement {
  name: string;
  /** Of rows, as the header says: not to be believed. */
  count: number;
  properties: PlyProperty[];
}

export interface PlyHeader {
  format: 'ascii' | 'binary_little_endian' | 'binary_big_endian';
  elements: PlyElement[];
  /** Pictures that comments name, as MeshLab writes them. */
  textures: string[];
  /** Lines that are none of a header; old Blender wrote who it was without `comment`. */
  odd: { line: number; text: string }[];
  /** Where the first row begins. */
  bytes: number;
  lines: number;
}

export const TYPE_BYTES: Readonly<Record<PlyType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  float64: 8,
};
const TYPES: Readonly<Record<string, PlyType>> = {
  char: 'int8',
  uchar: 'uint8',
  short: 'int16',
  ushort: 'uint16',
  int: 'int32',
  uint: 'uint32',
  float: 'float32',
  double: 'float64',
  ...Object.fromEntries(Object.keys(TYPE_BYTES).map((type) => [type, type as PlyType])),
};
const FORMATS = ['ascii', 'binary_little_endian', 'binary_big_endian'] as const;
export const MAX_HEADER_BYTES = 1024 * 1024;
const MAX_PROPERTIES = 1000;

/**
 * Reads the header (Turk, "The PLY Polygon File Format", 1994) from a file's first bytes. Throws UnreadableError with the
 * line of what is not understood: nothing after it could be trusted.
 */
export function parsePlyHeader(bytes: Uint8Array): PlyHeader {
  const start = bytes.findIndex((byte) => byte > 32);
  // How the first line ends tells how the last one does: the first byte of the data may look like half a line end.
  const end = endOfLine(bytes, Math.max(0, start));
  const ending = end === undefined ? '' : bytes[end] !== 13 ? '\n' : bytes[end + 1] === 10 ? '\r\n' : '\r';
  if (start < 0 || ending === '' || decodeText(bytes.subarray(start, end)).trim() !== 'ply') {
    throw new UnreadableError('It is no PLY file: its first line is not "ply".');
  }
  const header: PlyHeader = {
    format: 'ascii',
    elements: [],
    textures: [],
    odd: [],
    bytes: end! + ending.length,
    lines: 1,
  };
  for (let isFormatKnown = false; ;) {
    const stop = endOfLine(bytes, header.bytes);
    if (stop === undefined) {
      throw new UnreadableError(`The header of the PLY file does not end: ${header.lines} lines of it are there.`);
    }
    const words = decodeText(bytes.subarray(header.bytes, stop)).trim().split(/\s+/);
    header.bytes = stop + ending.length;
    header.lines++;
    if (words[0] === 'end_header') {
      if (isFormatKnown) return header;
      throw new UnreadableError('The header of the PLY file has no line "format".');
    }
    if (words[0] === 'format') {
      header.format = oneOf(FORMATS, words[1], header.lines);
      isFormatKnown = true;
    } else readLine(header, words);
  }
}

function readLine(header: PlyHeader, words: string[]): void {
  const [keyword = '', ...rest] = words;
  const line = header.lines;
  const element = header.elements.at(-1);
  if (keyword === 'comment') {
    if (rest[0]?.toLowerCase() === 'texturefile' && rest.length > 1) header.textures.push(rest.slice(1).join(' '));
  } else if (keyword === 'element') {
    header.elements.push({ name: rest[0] ?? '', count: wholeNumber(rest[1], line), properties: [] });
  } else if (keyword === 'property' && element) {
    if (element.properties.length >= MAX_PROPERTIES) {
      throw new UnreadableError(`Element ${element.name} of the PLY file has more than ${MAX_PROPERTIES} properties.`);
    }
    element.properties.push(property(rest, line));
  } else if (keyword !== 'obj_info' && keyword !== '') {
    header.odd.push({ line, text: words.join(' ').slice(0, 120) });
  }
}

function property(words: readonly string[], line: number): PlyProperty {
  const isList = words[0] === 'list';
  const [type, name = ''] = words.slice(isList ? 2 : 0);
  const found = { name: name.toLowerCase(), type: typeOf(type, line) };
  return isList ? { ...found, length: typeOf(words[1], line) } : found;
}

function typeOf(word: string | undefined, line: number): PlyType {
  const type = Object.hasOwn(TYPES, word ?? '') ? TYPES[word!] : undefined;
  if (type) return type;
  throw new UnreadableError(`${expected('a type of numbers', `the property in line ${line}`, word ?? '')}.`);
}

function wholeNumber(word: string | undefined, line: number): number {
  if (word !== undefined && /^\d{1,15}$/.test(word)) return Number(word);
  throw new UnreadableError(`${expected('a count', `the element in line ${line}`, word ?? '')}.`);
}

function oneOf<T extends string>(words: readonly T[], word: string | undefined, line: number): T {
  const found = words.find((each) => each === word);
  if (found) return found;
  throw new UnreadableError(`${expected(words.join(', '), `the format in line ${line}`, word ?? '')}.`);
}

function endOfLine(bytes: Uint8Array, start: number): number | undefined {
  for (let i = start; i < bytes.length; i++) if (bytes[i] === 10 || bytes[i] === 13) return i;
  return undefined;
}
