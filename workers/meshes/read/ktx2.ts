import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import { openRaw } from '../../images/sharp.ts';
import type { Bytes } from '../source.ts';
import { readBytes } from './bytes.ts';

const KTX2 = Buffer.from('ab4b5458203230bb0d0a1a0a', 'hex');
/** Bytes before the index of levels (KTX 2.0, 3). */
const HEADER = 80;
/** Decoded in WebAssembly as a whole: four bytes each, there and here. */
const MAX_PIXELS = 8192 ** 2;
const MAX_FILE_BYTES = 200e6;
/** cTFRGBA32 of basisu_transcoder.h. */
const RGBA = 13;

/** What of the Basis Universal transcoder is used. */
interface Ktx2File {
  isValid: () => boolean;
  isUASTC: () => boolean;
  isETC1S: () => boolean;
  getWidth: () => number;
  getHeight: () => number;
  getHasAlpha: () => number | boolean;
  startTranscoding: () => number | boolean;
  getImageTranscodedSizeInBytes: (level: number, layer: number, face: number, format: number) => number;
  transcodeImage: (
    target: Uint8Array,
    level: number,
    layer: number,
    face: number,
    format: number,
    flags: number,
    channel0: number,
    channel1: number,
  ) => number | boolean;
  close: () => void;
  delete: () => void;
}
interface Basis {
  initializeBasis: () => void;
  KTX2File: new (file: Uint8Array) => Ktx2File;
}
type Factory = (options: { wasmBinary: Uint8Array }) => Promise<Basis>;

export function isKtx2(head: Buffer): boolean {
  return head.subarray(0, KTX2.length).equals(KTX2);
}

/**
 * Decodes the largest level of a KTX 2.0 file with ETC1S or UASTC inside (KHR_texture_basisu) into a PNG. Throws
 * UnreadableError or LimitError with the reason.
 */
export async function decodeKtx2(bytes: Bytes, target: string): Promise<void> {
  checkHeader(await readBytes(bytes, 0, HEADER), bytes.length);
  const file = await readBytes(bytes);
  const { KTX2File } = await transcoder();
  // It makes another of the same class, which a Buffer's does not like.
  const ktx = new KTX2File(new Uint8Array(file.buffer, file.byteOffset, file.length));
  try {
    if (!ktx.isValid() || (!ktx.isUASTC() && !ktx.isETC1S())) {
      throw new UnreadableError('This KTX2 file is damaged, or of another kind than ETC1S and UASTC.');
    }
    const [width, height] = [ktx.getWidth(), ktx.getHeight()];
    const size = width * height * 4;
    if (!ktx.startTranscoding() || ktx.getImageTranscodedSizeInBytes(0, 0, 0, RGBA) !== size) throw damaged();
    const pixels = new Uint8Array(size);
    if (!ktx.transcodeImage(pixels, 0, 0, 0, RGBA, 0, -1, -1)) throw damaged();
    const image = openRaw(pixels, { width, height, channels: 4 });
    await (ktx.getHasAlpha() ? image : image.removeAlpha()).png({ compressionLevel: 1 }).toFile(target);
  } catch (error) {
    // What WebAssembly throws where data leads it astray; the next file gets a new one.
    if (!(error instanceof Error) || error.name !== 'RuntimeError') throw error;
    loading = undefined;
    throw damaged(error);
  } finally {
    if (loading !== undefined) {
      ktx.close();
      ktx.delete();
    }
  }
}

function checkHeader(head: Buffer, length: number): void {
  if (head.length < HEADER) throw damaged();
  const [width, height] = [head.readUInt32LE(20), head.readUInt32LE(24)];
  if (width < 1 || height < 1 || head.readUInt32LE(28) > 1 || head.readUInt32LE(36) !== 1) {
    throw new UnreadableError('This KTX2 file is no flat picture.');
  }
  if (width * height > MAX_PIXELS || length > MAX_FILE_BYTES) {
    throw new LimitError(
      `It has ${width} × ${height} pixels in ${length} bytes; of KTX2, up to ${Math.floor(MAX_PIXELS / 1e6)} megapixels in ${MAX_FILE_BYTES / 1e6} MB are read. Make it smaller.`,
    );
  }
}

function damaged(cause?: unknown): UnreadableError {
  return new UnreadableError('The KTX2 file is damaged or incomplete.', { cause });
}

let loading: Promise<Basis> | undefined;

/**
 * The transcoder that comes with three: a script of the old kind within a package of modules, which `require` would take
 * for one of them.
 */
async function transcoder(): Promise<Basis> {
  loading ??= (async () => {
    const require = createRequire(import.meta.url);
    const path = require.resolve('three/examples/jsm/libs/basis/basis_transcoder.js');
    const script = await readFile(path, 'utf8');
    const wasmBinary = await readFile(path.replace(/js$/, 'wasm'));
    const module: { exports: unknown } = { exports: {} };
    const names = ['module', 'exports', 'require', '__filename', '__dirname'];
    compileFunction(script, names, { filename: path })(module, module.exports, require, path, '');
    const basis = await (module.exports as Factory)({ wasmBinary });
    basis.initializeBasis();
    return basis;
  })();
  return loading;
}
