import test from 'ava';
import { MARGIN, measureError } from '../../../../workers/meshes/simplify/distance.ts';
import { simplifyMesh } from '../../../../workers/meshes/simplify/simplify.ts';
import { triangleCount, vertexCount } from '../../../../workers/meshes/tilemesh.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { furthest } from './reference.ts';
import { meshOf, roughSphere } from './shapes.ts';
import { splitIntoLeaves } from './tiling.ts';

/** A square of two triangles at some height. */
const plate = (height: number, size = 1000): TileMesh =>
  meshOf(
    Int32Array.of(0, height, 0, size, height, 0, size, height, size, 0, height, size),
    Uint32Array.of(0, 2, 1, 0, 3, 2),
  );

test('parallel plates are as far apart as they are, times the margin', (t) => {
  t.is(Math.round(measureError([plate(0)], plate(40), { samples: 10, seed: 1 }) / MARGIN), 40);
  t.true(measureError([plate(7)], plate(7), { samples: 10, seed: 1 }) < 1e-9);
});

test('both directions count: what is missing, and what is too much', (t) => {
  t.is(measureError([plate(0, 1000)], plate(0, 900), { samples: 10, seed: 1 }), Math.hypot(100, 100) * MARGIN);
  const more = measureError([plate(0, 900)], plate(0, 1000), { samples: 1000, seed: 1 });
  t.true(more > 90 * MARGIN && more <= Math.hypot(100, 100) * MARGIN, `${more}`);
});

test('a simplified surface is within its error, which is not far more than needed', (t) => {
  const fine = roughSphere(40, 50_000);
  const triangles = Math.floor(triangleCount(fine) / 4);
  const coarse = simplifyMesh(fine, { triangles, locked: new Uint8Array(vertexCount(fine)) });
  const found = furthest(coarse, [fine]);
  for (const seed of [1, 2, 3]) {
    const error = measureError(splitIntoLeaves(fine, 1), coarse, { samples: 500, seed });
    t.true(found <= error, `${found} of ${error}`);
    t.true(error <= found * MARGIN * 1.01, `${error} for ${found}`);
    t.is(error, measureError(splitIntoLeaves(fine, 1), coarse, { samples: 500, seed }));
  }
});

test('a coarse mesh of nothing but lines is measured by the fine vertices', (t) => {
  const line = meshOf(Int32Array.of(0, 0, 0, 1000, 0, 0, 0, 0, 0), Uint32Array.of(0, 1, 2));
  t.is(measureError([plate(0)], line, { samples: 10, seed: 1 }), 1000 * MARGIN);
});
