import { MeshoptDecoder } from 'three/examples/jsm/libs/meshopt_decoder.module.js';
import { decodeDraco } from './draco.ts';
import type { Reply, Request } from './messages.ts';

/**
 * Unpacks meshes beside the page, so that the picture keeps moving. WebAssembly runs only here: the page's
 * Content-Security-Policy does not allow it, and a worker has the policy of the file that it was loaded from.
 */
addEventListener('message', ({ data }: MessageEvent<Request>) => void answer(data));

async function answer(request: Request): Promise<void> {
  try {
    if (request.codec === 'draco') {
      const mesh = await decodeDraco(request.buffer, request.attributes);
      const buffers = [mesh.index, ...mesh.attributes.map(({ values }) => values)].map(({ buffer }) => buffer);
      reply({ id: request.id, mesh }, buffers);
    } else {
      const { id, source, count, stride, mode, filter } = request;
      const bytes = new Uint8Array(count * stride);
      await MeshoptDecoder.ready;
      MeshoptDecoder.decodeGltfBuffer(bytes, count, stride, source, mode, filter);
      reply({ id, bytes }, [bytes.buffer]);
    }
  } catch (error) {
    reply({ id: request.id, problem: error instanceof Error ? error.message : String(error) }, []);
  }
}

function reply(message: Reply, transfer: ArrayBufferLike[]): void {
  self.postMessage(message, { transfer: transfer.filter((buffer) => buffer instanceof ArrayBuffer) });
}
