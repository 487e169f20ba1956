import { Mesh, Texture, Vector3, type Box3, type Material, type Object3D, type PerspectiveCamera } from 'three';
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

/** Where the vertices of some meshes are in the scene: x, y, z one after the other. */
export function verticesOf(scene: Object3D): Float32Array {
  scene.updateMatrixWorld(true);
  const meshes = meshesOf(scene);
  const counts = meshes.map(({ geometry }) => geometry.getAttribute('position').count);
  const vertices = new Float32Array(3 * counts.reduce((sum, count) => sum + count, 0));
  const vertex = new Vector3();
  let at = 0;
  for (const [index, mesh] of meshes.entries()) {
    const position = mesh.geometry.getAttribute('position');
    for (let one = 0; one < (counts[index] ?? 0); one++, at += 3) {
      vertex.fromBufferAttribute(position, one).applyMatrix4(mesh.matrixWorld).toArray(vertices, at);
    }
  }
  return vertices;
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
