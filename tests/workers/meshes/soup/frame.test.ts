import test from 'ava';
import { boxInMetres, frameOf, frameTransform } from '../../../../workers/meshes/soup/frame.ts';

const small = { min: [0, 0, 0], max: [1, 2, 3] } as const;
const large = { min: [0, 0, 0], max: [100, 200, 300] } as const;
const boxOf = ({ min, max }: typeof small | typeof large) => ({
  min: [...min] as [number, number, number],
  max: [...max] as [number, number, number],
});

test('a file that tells its frame is believed', (t) => {
  t.deepEqual(frameOf('a.glb', { mediaType: 'model/gltf-binary', unit: 1, up: 'y' }, boxOf(large)), {
    unit: 1,
    unitFrom: 'file',
    up: 'y',
    upFrom: 'file',
  });
});

test('a curator overrules the file', (t) => {
  const frame = frameOf('a.glb', { mediaType: 'model/gltf-binary', unit: 1, up: 'y' }, boxOf(large), {
    unit: 0.01,
    up: 'x',
  });
  t.deepEqual(frame, { unit: 0.01, unitFrom: 'curator', up: 'x', upFrom: 'curator' });
});

test('large numbers are guessed to be millimetres, small ones metres', (t) => {
  t.is(frameOf('a.obj', { mediaType: 'model/obj' }, boxOf(large)).unit, 0.001);
  t.is(frameOf('a.obj', { mediaType: 'model/obj' }, boxOf(small)).unit, 1);
  t.is(frameOf('a.obj', { mediaType: 'model/obj' }, boxOf(small)).unitFrom, 'guess');
});

test('z is up in STL and PLY, y in OBJ', (t) => {
  t.is(frameOf('a.stl', { mediaType: 'model/stl' }, boxOf(small)).up, 'z');
  t.is(frameOf('a.ply', { mediaType: 'application/ply' }, boxOf(small)).up, 'z');
  t.is(frameOf('a.obj', { mediaType: 'model/obj' }, boxOf(small)).up, 'y');
});

const unit = (name: string) => frameOf(name, { mediaType: 'model/stl' }, boxOf(small));

test('a name may tell the unit', (t) => {
  t.is(unit('tri-counter.unitsmm.STL').unit, 0.001);
  t.is(unit('tri-counter.unitsmm.STL').unitFrom, 'file');
  t.is(unit('vase_cm.ply').unit, 0.01);
  t.is(unit('vase (mm).ply').unit, 0.001);
  t.is(unit('vase-inches.stl').unit, 0.0254);
  for (const name of ['communities.stl', 'rhythm.stl', 'units.stl', 'film.stl', 'twin.stl'])
    t.is(unit(name).unitFrom, 'guess', name);
});

test('axes are turned, never mirrored', (t) => {
  for (const up of ['x', 'y', 'z'] as const) {
    const { axes, scale } = frameTransform({ unit: 1, up });
    const image = (point: number[]): number[] => axes.map((axis, i) => point[axis]! * scale[i]! + 0);
    const [x, y, z] = [image([1, 0, 0]), image([0, 1, 0]), image([0, 0, 1])] as [number[], number[], number[]];
    t.deepEqual({ x, y, z }[up], [0, 1, 0]);
    const [a, b, c] = x as [number, number, number];
    const determinant =
      a * (y[1]! * z[2]! - y[2]! * z[1]!) - b * (y[0]! * z[2]! - y[2]! * z[0]!) + c * (y[0]! * z[1]! - y[1]! * z[0]!);
    t.is(determinant, 1);
  }
});

test('a box is turned and scaled', (t) => {
  const { min, max } = boxInMetres(boxOf(large), frameTransform({ unit: 0.001, up: 'z' }));
  t.deepEqual({ min, max }, { min: [0, 0, -0.2], max: [0.1, 0.3, -0] });
});
