import createDecoder, {
  type Attribute,
  type DracoModule,
} from 'three/examples/jsm/libs/draco/gltf/draco_wasm_wrapper.js';
import wasmUrl from 'three/examples/jsm/libs/draco/gltf/draco_decoder.wasm?url';
import type { ArrayName, DracoAttribute, DracoMesh, Values } from './messages.ts';

const ARRAYS = { Int8Array, Uint8Array, Int16Array, Uint16Array, Uint32Array, Float32Array };
const TYPES: Record<ArrayName, 'DT_INT8' | 'DT_UINT8' | 'DT_INT16' | 'DT_UINT16' | 'DT_UINT32' | 'DT_FLOAT32'> = {
  Int8Array: 'DT_INT8',
  Uint8Array: 'DT_UINT8',
  Int16Array: 'DT_INT16',
  Uint16Array: 'DT_UINT16',
  Uint32Array: 'DT_UINT32',
  Float32Array: 'DT_FLOAT32',
};

let module: Promise<DracoModule> | null = null;

/** Unpacks one primitive. Throws an Error with Draco's own words when the data is broken. */
export async function decodeDraco(
  buffer: ArrayBuffer,
  wanted: Readonly<Record<string, DracoAttribute>>,
): Promise<DracoMesh> {
  module ??= load();
  const draco = await module;
  const decoder = new draco.Decoder();
  const mesh = new draco.Mesh();
  try {
    const bytes = new Int8Array(buffer);
    const status = decoder.DecodeArrayToMesh(bytes, bytes.byteLength, mesh);
    if (!status.ok()) throw new Error(status.error_msg());
    const attributes = Object.entries(wanted).map(([name, { id, type }]) => {
      const attribute = decoder.GetAttributeByUniqueId(mesh, id);
      return { name, size: attribute.num_components(), values: readValues(attribute, type) };
    });
    return { index: readIndex(), attributes };
  } finally {
    draco.destroy(mesh);
    draco.destroy(decoder);
  }

  function readValues(attribute: Attribute, type: ArrayName): Values {
    const values = new ARRAYS[type](mesh.num_points() * attribute.num_components());
    return copyOut(values, (length, pointer) =>
      decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, draco[TYPES[type]], length, pointer),
    );
  }

  function readIndex(): Uint32Array {
    const index = new Uint32Array(mesh.num_faces() * 3);
    return copyOut(index, (length, pointer) => decoder.GetTrianglesUInt32Array(mesh, length, pointer));
  }

  function copyOut<T extends Values>(values: T, write: (length: number, pointer: number) => boolean): T {
    const pointer = draco._malloc(values.byteLength);
    try {
      if (!write(values.byteLength, pointer)) throw new Error('The Draco data does not hold what the glTF promises');
      // The heap may have grown, and so moved, while it was written to.
      const heap = new Uint8Array(draco.HEAPF32.buffer, pointer, values.byteLength);
      new Uint8Array(values.buffer).set(heap);
      return values;
    } finally {
      draco._free(pointer);
    }
  }
}

async function load(): Promise<DracoModule> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`The Draco decoder could not be fetched: ${response.status}`);
  const wasmBinary = await response.arrayBuffer();
  return await new Promise((resolve) => {
    // The module is a thenable that resolves to itself: awaited, it would never end.
    createDecoder({ wasmBinary, onModuleLoaded: (draco) => resolve(withoutThen(draco)) });
  });
}

function withoutThen(draco: DracoModule): DracoModule {
  delete draco.then;
  return draco;
}
