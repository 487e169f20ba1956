import { join } from 'node:path';
import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Buffers } from './buffers.ts';
import type { Document, JsonObject } from './document.ts';
import { wrong } from './document.ts';
import { bytesOf, UNSIGNED_BYTE, UNSIGNED_INT, UNSIGNED_SHORT } from './elements.ts';
import type { Elements, Form } from './elements.ts';
import { layOut } from './sparse.ts';

/** Matrices of less than four bytes a number have gaps between their columns; none of those is used for anything that is read. */
const COMPONENTS: Readonly<Record<string, number>> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT4: 16 };

/** The number of an element fits into 32 bits, as an index must. */
const MAX_COUNT = 2 ** 32 - 2;

export interface Shape {
  types: readonly string[];
  componentTypes: readonly number[];
}

/** What accessors say, checked against what is there. */
export class Accessors {
  readonly #document: Document;
  readonly #buffers: Buffers;
  readonly #folder: string;
  readonly #known = new Map<number, Elements>();

  constructor(document: Document, buffers: Buffers, folder: string) {
    this.#document = document;
    this.#buffers = buffers;
    this.#folder = folder;
  }

  /** An accessor's form without its bytes, as Draco has those. */
  form(index: number, from: string, shape: Shape): Form {
    const accessor = this.#document.get('accessors', index, from);
    const componentType = accessor.needInteger('componentType');
    const type = accessor.string('type') ?? '';
    if (!shape.types.includes(type)) throw wrong(shape.types.join(' or '), accessor.at('type'), type);
    if (!shape.componentTypes.includes(componentType)) {
      throw wrong(`one of ${shape.componentTypes.join(', ')}`, accessor.at('componentType'), componentType);
    }
    return {
      pointer: accessor.pointer,
      count: accessor.needInteger('count', { min: 1, max: MAX_COUNT }),
      components: COMPONENTS[type] ?? 0,
      componentType,
      normalized: accessor.boolean('normalized'),
    };
  }

  /** Throws UnreadableError with the pointer of what is wrong, and for an accessor that is not of the shape. */
  async elements(index: number, from: string, shape: Shape): Promise<Elements> {
    const form = this.form(index, from, shape);
    const known = this.#known.get(index);
    if (known) return known;
    const accessor = this.#document.get('accessors', index, from);
    const base = accessor.has('bufferView') ? await this.#within(accessor, form) : undefined;
    const sparse = accessor.object('sparse');
    const elements = base && !sparse ? base : await this.#lay(accessor, index, form, base);
    this.#known.set(index, elements);
    return elements;
  }

  async #within(accessor: JsonObject, form: Form): Promise<Elements> {
    const size = bytesOf(form);
    const { bytes, stride = size } = await this.#buffers.view(
      accessor.needInteger('bufferView'),
      accessor.at('bufferView'),
    );
    if (stride < size) {
      throw new UnreadableError(`${accessor.pointer}: elements of ${size} bytes do not fit a byteStride of ${stride}.`);
    }
    const offset = accessor.integer('byteOffset') ?? 0;
    const end = offset + (form.count - 1) * stride + size;
    if (end > bytes.length) {
      const what = form.count > 1 && offset + size <= bytes.length ? 'count' : 'byteOffset';
      throw new UnreadableError(
        `${accessor.at(what)}: the accessor ends at byte ${end} of a view that has ${bytes.length} bytes.`,
      );
    }
    return { ...form, stride, bytes: { path: bytes.path, start: bytes.start + offset, length: end - offset } };
  }

  /** Elements that are not all in one view are laid out in a file of their own. */
  async #lay(accessor: JsonObject, index: number, form: Form, base: Elements | undefined): Promise<Elements> {
    const target = join(this.#folder, `gltf-accessor-${index}`);
    const sparse = accessor.object('sparse');
    if (!sparse) return layOut(form, base, undefined, target);
    const count = sparse.needInteger('count', { min: 1, max: form.count });
    const indices = this.#part(sparse, 'indices');
    const indexForm = {
      pointer: indices.pointer,
      count,
      components: 1,
      componentType: indices.needInteger('componentType'),
      normalized: false,
    };
    if (![UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT].includes(indexForm.componentType)) {
      throw wrong('an unsigned type', indices.at('componentType'), indexForm.componentType);
    }
    const values = this.#part(sparse, 'values');
    const patch = {
      indices: await this.#within(indices, indexForm),
      values: await this.#within(values, { ...form, pointer: values.pointer, count }),
    };
    return layOut(form, base, patch, target);
  }

  #part(sparse: JsonObject, name: string): JsonObject {
    const part = sparse.object(name);
    if (!part) throw wrong('an object', sparse.at(name), undefined);
    return part;
  }
}
