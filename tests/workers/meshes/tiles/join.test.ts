import test from 'ava';
import type { Picture, TileSurface } from '../../../../workers/meshes/surface.ts';
import { joinSurfaces } from '../../../../workers/meshes/tiles/join.ts';
import { plainTileMaterial } from '../textures/models.ts';

const grey = (value: number): Picture => ({
  width: 1,
  height: 1,
  channels: 3,
  pixels: new Uint8Array([value, value, value]),
});

/** A triangle with a picture of one texel behind one that no material has. */
function triangleAt(x: number, value: number): TileSurface {
  return {
    mesh: {
      positions: new Int32Array([x, 0, 0, x + 10, 0, 0, x, 10, 0]),
      normals: new Float32Array([0, 0, 1, 0, 0, 1, 0, 0, 1]),
      texcoords: new Float32Array([0, 0, 1, 0, 0, 1]),
      indices: new Uint32Array([0, 1, 2]),
      groups: [{ material: 1, start: 0, count: 3 }],
    },
    materials: [
      plainTileMaterial,
      { ...plainTileMaterial, baseColourTexture: { picture: 1, wrap: 'clamp' }, roughness: value / 255 },
    ],
    pictures: [grey(0), grey(value)],
  };
}

test('each part of a joined surface shows its own picture', (t) => {
  const { mesh, materials, pictures } = joinSurfaces([triangleAt(0, 100), triangleAt(10, 200)]);
  t.is(mesh.indices.length, 6);
  const greys = mesh.groups.map(({ material, start, count }) => {
    const { baseColourTexture, roughness } = materials[material]!;
    const x = Math.min(...mesh.indices.subarray(start, start + count).map((vertex) => mesh.positions[vertex * 3]!));
    const shown = pictures[baseColourTexture!.picture]!.pixels[0]!;
    t.is(Math.round(roughness * 255), shown);
    return [x, shown];
  });
  t.deepEqual(greys, [
    [0, 100],
    [10, 200],
  ]);
});
