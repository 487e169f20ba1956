import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import { readRun } from '../bytes.ts';
import { needRoom } from '../room.ts';
import type { Elements, Form } from './elements.ts';
import { bytesOf, UNSIGNED_BYTE, UNSIGNED_INT, UNSIGNED_SHORT } from './elements.ts';

/** Elements that are all zeros cost nothing in a file: a few bytes of JSON must not become hours of work. */
const MAX_FROM_NOTHING = 16e6;
/** Elements at a time. */
const STEP = 65_536;

/**
 * Writes an accessor's elements one after the other into a file: those of its view, or zeros where it has none, with the
 * patches of a sparse accessor (glTF 2.0, 3.6.2.3) in their places.
 */
export async function layOut(
  form: Form,
  base: Elements | undefined,
  patch: { indices: Elements; values: Elements } | undefined,
  target: string,
): Promise<Elements> {
  const size = bytesOf(form);
  if (!base && form.count > MAX_FROM_NOTHING) {
    throw new LimitError(
      `${form.pointer}/count: ${form.count} elements come from no view; up to ${MAX_FROM_NOTHING / 1e6} million are taken as zeros.`,
    );
  }
  const length = form.count * size;
  await needRoom(length, dirname(target), `Unpacking ${form.pointer}`);
  await using file = await open(target, 'w');
  await file.truncate(length);
  if (base) {
    await using source = await open(base.bytes.path);
    for (let first = 0; first < form.count; first += STEP) {
      const count = Math.min(STEP, form.count - first);
      const packed = pack(await readRun(source, base.bytes, first * base.stride, count * base.stride), base, count);
      await file.write(packed, 0, packed.length, first * size);
    }
  }
  if (patch) await applyPatch(file, form, patch);
  return { ...form, stride: size, bytes: { path: target, start: 0, length } };
}

function pack(read: Buffer, { stride, ...form }: Elements, count: number): Buffer {
  const size = bytesOf(form);
  if (stride === size) return read;
  const packed = Buffer.allocUnsafe(count * size);
  for (let i = 0; i < count; i++) read.copy(packed, i * size, i * stride, i * stride + size);
  return packed;
}

async function applyPatch(
  file: { write(buffer: Buffer, offset: number, length: number, position: number): Promise<unknown> },
  form: Form,
  { indices, values }: { indices: Elements; values: Elements },
): Promise<void> {
  const size = bytesOf(form);
  await using indexFile = await open(indices.bytes.path);
  await using valueFile = await open(values.bytes.path);
  let last = -1;
  for (let first = 0; first < indices.count; first += STEP) {
    const count = Math.min(STEP, indices.count - first);
    const places = await readRun(indexFile, indices.bytes, first * indices.stride, count * indices.stride);
    const patches = await readRun(valueFile, values.bytes, first * values.stride, count * values.stride);
    const packed = pack(patches, values, count);
    for (let i = 0; i < count;) {
      const place = unsignedAt(places, i * indices.stride, indices.componentType);
      if (place <= last || place >= form.count) {
        throw new UnreadableError(
          `${indices.pointer}: entry ${first + i} is ${place}; they must rise, and be less than ${form.count}.`,
        );
      }
      last = place;
      // Those that follow one another are written together.
      let run = 1;
      while (
        i + run < count &&
        place + run < form.count &&
        unsignedAt(places, (i + run) * indices.stride, indices.componentType) === place + run
      ) {
        last = place + run++;
      }
      await file.write(packed, i * size, run * size, place * size);
      i += run;
    }
  }
}

function unsignedAt(bytes: Buffer, at: number, componentType: number): number {
  if (componentType === UNSIGNED_BYTE) return bytes[at]!;
  if (componentType === UNSIGNED_SHORT) return bytes.readUInt16LE(at);
  if (componentType === UNSIGNED_INT) return bytes.readUInt32LE(at);
  throw new Error(`${componentType} is no type of indices`);
}
