import { Mesh, Texture, type Box3, type Material, type Object3D, type PerspectiveCamera } from 'three';
import type { Box } from './vector.ts';

/** What tells the viewer of what is being loaded. */
export interface Listener {
  /** A mesh is there, though perhaps not shown yet. */
  arrived: (scene: Object3D) => void;
  /** Something is to be drawn anew. */
  changed: () => void;
  /** There is nothing to show and there will be nothing. */
  failed: (error: Error) => void;
}

/** A model in the scene, whole or in tiles. */
export interface Content {
  readonly object: Object3D;
  /** Null until it is known. */
  readonly box: Box | null;
  /** Whether any of it can be seen. */
  readonly shown: boolean;
  /** From 0 to 1, where all that this view needs is there. */
  readonly progress: number;
  /** Asks for what the camera sees, as fine as `error` device pixels. */
  update(camera: PerspectiveCamera, width: number, height: number, error: number): void;
  dispose(): void;
}

export function boxOf({ min, max }: Box3): Box {
  return { min: [min.x, min.y, min.z], max: [max.x, max.y, max.z] };
}

export function meshesOf(scene: Object3D): Mesh[] {
  const meshes: Mesh[] = [];
  scene.traverse((object) => {
    if (object instanceof Mesh) meshes.push(object);
  });
  return meshes;
}

/** Gives back what a scene holds on the graphics card. */
export function release(scene: Object3D): void {
  for (const mesh of meshesOf(scene)) {
    mesh.geometry.dispose();
    for (const material of materialsOf(mesh)) {
      for (const value of Object.values(material)) {
        if (!(value instanceof Texture)) continue;
        if (value.image instanceof ImageBitmap) value.image.close();
        value.dispose();
      }
      material.dispose();
    }
  }
}

export function materialsOf(mesh: Mesh): Material[] {
  return Array.isArray(mesh.material) ? mesh.material : [mesh.material];
}
