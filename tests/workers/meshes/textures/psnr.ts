import { BufferAttribute, BufferGeometry, Triangle, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import type { TileSurface } from '../../../../workers/meshes/surface.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { seeded } from '../../../random.ts';
import { surfaceColour } from './models.ts';

/** Places on a surface, evenly by area, with their colours. */
export interface Samples {
  points: Float64Array;
  colours: Float64Array;
}

export function samplesOf(surface: TileSurface, count: number): Samples {
  const { mesh } = surface;
  const { positions, indices, groups } = mesh;
  const materials = materialOfTriangles(mesh);
  const ends = new Float64Array(indices.length / 3);
  let area = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => vector(positions, indices[i + k]!));
    const textured = surface.materials[groups[materials[i / 3]!]!.material]!.baseColourTexture;
    if (textured) area += new Triangle(a, b, c).getArea();
    ends[i / 3] = area;
  }
  const random = seeded(21);
  const samples = { points: new Float64Array(count * 3), colours: new Float64Array(count * 3) };
  for (let i = 0; i < count; i++) {
    const triangle = firstAbove(ends, random() * area);
    const root = Math.sqrt(random());
    const side = random();
    const weights = [1 - root, root * (1 - side), root * side];
    for (let k = 0; k < 3; k++)
      for (let corner = 0; corner < 3; corner++)
        samples.points[i * 3 + k]! += weights[corner]! * positions[indices[triangle * 3 + corner]! * 3 + k]!;
    samples.colours.set(
      colourOn(surface, groups[materials[triangle]!]!.material, triangle, weights).slice(0, 3),
      i * 3,
    );
  }
  return samples;
}

/** How well a surface shows the colours at the samples' nearest places of it, in decibels. */
export function psnr(samples: Samples, surface: TileSurface): number {
  const { mesh } = surface;
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(Float32Array.from(mesh.positions), 3));
  geometry.setIndex(new BufferAttribute(mesh.indices.slice(), 1));
  const tree = new MeshBVH(geometry, { indirect: true });
  const materials = materialOfTriangles(mesh);
  let error = 0;
  const [point, weights] = [new Vector3(), new Vector3()];
  for (let i = 0; i < samples.points.length; i += 3) {
    point.fromArray(samples.points, i);
    const hit = tree.closestPointToPoint(point)!;
    const [a, b, c] = [0, 1, 2].map((k) => vector(mesh.positions, mesh.indices[hit.faceIndex * 3 + k]!));
    Triangle.getBarycoord(hit.point, a!, b!, c!, weights);
    const { material } = mesh.groups[materials[hit.faceIndex]!]!;
    const colour = colourOn(surface, material, hit.faceIndex, weights.toArray());
    for (let k = 0; k < 3; k++) error += (colour[k]! - samples.colours[i + k]!) ** 2;
  }
  return 10 * Math.log10(255 ** 2 / (error / samples.points.length));
}

function colourOn(surface: TileSurface, material: number, triangle: number, weights: readonly number[]): number[] {
  const { indices, texcoords } = surface.mesh;
  let [u, v] = [0, 0];
  for (let k = 0; k < 3; k++) {
    const vertex = indices[triangle * 3 + k]!;
    u += weights[k]! * texcoords![vertex * 2]!;
    v += weights[k]! * texcoords![vertex * 2 + 1]!;
  }
  return surfaceColour(surface, material, u, v);
}

function materialOfTriangles({ indices, groups }: TileMesh): Int32Array {
  const numbers = new Int32Array(indices.length / 3);
  for (const [i, { start, count }] of groups.entries()) numbers.fill(i, start / 3, (start + count) / 3);
  return numbers;
}

const vector = (positions: Int32Array, vertex: number): Vector3 =>
  new Vector3(positions[vertex * 3], positions[vertex * 3 + 1], positions[vertex * 3 + 2]);

function firstAbove(ends: Float64Array, value: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
