/** What is asked of the worker that unpacks meshes. */
export type Request =
  | { id: number; codec: 'draco'; buffer: ArrayBuffer; attributes: Readonly<Record<string, DracoAttribute>> }
  | { id: number; codec: 'meshopt'; source: Uint8Array; count: number; stride: number; mode: string; filter?: string };

export interface DracoAttribute {
  /** The unique id in the Draco data, as KHR_draco_mesh_compression names it. */
  id: number;
  type: ArrayName;
}

export type ArrayName = 'Int8Array' | 'Uint8Array' | 'Int16Array' | 'Uint16Array' | 'Uint32Array' | 'Float32Array';
export type Values = Int8Array | Uint8Array | Int16Array | Uint16Array | Uint32Array | Float32Array;

export interface DracoMesh {
  index: Uint32Array;
  attributes: readonly { name: string; size: number; values: Values }[];
}

export type Reply =
  | { id: number; mesh: DracoMesh }
  | { id: number; bytes: Uint8Array }
  /** Why the data could not be unpacked. */
  | { id: number; problem: string };
