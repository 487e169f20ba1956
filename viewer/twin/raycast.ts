import { BufferAttribute, Mesh, Vector3, type Intersection, type Raycaster } from 'three';
import { nearestHit } from './ray.ts';

/** Whether the mesh's corners can be read straight from an array. */
export function isPlain(mesh: Mesh): boolean {
  const position = mesh.geometry.getAttribute('position');
  return position instanceof BufferAttribute && !position.normalized && mesh.constructor === Mesh;
}

/** Finds the nearest hit alone: nobody asks for what lies behind it. */
export function raycast(mesh: Mesh, raycaster: Raycaster, hits: Intersection[]): void {
  if (mesh.geometry.boundingSphere === null) mesh.geometry.computeBoundingSphere();
  const sphere = mesh.geometry.boundingSphere?.clone().applyMatrix4(mesh.matrixWorld);
  if (sphere === undefined || !raycaster.ray.intersectsSphere(sphere)) return;
  // Not made one unit long again, so that distances along it stay those of the world.
  const inverse = mesh.matrixWorld.clone().invert();
  const origin = raycaster.ray.origin.clone().applyMatrix4(inverse);
  const end = raycaster.ray.origin.clone().add(raycaster.ray.direction).applyMatrix4(inverse);
  const direction = end.sub(origin);
  const distance = nearestHit(
    { origin: origin.toArray(), direction: direction.toArray(), near: raycaster.near, far: raycaster.far },
    mesh.geometry.getAttribute('position').array,
    mesh.geometry.getIndex()?.array ?? null,
  );
  if (distance === null) return;
  hits.push({ distance, point: raycaster.ray.at(distance, new Vector3()), object: mesh });
}
