import { createRequire } from 'node:module';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Attribute, createDecoderModule as Create, Decoder, DecoderModule, Mesh } from 'draco3d';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import type { Bytes } from '../../source.ts';
import { readBytes } from '../bytes.ts';
import { needRoom } from '../room.ts';
import type { Elements, Form } from './elements.ts';
import { BYTE, SHORT, UNSIGNED_BYTE, UNSIGNED_INT, UNSIGNED_SHORT, bytesOf } from './elements.ts';

/** Of a primitive, which is decoded as a whole: about 1 GB of WebAssembly. */
const MAX = { vertices: 12e6, triangles: 24e6, bytes: 256e6 };

export interface DracoJob {
  pointer: string;
  bytes: Bytes;
  /** What the accessors say, by the numbers that Draco knows attributes by. */
  attributes: readonly { id: number; name: string; form: Form }[];
  indices: Form | undefined;
  target: string;
}

export interface Decoded {
  attributes: Map<string, Elements>;
  indices: Elements;
}

/**
 * Decodes a primitive of KHR_draco_mesh_compression into a file, attribute after attribute. Throws UnreadableError for
 * what the decoder refuses, LimitError for what is too large to be decoded as a whole.
 */
export async function decodeDraco(job: DracoJob): Promise<Decoded> {
  const vertices = Math.max(0, ...job.attributes.map(({ form }) => form.count));
  checkCounts(job.pointer, vertices, (job.indices?.count ?? 0) / 3, job.bytes.length);
  const compressed = await readBytes(job.bytes);
  checkHeader(compressed, job.pointer);
  const module = await dracoModule();
  const decoder = new module.Decoder();
  const buffer = new module.DecoderBuffer();
  const mesh = new module.Mesh();
  try {
    buffer.Init(new Int8Array(compressed.buffer, compressed.byteOffset, compressed.length), compressed.length);
    const status = decoder.DecodeBufferToMesh(buffer, mesh);
    if (!status.ok() || mesh.ptr === 0) throw damaged(job.pointer, status.error_msg());
    checkCounts(job.pointer, mesh.num_points(), mesh.num_faces(), job.bytes.length);
    return await write(module, decoder, mesh, job);
  } catch (error) {
    // What WebAssembly throws when its memory does not suffice, or data leads it astray; the next call gets a new one.
    if (!(error instanceof Error) || !['RuntimeError', 'RangeError'].includes(error.name)) throw error;
    loading = undefined;
    throw damaged(job.pointer, error.message, error);
  } finally {
    if (loading !== undefined) for (const made of [mesh, buffer, decoder]) module.destroy(made);
  }
}

let loading: Promise<DecoderModule> | undefined;

/** Loaded only in a process that decodes. */
async function dracoModule(): Promise<DecoderModule> {
  const { createDecoderModule } = createRequire(import.meta.url)('draco3d') as { createDecoderModule: typeof Create };
  loading ??= createDecoderModule({});
  return loading;
}

function checkCounts(pointer: string, vertices: number, triangles: number, bytes: number): void {
  if (vertices <= MAX.vertices && triangles <= MAX.triangles && bytes <= MAX.bytes) return;
  throw new LimitError(
    `${pointer}: ${vertices} vertices and ${Math.floor(triangles)} triangles in ${bytes} bytes are compressed as one piece; up to ${MAX.vertices / 1e6} million vertices and ${MAX.triangles / 1e6} million triangles are decoded. Save it without compression, or in parts.`,
  );
}

/** Draco bitstream 2.2, 4: magic, version, type 1 (a mesh), method 0 (sequential) or 1 (edgebreaker). */
function checkHeader(bytes: Buffer, pointer: string): void {
  if (bytes.length < 11 || bytes.toString('latin1', 0, 5) !== 'DRACO') throw damaged(pointer, 'no Draco data');
  if (bytes[7] !== 1 || bytes[8]! > 1) throw damaged(pointer, 'no Draco mesh');
  if (bytes.readUInt16LE(9) & 0x8000) return;
  // The counts, before the decoder makes room for what they say.
  const counts = bytes[8] === 0 ? varints(bytes, 11) : varints(bytes, 12);
  const [one = 0, other = 0] = counts;
  const [triangles, vertices] = bytes[8] === 0 ? [one, other] : [other, one];
  if (bytes[5]! * 256 + bytes[6]! >= 0x202) checkCounts(pointer, vertices, triangles, bytes.length);
}

/** Two unsigned LEB128 numbers. */
function varints(bytes: Buffer, start: number): number[] {
  const numbers: number[] = [];
  let at = start;
  while (numbers.length < 2) {
    let number = 0;
    for (let shift = 1; at < bytes.length; shift *= 128) {
      const byte = bytes[at++]!;
      number += (byte & 127) * shift;
      if (byte < 128) break;
    }
    numbers.push(number);
  }
  return numbers;
}

async function write(module: DecoderModule, decoder: Decoder, mesh: Mesh, job: DracoJob): Promise<Decoded> {
  const points = mesh.num_points();
  const faces = mesh.num_faces();
  const sizes = job.attributes.map(({ form }) => points * bytesOf(form));
  await needRoom(
    sizes.reduce((sum, size) => sum + size, faces * 12),
    dirname(job.target),
    `Unpacking ${job.pointer}`,
  );
  const attributes = new Map<string, Elements>();
  await using file = await open(job.target, 'w');
  let start = 0;
  const put = async (length: number, fill: (pointer: number) => boolean | void): Promise<Bytes> => {
    const pointer = module._malloc(length);
    try {
      if (fill(pointer) === false) throw damaged(job.pointer, 'an attribute cannot be decoded');
      const heap = Buffer.from(module.HEAPU8.buffer, pointer, length);
      for (let done = 0; done < length;)
        done += (await file.write(heap, done, length - done, start + done)).bytesWritten;
    } finally {
      module._free(pointer);
    }
    start += length;
    return { path: job.target, start: start - length, length };
  };
  for (const [i, { id, name, form }] of job.attributes.entries()) {
    const attribute = decoder.GetAttributeByUniqueId(mesh, id);
    checkAttribute(attribute, form, `${job.pointer}/attributes/${name}`);
    const type = dataType(module, form.componentType);
    const length = sizes[i]!;
    const bytes = await put(length, (pointer) =>
      decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, type, length, pointer),
    );
    attributes.set(name, { ...form, count: points, bytes, stride: bytesOf(form) });
  }
  const bytes = await put(faces * 12, (pointer) => decoder.GetTrianglesUInt32Array(mesh, faces * 12, pointer));
  const indices = { pointer: job.pointer, count: faces * 3, components: 1, normalized: false };
  return { attributes, indices: { ...indices, componentType: UNSIGNED_INT, stride: 4, bytes } };
}

function checkAttribute(attribute: Attribute, form: Form, pointer: string): void {
  if (Reflect.get(attribute, 'ptr') === 0)
    throw new UnreadableError(`${pointer}: the Draco data has no such attribute.`);
  if (attribute.num_components() !== form.components) {
    throw new UnreadableError(
      `${pointer}: the Draco data has ${attribute.num_components()} numbers per vertex, ${form.pointer} says ${form.components}.`,
    );
  }
}

function dataType(
  module: DecoderModule,
  componentType: number,
): Parameters<Decoder['GetAttributeDataArrayForAllPoints']>[2] {
  if (componentType === BYTE) return module.DT_INT8;
  if (componentType === UNSIGNED_BYTE) return module.DT_UINT8;
  if (componentType === SHORT) return module.DT_INT16;
  if (componentType === UNSIGNED_SHORT) return module.DT_UINT16;
  return componentType === UNSIGNED_INT ? module.DT_UINT32 : module.DT_FLOAT32;
}

function damaged(pointer: string, reason: string, cause?: unknown): UnreadableError {
  return new UnreadableError(`${pointer}: the Draco data is damaged (${reason.slice(0, 120)}).`, { cause });
}
