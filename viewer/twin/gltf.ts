import { BufferAttribute, BufferGeometry, Texture, type LoadingManager } from 'three';
import type { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js';
import type { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { GLTFLoader, type GLTFLoaderPlugin, type GLTFParser } from 'three/addons/loaders/GLTFLoader.js';
import type { ArrayName, DracoAttribute, DracoMesh } from './decode/messages.ts';
import type { DecoderPool } from './decode/pool.ts';

/** A reader of glTF with Draco, meshopt and WebP inside, which asks for nothing that the page's policy forbids. */
export function createLoader(manager: LoadingManager, pool: DecoderPool): GLTFLoader {
  const loader = new GLTFLoader(manager);
  // Of either decoder, only these members are used; three's own Draco loader starts its workers from blob: URLs, which the
  // policy forbids, and meshopt's own module needs WebAssembly in the page.
  const draco = { preload: () => pool.prepare(), decodeDracoFile: dracoDecoder(pool) };
  loader.setDRACOLoader(draco as unknown as DRACOLoader);
  const meshopt = {
    supported: true,
    decodeGltfBufferAsync: async (count: number, stride: number, source: Uint8Array, mode: string, filter?: string) => {
      // A copy: several views may lie in one buffer, and what is transferred is gone.
      const own = source.slice();
      const job = {
        codec: 'meshopt',
        source: own,
        count,
        stride,
        mode,
        ...(filter === undefined ? {} : { filter }),
      } as const;
      const reply = await pool.run(job, [own.buffer]);
      return 'bytes' in reply ? reply.bytes : new Uint8Array();
    },
  };
  loader.setMeshoptDecoder(meshopt as unknown as typeof MeshoptDecoder);
  loader.register(bitmapTextures);
  return loader;
}

type Decoded = (geometry: BufferGeometry) => void;

function dracoDecoder(pool: DecoderPool) {
  const decode = async (buffer: ArrayBuffer, attributes: Record<string, DracoAttribute>): Promise<BufferGeometry> => {
    const reply = await pool.run({ codec: 'draco', buffer, attributes }, [buffer]);
    return geometryOf('mesh' in reply ? reply.mesh : NOTHING);
  };
  return (
    buffer: ArrayBuffer,
    done: Decoded,
    ids: Record<string, number>,
    types: Record<string, ArrayName>,
    _colours: string,
    failed: (error: unknown) => void,
  ): void => {
    const attributes = Object.fromEntries(
      Object.entries(ids).map(([name, id]): [string, DracoAttribute] => [
        name,
        { id, type: types[name] ?? 'Float32Array' },
      ]),
    );
    // oxlint-disable-next-line promise/no-callback-in-promise -- the loader wants it so
    void decode(buffer, attributes).then(done, failed);
  };
}

const NOTHING: DracoMesh = { index: new Uint32Array(), attributes: [] };

function geometryOf({ index, attributes }: DracoMesh): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setIndex(new BufferAttribute(index, 1));
  for (const { name, size, values } of attributes) geometry.setAttribute(name, new BufferAttribute(values, size));
  return geometry;
}

/**
 * Pictures inside a GLB are decoded beside the page straight from their bytes. The loader's own way, through a blob: URL that is
 * fetched, would need blob: in connect-src.
 */
function bitmapTextures(parser: GLTFParser): GLTFLoaderPlugin {
  const loadElsewhere = parser.loadImageSource.bind(parser);
  const cache = new Map<number, Promise<Texture>>();
  const decode = async (bufferView: number, type: string): Promise<Texture> => {
    const bytes = (await parser.getDependency('bufferView', bufferView)) as ArrayBuffer;
    // As glTF means it: no colour profile, rows from the top, alpha left alone.
    const bitmap = await createImageBitmap(new Blob([bytes], { type }), {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
    });
    const texture = new Texture(bitmap);
    texture.needsUpdate = true;
    return texture;
  };
  parser.loadImageSource = async (index, loader) => {
    const { bufferView, mimeType } = (parser.json.images?.[index] ?? {}) as { bufferView?: number; mimeType?: string };
    if (bufferView === undefined) return await loadElsewhere(index, loader);
    const before = cache.get(index);
    if (before !== undefined) return (await before).clone();
    const decoded = decode(bufferView, mimeType ?? '');
    cache.set(index, decoded);
    return await decoded;
  };
  return { name: 'VITRINE_bitmap_textures' };
}
