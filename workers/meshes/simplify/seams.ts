import { triangleCount, vertexCount } from '../tilemesh.ts';
import type { TileMesh } from '../tilemesh.ts';
import { clustersOf } from './clusters.ts';
import { compact } from './compact.ts';
import { findPlaces } from './places.ts';
import { simplifyIndices } from './simplify.ts';

/** How many rings of triangles along a border belong to the strip: beside the border, the first vertices inside can go, too. */
const RINGS = 2;
/** Triangles that are simplified at once, at most: what bounds the memory (190 bytes each). */
const CLUSTER = 100_000;
/** The strips keep at least this share of their triangles. */
const LEAST = 0.1;

export interface SeamOptions {
  /** How many triangles are wanted for each tile, on the average. */
  triangles: number;
}

/**
 * Simplifies the borders between the tiles of one level, which were locked while the inside of each was simplified: all
 * tiles at once, as both sides of a border have to go the same way. A strip of triangles along all borders is cut out of the
 * tiles and simplified as one mesh, in which each tile has its own vertices: to meshoptimizer the border is a seam of
 * attributes, both of whose sides it collapses alike. Vertices between strip and inside stay, and so do
 * corners of three or more tiles. Afterwards tiles of this level still meet exactly, but no longer those of the level below:
 * a gap there is no wider than the error of the coarser tile, which is measured afterwards, as the distance to its children.
 */
export function simplifySeams(tiles: readonly TileMesh[], { triangles }: SeamOptions): TileMesh[] {
  const places = findPlaces(tiles);
  const inStrip = stripPlaces(tiles, places.of, places.shared);

  // Triangles of the strip: their corners as vertices of all tiles, numbered one after the other.
  const firsts = tiles.map((_, tile) => tiles.slice(0, tile).reduce((sum, mesh) => sum + vertexCount(mesh), 0));
  const insides: Uint32Array[] = [];
  const stays = new Uint8Array(inStrip.length);
  const all = tiles.reduce((sum, mesh) => sum + mesh.indices.length, 0);
  const strip = new Uint32Array(all);
  let used = 0;
  for (const [tile, { indices }] of tiles.entries()) {
    const of = places.of[tile]!;
    const first = firsts[tile]!;
    const inside = new Uint32Array(indices.length);
    let count = 0;
    for (let corner = 0; corner < indices.length; corner += 3) {
      const a = indices[corner]!;
      const b = indices[corner + 1]!;
      const c = indices[corner + 2]!;
      if (inStrip[of[a]!] && inStrip[of[b]!] && inStrip[of[c]!]) {
        strip[used++] = first + a;
        strip[used++] = first + b;
        strip[used++] = first + c;
      } else {
        inside[count++] = a;
        inside[count++] = b;
        inside[count++] = c;
        stays[of[a]!] = stays[of[b]!] = stays[of[c]!] = 1;
      }
    }
    insides.push(inside.slice(0, count));
  }

  const joined = join(tiles);
  const placeOf = new Uint32Array(joined.positions.length / 3);
  for (const [tile, of] of places.of.entries()) placeOf.set(of, firsts[tile]);
  const ratio = Math.max(LEAST, Math.min(1, (triangles * tiles.length - (all - used) / 3) / (used / 3)));
  const clusters = clustersOf(joined.positions, strip.slice(0, used), CLUSTER);
  lockBetween(clusters, placeOf, stays);
  const results = clusters.map((cluster) => simplifyCluster(joined, cluster, placeOf, stays, ratio));

  return tiles.map((mesh, tile) => {
    const first = firsts[tile]!;
    const last = first + vertexCount(mesh);
    const own = results.map((result) => trianglesBetween(result, first, last));
    const inside = insides[tile]!;
    const indices = new Uint32Array(own.reduce((sum, { length }) => sum + length, inside.length));
    indices.set(inside);
    let at = inside.length;
    for (const part of own) {
      indices.set(part, at);
      at += part.length;
    }
    return compact(mesh, indices);
  });
}

/** Places within some rings of triangles around those that tiles share: 1 each. */
function stripPlaces(tiles: readonly TileMesh[], of: readonly Uint32Array[], shared: Uint8Array): Uint8Array {
  let reached = shared;
  for (let ring = 0; ring < RINGS; ring++) {
    const next = reached.slice();
    for (const [tile, { indices }] of tiles.entries()) {
      const placeOf = of[tile]!;
      for (let corner = 0; corner < indices.length; corner += 3) {
        const a = placeOf[indices[corner]!]!;
        const b = placeOf[indices[corner + 1]!]!;
        const c = placeOf[indices[corner + 2]!]!;
        if (reached[a] || reached[b] || reached[c]) next[a] = next[b] = next[c] = 1;
      }
    }
    reached = next;
  }
  return reached;
}

/** The vertices of all tiles, one tile after the other. */
function join(tiles: readonly TileMesh[]): TileMesh {
  const vertices = tiles.reduce((sum, mesh) => sum + vertexCount(mesh), 0);
  const positions = new Int32Array(vertices * 3);
  const normals = new Float32Array(vertices * 3);
  const colours = tiles.some((mesh) => mesh.colours) ? new Uint8Array(vertices * 4).fill(255) : undefined;
  let first = 0;
  for (const mesh of tiles) {
    positions.set(mesh.positions, first * 3);
    normals.set(mesh.normals, first * 3);
    if (mesh.colours) colours!.set(mesh.colours, first * 4);
    first += vertexCount(mesh);
  }
  return { positions, normals, ...(colours && { colours }), indices: new Uint32Array(0), groups: [] };
}

/** What two clusters share stays. */
function lockBetween(clusters: readonly Uint32Array[], placeOf: Uint32Array, stays: Uint8Array): void {
  const owners = new Uint32Array(stays.length);
  for (const [number, cluster] of clusters.entries())
    for (const vertex of cluster) {
      const place = placeOf[vertex]!;
      if (owners[place] === 0) owners[place] = number + 1;
      else if (owners[place] !== number + 1) stays[place] = 1;
    }
}

function simplifyCluster(
  joined: TileMesh,
  cluster: Uint32Array,
  placeOf: Uint32Array,
  stays: Uint8Array,
  ratio: number,
): Uint32Array {
  // Only the vertices in use, as the simplifier looks at all it is given.
  const numbers = new Uint32Array(placeOf.length);
  const vertices = new Uint32Array(Math.min(placeOf.length, cluster.length));
  const indices = new Uint32Array(cluster.length);
  let count = 0;
  for (let corner = 0; corner < cluster.length; corner++) {
    const vertex = cluster[corner]!;
    if (numbers[vertex] === 0) {
      vertices[count++] = vertex;
      numbers[vertex] = count;
    }
    indices[corner] = numbers[vertex]! - 1;
  }
  const positions = new Int32Array(count * 3);
  const normals = new Float32Array(count * 3);
  const colours = joined.colours && new Uint8Array(count * 4);
  const locked = new Uint8Array(count);
  for (let number = 0; number < count; number++) {
    const vertex = vertices[number]!;
    for (let axis = 0; axis < 3; axis++) {
      positions[number * 3 + axis] = joined.positions[vertex * 3 + axis]!;
      normals[number * 3 + axis] = joined.normals[vertex * 3 + axis]!;
    }
    if (colours) for (let part = 0; part < 4; part++) colours[number * 4 + part] = joined.colours![vertex * 4 + part]!;
    locked[number] = stays[placeOf[vertex]!]!;
  }
  const mesh = { positions, normals, ...(colours && { colours }), indices, groups: [] };
  const simplified = simplifyIndices(mesh, locked, Math.floor(triangleCount(mesh) * ratio));
  for (let corner = 0; corner < simplified.length; corner++) simplified[corner] = vertices[simplified[corner]!]!;
  return simplified;
}

/** Those triangles whose vertices are of one tile, by its own numbers. */
function trianglesBetween(triangles: Uint32Array, first: number, last: number): Uint32Array {
  const own = new Uint32Array(triangles.length);
  let count = 0;
  for (let corner = 0; corner < triangles.length; corner += 3) {
    const vertex = triangles[corner]!;
    if (vertex < first || vertex >= last) continue;
    for (let at = corner; at < corner + 3; at++) own[count++] = triangles[at]! - first;
  }
  return own.slice(0, count);
}
