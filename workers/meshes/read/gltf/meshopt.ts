import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MeshoptDecoder } from 'meshoptimizer/decoder';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import type { Bytes } from '../../source.ts';
import { readBytes } from '../bytes.ts';
import { needRoom } from '../room.ts';
import type { JsonObject } from './document.ts';

/** Of a view: it is unpacked in memory, twice, as WebAssembly has its own. */
const MAX_BYTES = 512e6;

/**
 * Unpacks a view of EXT_meshopt_compression or KHR_meshopt_compression into a file. Throws UnreadableError for what the
 * decoder refuses, LimitError for what is too large to be decoded as a whole.
 */
export async function unpackMeshopt(packed: JsonObject, stride: number, bytes: Bytes, target: string): Promise<Bytes> {
  const count = packed.needInteger('count', { min: 1 });
  const mode = packed.string('mode') ?? '';
  const filter = packed.string('filter') ?? 'NONE';
  const length = count * stride;
  if (length > MAX_BYTES || bytes.length > MAX_BYTES) {
    throw new LimitError(
      `${packed.pointer}: a view of ${length} bytes is compressed as one piece; up to ${MAX_BYTES / 1e6} MB are unpacked. Save it without compression.`,
    );
  }
  checkLayout(packed, mode, filter, stride, count);
  await needRoom(length, dirname(target), `Unpacking ${packed.pointer}`);
  const unpacked = new Uint8Array(length);
  await MeshoptDecoder.ready;
  const source = await readBytes(bytes);
  try {
    MeshoptDecoder.decodeGltfBuffer(unpacked, count, stride, source, mode, filter);
  } catch (error) {
    throw new UnreadableError(`${packed.pointer}: the compressed data is damaged.`, { cause: error });
  }
  await writeFile(target, unpacked);
  return { path: target, start: 0, length };
}

/** As the extension demands; the decoder itself only asserts it or reads on. */
function checkLayout(packed: JsonObject, mode: string, filter: string, stride: number, count: number): void {
  const fault = faultOf(mode, filter, stride, count);
  if (fault !== undefined) throw new UnreadableError(`${packed.pointer}: ${fault}.`);
}

function faultOf(mode: string, filter: string, stride: number, count: number): string | undefined {
  if (mode === 'ATTRIBUTES') {
    if (stride % 4 !== 0) return `a stride of ${stride} bytes is none of attributes, which is a multiple of 4`;
  } else if (mode === 'TRIANGLES' || mode === 'INDICES') {
    if (stride !== 2 && stride !== 4) return `a stride of ${stride} bytes is none of indices, which is 2 or 4`;
    if (mode === 'TRIANGLES' && count % 3 !== 0) return `${count} indices are no whole triangles`;
    if (filter !== 'NONE') return 'indices have a filter';
  } else return `the mode ${JSON.stringify(mode.slice(0, 40))} is not known`;
  const strides: Record<string, readonly number[]> = { OCTAHEDRAL: [4, 8], QUATERNION: [8], COLOR: [4, 8] };
  if (filter === 'NONE' || filter === 'EXPONENTIAL') return undefined;
  if (!strides[filter]) return `the filter ${JSON.stringify(filter.slice(0, 40))} is not known`;
  return strides[filter].includes(stride) ? undefined : `the filter ${filter} is none for a stride of ${stride} bytes`;
}
