import { LINEAR } from '../srgb.ts';
import type { TileSurface } from '../surface.ts';
import type { Camera } from './camera.ts';
import { sampleTexture } from './sample.ts';
import type { Colour } from './sample.ts';
import { NOTHING } from './visibility.ts';
import type { IsHole, Visible } from './visibility.ts';

/** Directions towards the lights in the camera's axes (right, up, back), and how strong they are. */
const LIGHTS = [
  { towards: unit(-0.55, 0.65, 0.55), strength: 0.72 },
  { towards: unit(0.8, 0.1, 0.45), strength: 0.16 },
  { towards: unit(0.3, 0.6, -0.75), strength: 0.3 },
] as const;
/** Of the surroundings: from above and from below. */
const SKY = 0.34;
const GROUND = 0.14;
/** White scans would shine like paper: a tenth less is plaster. */
const EXPOSURE = 0.92;

/** Whether a triangle's mask has a hole at a place; undefined where no material has a mask. */
export function holesOf(surface: TileSurface): IsHole | undefined {
  const { materials } = surface;
  if (materials.every(({ alphaMode }) => alphaMode === 'OPAQUE')) return undefined;
  const groups = groupsOfTriangles(surface);
  const look = lookAt(surface, groups);
  const colour: Colour = [0, 0, 0, 0];
  return (triangle, first, second) => {
    const { alphaMode, alphaCutoff } = materials[groups[triangle]!]!;
    if (alphaMode === 'OPAQUE') return false;
    look(triangle, first, second, colour);
    // Half a veil is more than none: what is blended counts from a tenth on.
    return colour[3] < (alphaMode === 'MASK' ? alphaCutoff : 0.1);
  };
}

/** Linear red, green and blue of each pixel, and whether there is something (0 or 1): four numbers. */
export function shade(surface: TileSurface, visible: Visible, light: Float32Array, camera: Camera): Float32Array {
  const { normals, indices } = surface.mesh;
  const { right, up, back } = camera;
  const groups = groupsOfTriangles(surface);
  const look = lookAt(surface, groups);
  const shaded = new Float32Array(visible.triangles.length * 4);
  const colour: Colour = [0, 0, 0, 0];
  const { triangles, weights } = visible;
  for (let pixel = 0; pixel < triangles.length; pixel++) {
    const triangle = triangles[pixel]!;
    if (triangle === NOTHING) continue;
    const first = weights[pixel * 2]!;
    const second = weights[pixel * 2 + 1]!;
    const third = 1 - first - second;
    const a = indices[triangle * 3]! * 3;
    const b = indices[triangle * 3 + 1]! * 3;
    const c = indices[triangle * 3 + 2]! * 3;
    const x = first * normals[a]! + second * normals[b]! + third * normals[c]!;
    const y = first * normals[a + 1]! + second * normals[b + 1]! + third * normals[c + 1]!;
    const z = first * normals[a + 2]! + second * normals[b + 2]! + third * normals[c + 2]!;
    const length = Math.sqrt(x * x + y * y + z * z) || 1;
    const across = (x * right[0] + y * right[1] + z * right[2]) / length;
    const high = (x * up[0] + y * up[1] + z * up[2]) / length;
    const facing = (x * back[0] + y * back[1] + z * back[2]) / length;
    // What looks away is seen from its other side.
    const side = facing < -0.05 ? -1 : 1;
    const material = surface.materials[groups[triangle]!]!;
    look(triangle, first, second, colour);
    const shine = material.unlit ? 1 : brightness(across * side, high * side, facing * side, light[pixel]!);
    for (let k = 0; k < 3; k++) shaded[pixel * 4 + k] = colour[k]! * shine + material.emissive[k]!;
    shaded[pixel * 4 + 3] = 1;
  }
  return shaded;
}

function brightness(across: number, high: number, facing: number, light: number): number {
  const around = (GROUND + (SKY - GROUND) * (high * 0.5 + 0.5)) * light;
  let lit = 0;
  for (let number = 0; number < LIGHTS.length; number++) {
    const { towards, strength } = LIGHTS[number]!;
    const cosine = across * towards[0] + high * towards[1] + facing * towards[2];
    // Wrapped around by a tenth: no hard line where the light ends.
    lit += strength * Math.max(0, (cosine + 0.1) / 1.1);
  }
  return (around + lit * (0.35 + 0.65 * light)) * EXPOSURE;
}

/** Writes the colour of the material, its texture and the vertices at a place of a triangle. */
function lookAt({ mesh, materials, pictures }: TileSurface, groups: Uint32Array) {
  const { indices, colours, texcoords } = mesh;
  return (triangle: number, first: number, second: number, colour: Colour): void => {
    const third = 1 - first - second;
    const { baseColour, baseColourTexture } = materials[groups[triangle]!]!;
    const a = indices[triangle * 3]!;
    const b = indices[triangle * 3 + 1]!;
    const c = indices[triangle * 3 + 2]!;
    if (baseColourTexture && texcoords) {
      const u = first * texcoords[a * 2]! + second * texcoords[b * 2]! + third * texcoords[c * 2]!;
      const v = first * texcoords[a * 2 + 1]! + second * texcoords[b * 2 + 1]! + third * texcoords[c * 2 + 1]!;
      sampleTexture(pictures[baseColourTexture.picture]!, baseColourTexture.wrap, u, v, colour);
    } else {
      colour.fill(1);
    }
    for (let k = 0; k < 4; k++) colour[k]! *= baseColour[k]!;
    if (!colours) return;
    for (let k = 0; k < 3; k++) {
      const mixed =
        first * LINEAR[colours[a * 4 + k]!]! +
        second * LINEAR[colours[b * 4 + k]!]! +
        third * LINEAR[colours[c * 4 + k]!]!;
      colour[k]! *= mixed;
    }
    colour[3] *= (first * colours[a * 4 + 3]! + second * colours[b * 4 + 3]! + third * colours[c * 4 + 3]!) / 255;
  };
}

function groupsOfTriangles({ mesh }: TileSurface): Uint32Array {
  const groups = new Uint32Array(mesh.indices.length / 3);
  for (const { material, start, count } of mesh.groups) groups.fill(material, start / 3, (start + count) / 3);
  return groups;
}

function unit(x: number, y: number, z: number): readonly [number, number, number] {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}
