import test from 'ava';
import { validateBytes } from 'gltf-validator';
import { encodeTile } from '../../../../workers/meshes/encode/tile.ts';
import type { Picture, TileSurface } from '../../../../workers/meshes/surface.ts';
import { decodeTile } from '../../../twins/verify/tile.ts';
import { PLAIN, trianglesOf, waves } from './surfaces.ts';

const GRID = { step: 2 ** -12, origin: [7, -3, 11] as const };
const PROFILES = ['small', 'fast'] as const;
const PICTURE: Picture = {
  width: 64,
  height: 32,
  channels: 3,
  pixels: Uint8Array.from({ length: 64 * 32 * 3 }, (_, at) => (at * 7) % 256),
};
const VEIL: Picture = { width: 8, height: 8, channels: 4, pixels: new Uint8Array(256).fill(120) };

const SURFACES: Record<string, TileSurface> = {
  'of one colour': { ...waves(20), mesh: withoutColours(waves(20)) },
  'with colours at its vertices': waves(20),
  'of two materials': waves(20, [PLAIN, { ...PLAIN, baseColour: [0.5, 0.1, 0, 1], doubleSided: true }]),
  'with a texture': waves(20, [{ ...PLAIN, baseColourTexture: { picture: 0, wrap: 'repeat' } }], [PICTURE]),
  'with a normal map': waves(20, [{ ...PLAIN, normalTexture: { picture: 0, wrap: 'clamp' } }], [PICTURE]),
  'with a veil and light of its own': waves(
    20,
    [
      { ...PLAIN, alphaMode: 'BLEND', baseColourTexture: { picture: 1, wrap: 'clamp' } },
      { ...PLAIN, alphaMode: 'MASK', alphaCutoff: 0.3, unlit: true, emissive: [1, 0, 0] },
    ],
    [PICTURE, VEIL],
  ),
};

function withoutColours({ mesh }: TileSurface): TileSurface['mesh'] {
  const { positions, normals, indices, groups } = mesh;
  return { positions, normals, indices, groups };
}

for (const [name, surface] of Object.entries(SURFACES))
  for (const profile of PROFILES) {
    test(`a tile ${name} is valid glTF and keeps every position bit by bit, profile ${profile}`, async (t) => {
      const glb = await encodeTile(surface, GRID, { profile, textureQuality: 80 });
      const { issues } = await validateBytes(glb);
      t.deepEqual(
        issues.messages.filter(({ severity }) => severity < 2),
        [],
      );
      const decoded = await decodeTile(glb);
      t.is(decoded.length, surface.mesh.groups.length);
      const { positions } = surface.mesh;
      for (const [number, group] of surface.mesh.groups.entries()) {
        const inMetres = Float64Array.from(positions, (_, at) => {
          // Of y up the file is z up: x, −z, y.
          const [x, y, z] = positions.subarray(at - (at % 3)) as unknown as [number, number, number];
          return [x, -z, y][at % 3]! * GRID.step + 0;
        });
        const indices = surface.mesh.indices.subarray(group.start, group.start + group.count);
        const { positions: found, indices: order } = decoded[number]!;
        t.deepEqual(
          trianglesOf(
            found.map((value) => value + 0),
            order,
          ),
          trianglesOf(inMetres, indices),
        );
      }
    });

    test(`a tile ${name} is the same bytes whenever it is made, profile ${profile}`, async (t) => {
      const [one, other] = [
        await encodeTile(surface, GRID, { profile, textureQuality: 80 }),
        await encodeTile(surface, GRID, { profile, textureQuality: 80 }),
      ];
      t.deepEqual(one, other);
    });
  }

for (const profile of PROFILES)
  test(`normals, colours and places in the texture come through, profile ${profile}`, async (t) => {
    const surface = waves(20, [{ ...PLAIN, baseColourTexture: { picture: 0, wrap: 'repeat' } }], [PICTURE]);
    const { mesh } = surface;
    const [decoded] = await decodeTile(await encodeTile(surface, GRID, { profile, textureQuality: 80 }));
    const size = decoded!.colours!.length / (decoded!.positions.length / 3);
    const at = new Map<string, number>();
    for (let vertex = 0; vertex < mesh.positions.length / 3; vertex++)
      at.set([...mesh.positions.subarray(vertex * 3, vertex * 3 + 3)].join(), vertex);
    for (let i = 0; i < decoded!.positions.length / 3; i++) {
      const [x, minusZ, y] = [...decoded!.positions.subarray(i * 3, i * 3 + 3)].map((value) => value / GRID.step);
      const vertex = at.get([x, y, -minusZ! + 0].join())!;
      const length = Math.hypot(...decoded!.normals!.subarray(i * 3, i * 3 + 3));
      const cosine = [0, 1, 2].reduce(
        (sum, k) => sum + decoded!.normals![i * 3 + k]! * mesh.normals[vertex * 3 + k]!,
        0,
      );
      t.true(cosine / length > Math.cos(Math.PI / 120), 'within a degree and a half');
      for (let k = 0; k < 3; k++) {
        const linear = decoded!.colours![i * size + k]!;
        const srgb = 255 * (linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055);
        t.true(Math.abs(srgb - mesh.colours![vertex * 4 + k]!) <= 1, `${srgb} is ${mesh.colours![vertex * 4 + k]}`);
      }
      for (let k = 0; k < 2; k++)
        t.true(Math.abs(decoded!.texcoords![i * 2 + k]! - mesh.texcoords![vertex * 2 + k]!) * 64 < 0.25);
    }
  });
