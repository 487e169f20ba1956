import test from 'ava';
import { simplifySeams } from '../../../../workers/meshes/simplify/seams.ts';
import { triangleCount } from '../../../../workers/meshes/tilemesh.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { roughSphere } from './shapes.ts';
import { openEdges, placeKey, sharedPlaces, splitIntoLeaves } from './tiling.ts';

const source = roughSphere(40, 100_000);
const tiles = splitIntoLeaves(source, 2);
const sum = (meshes: readonly TileMesh[]): number => meshes.reduce((count, mesh) => count + triangleCount(mesh), 0);
const owners = (meshes: readonly TileMesh[]): Map<string, Set<number>> => {
  const found = new Map<string, Set<number>>();
  for (const [tile, { positions }] of meshes.entries())
    for (let vertex = 0; vertex * 3 < positions.length; vertex++) {
      const key = placeKey(positions, vertex);
      found.set(key, (found.get(key) ?? new Set()).add(tile));
    }
  return found;
};

test('borders lose their vertices, and neighbours still meet exactly', (t) => {
  const before = triangleCount(source);
  const simplified = simplifySeams(tiles, { triangles: (before * 0.85) / tiles.length });
  t.is(simplified.length, tiles.length);
  t.is(openEdges(simplified), 0);
  t.true(simplified.every((mesh) => openEdges([mesh]) > 0));
  t.true(Math.abs(sum(simplified) / (before * 0.85) - 1) < 0.02, `${sum(simplified)} of ${before}`);
  const [shared, left] = [sharedPlaces(tiles).size, sharedPlaces(simplified).size];
  t.true(left < shared * 0.75, `${left} of ${shared}`);
});

test('corners of three tiles stay, and nothing becomes shared that was not', (t) => {
  const simplified = simplifySeams(tiles, { triangles: 0 });
  const [before, after] = [owners(tiles), owners(simplified)];
  let corners = 0;
  for (const [place, those] of before) {
    if (those.size < 3) continue;
    corners++;
    t.deepEqual(after.get(place), those, place);
  }
  t.true(corners > 10);
  for (const [place, those] of after)
    t.true(
      [...those].every((tile) => before.get(place)!.has(tile)),
      place,
    );
  t.is(openEdges(simplified), 0);
});

test('the inside, far from all borders, stays as it was', (t) => {
  const shared = new Set(sharedPlaces(tiles).keys());
  // What a border does not reach in three steps.
  for (let ring = 0; ring < 3; ring++) {
    const reached = new Set(shared);
    for (const { positions, indices } of tiles)
      for (let corner = 0; corner < indices.length; corner += 3) {
        const places = [0, 1, 2].map((at) => placeKey(positions, indices[corner + at]!));
        if (places.some((place) => reached.has(place))) for (const place of places) shared.add(place);
      }
  }
  const left = owners(simplifySeams(tiles, { triangles: 0 }));
  const inside = [...owners(tiles).keys()].filter((place) => !shared.has(place));
  t.true(inside.length > 500, `${inside.length}`);
  t.true(inside.every((place) => left.has(place)));
});

test('one tile alone, and tiles that do not touch, stay as they are', (t) => {
  t.is(triangleCount(simplifySeams([source], { triangles: 0 })[0]!), triangleCount(source));
  const apart = { ...source, positions: source.positions.map((at) => at + 300_000) };
  t.is(sum(simplifySeams([source, apart], { triangles: 0 })), 2 * triangleCount(source));
});
