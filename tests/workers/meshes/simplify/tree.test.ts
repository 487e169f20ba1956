import test from 'ava';
import { triangleCount } from '../../../../workers/meshes/tilemesh.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { seeded } from '../../../random.ts';
import { testOnData } from '../../../needs.ts';
import { bumpyGrid, flatCubes, manyMaterials, needles, roughSphere, torus, winged } from './shapes.ts';
import { furthest, gaps } from './reference.ts';
import { spider, venus, whale } from './scans.ts';
import { openEdges } from './tiling.ts';
import { buildTree, randomCut } from './tree.ts';

// Whole trees of tiles, of closed and of broken meshes: what a viewer shows at one time closes, and is as near as declared.

interface Shape {
  mesh: () => TileMesh;
  closed: boolean;
  depth: number;
  /** The share of the triangles wanted that a level may have: more where seams of materials or little shape is left. */
  most?: number;
}

const SHAPES: Record<string, Shape> = {
  'a rough sphere': { mesh: () => roughSphere(32, 100_000), closed: true, depth: 3 },
  'a ring': { mesh: () => torus(120, 40, 80_000), closed: true, depth: 2 },
  'a sphere of nine materials': { mesh: () => manyMaterials(24, 60_000), closed: true, depth: 2, most: 1.6 },
  'cubes with a normal per face': { mesh: () => flatCubes(8, 6, 1000), closed: true, depth: 2 },
  'sheets on one edge': { mesh: () => winged(40, 500), closed: false, depth: 2 },
  'an open surface with holes': { mesh: () => bumpyGrid(70, 400), closed: false, depth: 2 },
  'thin needles': { mesh: () => needles(300, 40_000), closed: true, depth: 2 },
};

for (const [name, { mesh, closed, depth, most = 1.25 }] of Object.entries(SHAPES)) {
  const source = mesh();

  test(`${name}: cuts through levels with locked borders open nothing`, (t) => {
    const levels = buildTree(source, depth, -1);
    const before = openEdges([source]);
    t.is(before === 0, closed);
    const next = seeded(11);
    for (let cut = 0; cut < 8; cut++) {
      const shown = randomCut(levels, 0, depth, next);
      const meshes = shown.map((node) => node.mesh);
      if (closed) t.is(openEdges(meshes), 0, `${shown.length} tiles`);
      // Open borders are simplified, too, so that fewer of their edges are left.
      else t.true(openEdges(meshes) <= before, `${shown.length} tiles`);
    }
    t.true(
      levels
        .slice(0, -1)
        .flat()
        .every(({ error }) => error > 0),
    );
  });

  test(`${name}: levels with seams close, reach their triangles, and are as near as declared`, (t) => {
    const levels = buildTree(source, depth, depth - 1);
    const wanted = triangleCount(source) / 4 ** depth;
    for (const [level, nodes] of levels.entries()) {
      const meshes = nodes.map((node) => node.mesh);
      if (closed) t.is(openEdges(meshes), 0, `level ${level}`);
      const triangles = meshes.reduce((sum, tile) => sum + triangleCount(tile), 0);
      t.true(triangles <= wanted * nodes.length * most, `level ${level}: ${triangles} of ${wanted * nodes.length}`);
      const under = 4 ** (depth - level);
      for (const [index, node] of nodes.entries()) {
        const leaves = levels[depth]!.slice(index * under, (index + 1) * under).map((leaf) => leaf.mesh);
        const far = furthest(node.mesh, leaves);
        t.true(far <= node.error + 0.01, `${level}-${index}: ${far} of ${node.error} declared`);
      }
    }
    const next = seeded(12);
    for (let cut = 0; cut < 8; cut++) {
      const shown = randomCut(levels, 0, depth, next);
      const error = Math.max(...shown.map((node) => node.error));
      const gap = closed ? gaps(shown.map((node) => node.mesh)) : 0;
      t.true(gap <= error + 0.01, `${gap} of ${error} declared`);
    }
  });
}

for (const [name, scan] of Object.entries({ whale, venus, spider }))
  testOnData(name, scan)(`${name}: levels close as the source does, and are as near as declared`, (t) => {
    const source = scan!;
    const depth = triangleCount(source) > 5000 ? 2 : 1;
    // The largest one way only: each takes ten seconds.
    for (const seamsFrom of triangleCount(source) > 50_000 ? [depth - 1] : [-1, depth - 1]) {
      const levels = buildTree(source, depth, seamsFrom);
      const next = seeded(13);
      for (let cut = 0; cut < 3; cut++) {
        const shown = randomCut(levels, seamsFrom + 1, depth, next);
        t.true(openEdges(shown.map((node) => node.mesh)) <= openEdges([source]));
      }
      for (const [level, nodes] of levels.slice(0, -1).entries()) {
        const under = 4 ** (depth - level);
        for (const [index, node] of nodes.entries()) {
          const leaves = levels[depth]!.slice(index * under, (index + 1) * under).map((leaf) => leaf.mesh);
          const far = furthest(node.mesh, leaves);
          t.true(far <= node.error + 0.01, `${level}-${index}: ${far} of ${node.error} declared`);
        }
      }
    }
  });
