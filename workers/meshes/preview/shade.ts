import { LINEAR } from '../../srgb.ts';
import type { TileMaterial, TileSurface } from '../surface.ts';
import type { Camera } from './camera.ts';
import { sampleTexture } from './sample.ts';
import type { Colour } from './sample.ts';
import type { IsHole } from './visibility.ts';

/** Towards the lamp, in the camera's axes (right, up, back), as the viewer has it at first (viewer/twin/light.ts). */
const LAMP = unit(-0.35, 0.45, Math.sqrt(1 - 0.35 ** 2 - 0.45 ** 2));
/** What the viewer's lamps give to a surface (viewer/twin/stage.ts): four fifths from the lamp, and a fifth from all around. */
const KEY = 0.8;
const AROUND = 0.2 * (0.25 + 0.75 * LAMP[2]);
const ABOVE: Linear = [1.25, 1.25, 1.25];
const BELOW: Linear = [0.77, 0.75, 0.72];
/** Of that from all around, most comes into folds too: the viewer has none of their shadows. */
const FOLDS = 0.25;
/** Of the lamp's light, what rough things mirror whatever their colour: 0.04 at right angles, and so much less to all sides. */
const MIRRORED = 0.04;
const GLOSS = 0.36 * MIRRORED;
/** What shows no colour of its own is plaster, of sRGB 181, 177, 171 (viewer/twin/appearance.ts). */
const PLASTER: Linear = [LINEAR[0xb5]!, LINEAR[0xb1]!, LINEAR[0xab]!];
/** Above this, light is compressed as the viewer does it, so that nothing burns out. */
const SHOULDER = 0.8;

type Linear = readonly [number, number, number];

/** Whether a triangle's mask has a hole at a place; undefined where no material has a mask. */
export function holesOf(surface: TileSurface): IsHole | undefined {
  const { materials } = surface;
  if (materials.every(({ alphaMode }) => alphaMode === 'OPAQUE')) return undefined;
  const groups = groupsOfTriangles(surface);
  const look = lookAt(surface, groups);
  const colour: Colour = new Float64Array(4);
  return (triangle, first, second) => {
    const { alphaMode, alphaCutoff } = materials[groups[triangle]!]!;
    if (alphaMode === 'OPAQUE') return false;
    look(triangle, first, second, colour);
    // Half a veil is more than none: what is blended counts from a tenth on.
    return colour[3]! < (alphaMode === 'MASK' ? alphaCutoff : 0.1);
  };
}

/** Adds the linear red, green and blue, each at most 1, of a place of a triangle to `sum`, so many times. `open`: how much light comes there, 0…1. */
export type Shade = (
  triangle: number,
  first: number,
  second: number,
  open: number,
  sum: Float64Array,
  times: number,
) => void;

export interface Shader {
  shade: Shade;
  /** Whether the colours of a triangle may change from pixel to pixel. */
  isPictured: (triangle: number) => boolean;
}

export function shader(surface: TileSurface, { right, up, back }: Camera): Shader {
  const { normals, indices } = surface.mesh;
  const plaster = surface.materials.map((material) => isPlaster(material, surface));
  const pictured = surface.materials.map(({ baseColourTexture }) => baseColourTexture !== undefined);
  const groups = groupsOfTriangles(surface);
  const look = lookAt(surface, groups);
  const colour: Colour = new Float64Array(4);
  // Towards the lamp, in the axes of the mesh.
  const [lampX, lampY, lampZ] = [0, 1, 2].map(
    (axis) => right[axis]! * LAMP[0] + up[axis]! * LAMP[1] + back[axis]! * LAMP[2],
  ) as [number, number, number];
  const shade: Shade = (triangle, first, second, open, sum, times) => {
    const third = 1 - first - second;
    const a = indices[triangle * 3]! * 3;
    const b = indices[triangle * 3 + 1]! * 3;
    const c = indices[triangle * 3 + 2]! * 3;
    const x = first * normals[a]! + second * normals[b]! + third * normals[c]!;
    const y = first * normals[a + 1]! + second * normals[b + 1]! + third * normals[c + 1]!;
    const z = first * normals[a + 2]! + second * normals[b + 2]! + third * normals[c + 2]!;
    const length = Math.sqrt(x * x + y * y + z * z) || 1;
    // What looks away is seen from its other side.
    const side = (x * back[0] + y * back[1] + z * back[2]) / length < -0.05 ? -1 : 1;
    const group = groups[triangle]!;
    const { unlit, emissive } = surface.materials[group]!;
    look(triangle, first, second, colour);
    if (plaster[group]) colour.set(PLASTER);
    if (!unlit) {
      const lamp = Math.max(0, ((x * lampX + y * lampY + z * lampZ) / length) * side) * KEY;
      // Half of it where the surface is upright.
      const sky = ((y * side) / length) * 0.5 + 0.5;
      const around = AROUND * (1 - FOLDS * (1 - open));
      for (let k = 0; k < 3; k++) {
        const shine = lamp * (1 - MIRRORED) + around * (BELOW[k]! + (ABOVE[k]! - BELOW[k]!) * sky);
        colour[k] = colour[k]! * shine + lamp * GLOSS;
      }
    }
    for (let k = 0; k < 3; k++) colour[k]! += emissive[k]!;
    compress(colour);
    for (let k = 0; k < 3; k++) sum[k]! += times * Math.min(1, colour[k]!);
  };
  return { shade, isPictured: (triangle) => pictured[groups[triangle]!]! };
}

/** White, which is written where no colour is known. */
function isPlaster({ unlit, baseColour, baseColourTexture }: TileMaterial, { mesh }: TileSurface): boolean {
  const [red, green, blue] = baseColour;
  return !unlit && !baseColourTexture && !mesh.colours && red === 1 && green === 1 && blue === 1;
}

/** The shoulder of Khronos PBR Neutral without its toe, as the viewer has it. */
function compress(colour: Colour): void {
  const peak = Math.max(colour[0]!, colour[1]!, colour[2]!);
  if (peak < SHOULDER) return;
  const most = 1 - 0.04 / (peak - 0.6);
  const grey = 1 - 1 / (0.15 * (peak - most) + 1);
  for (let k = 0; k < 3; k++) colour[k] = ((colour[k]! * most) / peak) * (1 - grey) + most * grey;
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
    colour[3]! *= (first * colours[a * 4 + 3]! + second * colours[b * 4 + 3]! + third * colours[c * 4 + 3]!) / 255;
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
