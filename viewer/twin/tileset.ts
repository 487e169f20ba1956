import { TilesRenderer } from '3d-tiles-renderer/three';
import { Box3, LoadingManager } from 'three';
import { boxOf, type Content, type Listener } from './content.ts';
import { DecoderPool } from './decode/pool.ts';
import type { Budget } from './detail.ts';
import { createLoader } from './gltf.ts';
import type { Box } from './vector.ts';

/** Milliseconds until a tile that failed is asked for again; after the last, its place stays as it is. */
const PAUSES = [1000, 4000, 16_000];

/** A tileset of 3D Tiles: its coarse levels first, then what the camera looks at. */
export function openTileset(url: string, budget: Budget, listener: Listener): Content {
  const pool = new DecoderPool();
  pool.prepare();
  const tiles = new TilesRenderer(url);
  tiles.manager = new LoadingManager();
  tiles.manager.addHandler(/\.(?:glb|gltf)$/, createLoader(tiles.manager, pool));
  tiles.lruCache.minBytesSize = budget.cache.low;
  tiles.lruCache.maxBytesSize = budget.cache.high;
  // Tiles are z-up; glTF and this scene are y-up.
  tiles.group.rotation.x = -Math.PI / 2;
  tiles.group.updateMatrixWorld(true);
  let loading = true;
  let failures = 0;
  let box: Box | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  tiles.addEventListener('load-root-tileset', () => {
    const bounds = new Box3();
    if (tiles.getBoundingBox(bounds)) box = boxOf(bounds.applyMatrix4(tiles.group.matrixWorld));
    listener.changed();
  });
  tiles.addEventListener('tiles-load-start', () => {
    loading = true;
  });
  tiles.addEventListener('tiles-load-end', () => {
    loading = false;
    listener.changed();
  });
  tiles.addEventListener('load-model', ({ scene }) => listener.arrived(scene));
  tiles.addEventListener('needs-update', listener.changed);
  tiles.addEventListener('tile-visibility-change', listener.changed);
  tiles.addEventListener('load-error', ({ tile, error }) => {
    const pause = PAUSES[failures];
    if (pause === undefined || tile === null) {
      if (tile === null || tile === tiles.root) listener.failed(error);
      return;
    }
    retry ??= setTimeout(() => {
      failures++;
      retry = undefined;
      tiles.resetFailedTiles();
      listener.changed();
    }, pause);
  });
  return {
    object: tiles.group,
    get box() {
      return box;
    },
    get shown() {
      return tiles.visibleTiles.size > 0;
    },
    get progress() {
      return box === null ? 0 : loading ? Math.min(0.99, tiles.loadProgress) : 1;
    },
    update(camera, width, height, error) {
      tiles.setCamera(camera);
      tiles.setResolution(camera, width, height);
      tiles.errorTarget = error;
      tiles.update();
    },
    dispose() {
      clearTimeout(retry);
      tiles.dispose();
      pool.dispose();
    },
  };
}
