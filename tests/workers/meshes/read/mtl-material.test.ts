import test from 'ava';
import { fromMtl, isInvisible } from '../../../../workers/meshes/read/mtl-material.ts';
import type { MtlMap, MtlMaterial } from '../../../../workers/meshes/read/mtl.ts';

const make = (parts: Partial<MtlMaterial>): MtlMaterial => ({ name: 'a', maps: {}, ...parts });
const MAP: MtlMap = { file: 'a.png', clamp: false, scale: [1, 1], offset: [0, 0] };

test('colours become linear, and a black one under a picture white', (t) => {
  const [red, green, blue] = fromMtl(make({ diffuse: [1, 0.5, 0] })).baseColour;
  t.is(red, 1);
  t.true(Math.abs(green - 0.21404) < 1e-5);
  t.is(blue, 0);
  t.deepEqual(fromMtl(make({ diffuse: [0, 0, 0] })).baseColour, [0, 0, 0, 1]);
  t.deepEqual(fromMtl(make({ diffuse: [0, 0, 0], maps: { diffuse: MAP } })).baseColour, [1, 1, 1, 1]);
});

test('opacity is that of d, else of Tr, and what would not be seen is opaque', (t) => {
  const alpha = (parts: Partial<MtlMaterial>): number => fromMtl(make(parts)).baseColour[3];
  t.is(alpha({ opacity: 0.25, transparency: 0.25 }), 0.25);
  t.is(alpha({ transparency: 0.25 }), 0.75);
  t.is(alpha({ transparency: 1 }), 1);
  t.is(alpha({ opacity: 0 }), 1);
  t.true(isInvisible(make({ transparency: 1 })));
  t.is(fromMtl(make({ opacity: 0.5 })).alphaMode, 'BLEND');
  t.is(fromMtl(make({ transparency: 1 })).alphaMode, 'OPAQUE');
});

test('highlights become roughness: the sharper the smoother, and none where there are none', (t) => {
  const rough = (parts: Partial<MtlMaterial>): number => fromMtl(make(parts)).roughness;
  const shiny = { specular: [1, 1, 1] };
  t.is(rough({ ...shiny, exponent: 0 }), 1);
  t.true(Math.abs(rough({ ...shiny, exponent: 30 }) - 0.5) < 1e-12);
  t.is(rough({ ...shiny, exponent: 30, illumination: 1 }), 1);
  t.is(rough({ exponent: 1000 }), 1);
  t.is(rough({ ...shiny, exponent: 1000, roughness: 0.7 }), 0.7);
  t.is(fromMtl(make({ metallic: 3 })).metallic, 1);
});
