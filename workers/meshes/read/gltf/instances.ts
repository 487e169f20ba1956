import type { Findings } from '../findings.ts';
import type { Accessors, Shape } from './accessors.ts';
import { Column } from './column.ts';
import type { Document, JsonObject } from './document.ts';
import { BYTE, FLOAT, SHORT } from './elements.ts';
import { compose, identity, multiply } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import type { Placed, Scene } from './scene.ts';

const VECTOR: Shape = { types: ['VEC3'], componentTypes: [FLOAT] };
const ROTATION: Shape = { types: ['VEC4'], componentTypes: [FLOAT, BYTE, SHORT] };
const MATRIX: Shape = { types: ['MAT4'], componentTypes: [FLOAT] };

/** Where a mesh is placed, once or, with EXT_mesh_gpu_instancing, as often as its accessors have elements. */
export interface Instances {
  count: number;
  matrix(index: number): Matrix;
  [Symbol.dispose](): void;
}

export async function instancesOf(
  placed: Placed,
  scene: Scene,
  document: Document,
  accessors: Accessors,
  findings: Findings,
): Promise<Instances> {
  const { node } = placed;
  const skin = node.integer('skin');
  const matrix =
    skin === undefined
      ? placed.matrix
      : await restPose(document.get('skins', skin, node.at('skin')), scene, document, accessors);
  if (skin !== undefined) {
    findings.add('not-animated', () => `${node.pointer}: a mesh with a skeleton is shown in its pose at rest.`);
  }
  const attributes = node.extension('EXT_mesh_gpu_instancing')?.object('attributes');
  if (!attributes) return { count: 1, matrix: () => matrix, [Symbol.dispose]: () => undefined };
  return manyOf(attributes, matrix, accessors);
}

/**
 * Vertices of a skinned mesh stand where its joints put them, not its node (glTF 2.0, 3.7.3.3). At rest all joints
 * usually put them at the same place, so that the first speaks for all.
 */
async function restPose(skin: JsonObject, scene: Scene, document: Document, accessors: Accessors): Promise<Matrix> {
  const joint = skin.integers('joints')[0] ?? -1;
  document.get('nodes', joint, skin.at('joints/0'));
  const world = scene.worlds.slice(joint * 16, joint * 16 + 16);
  // A joint that is in no scene.
  if (world[15] === 0) return identity();
  const inverse = skin.integer('inverseBindMatrices');
  if (inverse === undefined) return world;
  using column = new Column(await accessors.elements(inverse, skin.at('inverseBindMatrices'), MATRIX));
  const at = column.seek(0);
  return multiply(world, Float64Array.from(column.values.subarray(at, at + 16)));
}

async function manyOf(attributes: JsonObject, above: Matrix, accessors: Accessors): Promise<Instances> {
  const open = async (name: string, shape: Shape): Promise<Column | undefined> => {
    const index = attributes.integer(name);
    return index === undefined ? undefined : new Column(await accessors.elements(index, attributes.at(name), shape));
  };
  const translation = await open('TRANSLATION', VECTOR);
  const rotation = await open('ROTATION', ROTATION);
  const scale = await open('SCALE', VECTOR);
  const columns = [translation, rotation, scale].filter((column) => column !== undefined);
  return {
    count: columns.length === 0 ? 0 : Math.min(...columns.map(({ count }) => count)),
    matrix: (index) =>
      multiply(above, compose([...read(translation, index)], [...read(rotation, index)], [...read(scale, index)])),
    [Symbol.dispose]: () => columns.forEach((column) => column[Symbol.dispose]()),
  };
}

/** One element, and nothing where there is no column. */
function read(column: Column | undefined, index: number): Float32Array {
  if (!column) return new Float32Array();
  const at = column.seek(index);
  return column.values.subarray(at, at + column.components);
}
