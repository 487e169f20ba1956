import { Box3, Group, LoadingManager } from 'three';
import { boxOf, release, type Content, type Listener } from './content.ts';
import { DecoderPool } from './decode/pool.ts';
import { createLoader } from './gltf.ts';
import type { Box } from './vector.ts';

/** One GLB, for manifests that name no tiles. */
export function openModel(url: string, listener: Listener): Content {
  const pool = new DecoderPool();
  const object = new Group();
  let box: Box | null = null;
  let progress = 0;
  let closed = false;
  createLoader(new LoadingManager(), pool).load(
    url,
    ({ scene }) => {
      if (closed) return release(scene);
      object.add(scene);
      object.updateMatrixWorld(true);
      box = boxOf(new Box3().setFromObject(scene, true));
      progress = 1;
      listener.arrived(scene);
      listener.changed();
    },
    ({ loaded, total, lengthComputable }) => {
      // The last part is for unpacking.
      if (lengthComputable) progress = (loaded / total) * 0.9;
      listener.changed();
    },
    (error) => {
      if (!closed) listener.failed(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return {
    object,
    get box() {
      return box;
    },
    get shown() {
      return box !== null;
    },
    get progress() {
      return progress;
    },
    update() {},
    dispose() {
      closed = true;
      release(object);
      pool.dispose();
    },
  };
}
