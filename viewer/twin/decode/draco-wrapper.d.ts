/** The part of Draco's own wrapper, as three carries it, that is used here. */
declare module 'three/examples/jsm/libs/draco/gltf/draco_wasm_wrapper.js' {
  export interface Attribute {
    num_components(): number;
  }
  interface Mesh {
    num_points(): number;
    num_faces(): number;
  }
  interface Decoder {
    DecodeArrayToMesh(bytes: Int8Array, length: number, mesh: Mesh): { ok(): boolean; error_msg(): string };
    GetAttributeByUniqueId(mesh: Mesh, id: number): Attribute;
    GetAttributeDataArrayForAllPoints(
      mesh: Mesh,
      attribute: Attribute,
      type: number,
      length: number,
      pointer: number,
    ): boolean;
    GetTrianglesUInt32Array(mesh: Mesh, length: number, pointer: number): boolean;
  }
  export interface DracoModule {
    Decoder: new () => Decoder;
    Mesh: new () => Mesh;
    destroy(thing: Decoder | Mesh): void;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    HEAPF32: Float32Array;
    DT_INT8: number;
    DT_UINT8: number;
    DT_INT16: number;
    DT_UINT16: number;
    DT_UINT32: number;
    DT_FLOAT32: number;
    then?: unknown;
  }
  export default function createDecoder(options: {
    wasmBinary: ArrayBuffer;
    onModuleLoaded: (module: DracoModule) => void;
  }): unknown;
}
