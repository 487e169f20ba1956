import test from 'ava';
import { validateBytes } from 'gltf-validator';
import { modelGlb } from '../../../../workers/meshes/preview/model.ts';
import { decodeTile } from '../../../twins/verify/tile.ts';
import { waves } from '../encode/surfaces.ts';
import { cube } from './cube.ts';

const GRID = { step: 2 ** -10, origin: [1, 2, -3] as const };
const PICTURE = { width: 4, height: 4, channels: 3 as const, pixels: new Uint8Array(48).fill(90) };

for (const [name, surface] of [
  ['plain', cube(1024)],
  ['coloured', waves(12)],
  ['textured', cube(1024, { baseColourTexture: { picture: 0, wrap: 'repeat' } }, [PICTURE])],
] as const)
  test(`the model of a ${name} mesh is valid glTF without extensions, in metres at its own place`, async (t) => {
    const glb = await modelGlb(surface, GRID);
    const { issues } = await validateBytes(glb);
    t.deepEqual(
      issues.messages.filter(({ severity }) => severity < 2),
      [],
    );
    const text = Buffer.from(glb).toString('latin1');
    t.false(text.includes('extensionsRequired'));
    const [decoded] = await decodeTile(glb);
    t.is(decoded!.indices.length, surface.mesh.indices.length);
    const [x, y, z] = surface.mesh.positions.subarray(0, 3);
    const place = [x! * GRID.step + 1, -(z! * GRID.step - 3), y! * GRID.step + 2];
    const first = decoded!.indices[surface.mesh.indices.indexOf(0)]! * 3;
    decoded!.positions
      .subarray(first, first + 3)
      .forEach((value, axis) => t.true(Math.abs(value - place[axis]!) < 1e-6));
  });
