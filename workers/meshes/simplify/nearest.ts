import { MAX_BITS } from '../grid.ts';
import type { TileMesh } from '../tilemesh.ts';

/** Triangles without anything else: corners as indices into positions. */
export type Triangles = Pick<TileMesh, 'positions' | 'indices'>;

/** How far is looked first, as a share of the triangles' mean extent; then so many times as far for what is left. */
const FIRST_REACH = 1 / 8;
const FARTHER = 4;
/** Beyond all distances on the grid: who is here has met every triangle. */
const FARTHEST = FARTHER * 2 ** (MAX_BITS + 1);
/** So many cells are looked up at once; of more, those are left out that the plane of the triangle does not come near to. */
const FEW = 8;
/** Each of so many triangles is measured for their mean extent. */
const MEASURED_STRIDE = 16;
/** Bits of each axis that make the place of a cell. */
const BITS = 6;
const MASK = (1 << BITS) - 1;

/**
 * The squared distance from each point to the nearest of some triangles, exactly, or as exactly as 64-bit numbers are.
 * Infinity where there are no triangles.
 *
 * Points are sorted by the cubic cells in which they lie (hashed as by Teschner et al. 2003, sorted by counting), and the
 * triangles pass by: each is compared with the points of all cells within reach. Points that find a triangle within
 * reach are done; the others are sorted anew, and looked at with a larger reach. A grid that holds the
 * triangles and is asked point by point was as fast, but triangles lie in many of its cells, and must not differ much in
 * size; points may lie anywhere here.
 * @param points x, y, z each, in steps of the grid, not negative
 */
export function squaredDistances(points: Float64Array, meshes: readonly Triangles[]): Float64Array {
  const count = points.length / 3;
  const squares = new Float64Array(count).fill(Infinity);
  const extent = meanExtent(meshes);
  const triangles = meshes.reduce((sum, { indices }) => sum + indices.length / 3, 0);
  if (extent === undefined) return squares;
  let left = new Uint32Array(count);
  for (let point = 0; point < count; point++) left[point] = point;
  for (let reach = Math.max(1, extent * FIRST_REACH); left.length > 0 && reach < FARTHEST; reach *= FARTHER) {
    // Half the distance between neighbouring points, were they spread evenly over the triangles.
    const spacing = (extent / 2) * Math.sqrt(triangles / (2 * left.length));
    const sorted = sortByCell(points, left, Math.max(extent, reach, spacing), reach);
    for (const mesh of meshes) passBy(sorted, mesh, reach);
    const { numbers, best } = sorted;
    let waiting = 0;
    for (let at = 0; at < numbers.length; at++) {
      if (best[at]! < reach * reach) squares[numbers[at]!] = best[at]!;
      else left[waiting++] = numbers[at]!;
    }
    left = left.subarray(0, waiting);
  }
  return squares;
}

interface SortedPoints {
  /** Bits of the side of a cell. */
  shift: number;
  /** Per place, where its points start; one more for the end of the last. */
  starts: Uint32Array;
  /** Which of all points these are. */
  numbers: Uint32Array;
  coordinates: Float64Array;
  /** The smallest squared distances so far: that of the reach, before anything is found within it. */
  best: Float64Array;
}

/** Neighbours along an axis get neighbouring places, which the processor's caches hold together. */
const placeOf = (x: number, y: number, z: number): number =>
  (x & MASK) | ((y & MASK) << BITS) | ((z & MASK) << (2 * BITS));

function sortByCell(points: Float64Array, which: Uint32Array, side: number, reach: number): SortedPoints {
  const count = which.length;
  const shift = Math.max(0, Math.round(Math.log2(side)));
  const starts = new Uint32Array(2 ** (3 * BITS) + 1);
  const places = new Uint32Array(count);
  for (let at = 0; at < count; at++) {
    const number = which[at]!;
    const place = placeOf(
      Math.floor(points[number * 3]!) >> shift,
      Math.floor(points[number * 3 + 1]!) >> shift,
      Math.floor(points[number * 3 + 2]!) >> shift,
    );
    places[at] = place;
    starts[place]!++;
  }
  let sum = 0;
  for (let place = 0; place < starts.length; place++) {
    sum += starts[place]!;
    starts[place] = sum;
  }
  const numbers = new Uint32Array(count);
  const coordinates = new Float64Array(count * 3);
  const best = new Float64Array(count);
  // Backwards, so that each place ends with its start.
  for (let at = count - 1; at >= 0; at--) {
    const number = which[at]!;
    const to = --starts[places[at]!]!;
    numbers[to] = number;
    best[to] = reach * reach;
    coordinates[to * 3] = points[number * 3]!;
    coordinates[to * 3 + 1] = points[number * 3 + 1]!;
    coordinates[to * 3 + 2] = points[number * 3 + 2]!;
  }
  return { shift, starts, numbers, coordinates, best };
}

/** Compares each triangle with the points within reach of it (Ericson, Real-Time Collision Detection, 5.1.5). */
function passBy(
  { shift, starts, coordinates, best }: SortedPoints,
  { positions, indices }: Triangles,
  reach: number,
): void {
  const count = best.length;
  const side = 2 ** shift;
  const ranges = new Uint32Array((count + FEW) * 2);
  for (let corner = 0; corner < indices.length; corner += 3) {
    const a = indices[corner]! * 3;
    const b = indices[corner + 1]! * 3;
    const c = indices[corner + 2]! * 3;
    const ax = positions[a]!;
    const ay = positions[a + 1]!;
    const az = positions[a + 2]!;
    const bx = positions[b]!;
    const by = positions[b + 1]!;
    const bz = positions[b + 2]!;
    const cx = positions[c]!;
    const cy = positions[c + 1]!;
    const cz = positions[c + 2]!;
    // What lies within reach of its box.
    const minX = Math.min(ax, bx, cx) - reach;
    const minY = Math.min(ay, by, cy) - reach;
    const minZ = Math.min(az, bz, cz) - reach;
    const maxX = Math.max(ax, bx, cx) + reach;
    const maxY = Math.max(ay, by, cy) + reach;
    const maxZ = Math.max(az, bz, cz) + reach;
    const lowX = Math.max(0, Math.floor(minX)) >> shift;
    const lowY = Math.max(0, Math.floor(minY)) >> shift;
    const lowZ = Math.max(0, Math.floor(minZ)) >> shift;
    const highX = Math.floor(maxX) >> shift;
    const highY = Math.floor(maxY) >> shift;
    const highZ = Math.floor(maxZ) >> shift;
    let used = 0;
    const cells = (highX - lowX + 1) * (highY - lowY + 1) * (highZ - lowZ + 1);
    if (cells <= FEW) {
      for (let z = lowZ; z <= highZ; z++)
        for (let y = lowY; y <= highY; y++)
          for (let x = lowX; x <= highX; x++) {
            const place = placeOf(x, y, z);
            const start = starts[place]!;
            const end = starts[place + 1]!;
            if (start === end) continue;
            ranges[used++] = start;
            ranges[used++] = end;
          }
      if (used === 0) continue;
    }
    const abx = bx - ax;
    const aby = by - ay;
    const abz = bz - az;
    const acx = cx - ax;
    const acy = cy - ay;
    const acz = cz - az;
    const nx = aby * acz - abz * acy;
    const ny = abz * acx - abx * acz;
    const nz = abx * acy - aby * acx;
    const nn = nx * nx + ny * ny + nz * nz;
    if (cells > count) {
      ranges[used++] = 0;
      ranges[used++] = count;
    } else if (cells > FEW) {
      // Cells that its plane does not come near to are left out; a little wider than exact, for what is rounded.
      const touching = 1.00001 * (side * 0.5 * (Math.abs(nx) + Math.abs(ny) + Math.abs(nz)) + reach * Math.sqrt(nn));
      for (let z = lowZ; z <= highZ; z++) {
        const aboveZ = nz * ((z + 0.5) * side - az);
        for (let y = lowY; y <= highY; y++) {
          const aboveYZ = aboveZ + ny * ((y + 0.5) * side - ay);
          for (let x = lowX; x <= highX; x++) {
            if (Math.abs(aboveYZ + nx * ((x + 0.5) * side - ax)) > touching) continue;
            const place = placeOf(x, y, z);
            const start = starts[place]!;
            const end = starts[place + 1]!;
            if (start === end) continue;
            ranges[used++] = start;
            ranges[used++] = end;
          }
        }
      }
    }
    if (used === 0) continue;

    const abab = abx * abx + aby * aby + abz * abz;
    const abac = abx * acx + aby * acy + abz * acz;
    const acac = acx * acx + acy * acy + acz * acz;
    for (let range = 0; range < used; range += 2) {
      const end = ranges[range + 1]!;
      for (let at = ranges[range]!; at < end; at++) {
        const x = coordinates[at * 3]!;
        const y = coordinates[at * 3 + 1]!;
        const z = coordinates[at * 3 + 2]!;
        if (x < minX || x > maxX || y < minY || y > maxY || z < minZ || z > maxZ) continue;
        let px = x - ax;
        let py = y - ay;
        let pz = z - az;
        // Further from the plane than the nearest so far, as most are.
        const above = nx * px + ny * py + nz * pz;
        if (above * above > best[at]! * nn) continue;
        const d1 = abx * px + aby * py + abz * pz;
        const d2 = acx * px + acy * py + acz * pz;
        if (d1 > 0 || d2 > 0) {
          const d3 = d1 - abab;
          const d4 = d2 - abac;
          const d5 = d1 - abac;
          const d6 = d2 - acac;
          // The nearest point is a + v × ab + w × ac.
          let v: number;
          let w: number;
          if (d3 >= 0 && d4 <= d3) {
            v = 1;
            w = 0;
          } else if (d6 >= 0 && d5 <= d6) {
            v = 0;
            w = 1;
          } else {
            const vc = d1 * d4 - d3 * d2;
            const vb = d5 * d2 - d1 * d6;
            const va = d3 * d6 - d5 * d4;
            if (vc <= 0 && d1 >= 0 && d3 <= 0) {
              v = d1 / abab;
              w = 0;
            } else if (vb <= 0 && d2 >= 0 && d6 <= 0) {
              v = 0;
              w = d2 / acac;
            } else if (va <= 0 && d4 >= d3 && d5 >= d6) {
              w = (d4 - d3) / (d4 - d3 + d5 - d6);
              v = 1 - w;
            } else {
              const whole = va + vb + vc;
              v = vb / whole;
              w = vc / whole;
            }
          }
          px -= v * abx + w * acx;
          py -= v * aby + w * acy;
          pz -= v * abz + w * acz;
        }
        const square = px * px + py * py + pz * pz;
        if (square < best[at]!) best[at] = square;
      }
    }
  }
}

/** The mean longest side of the triangles' boxes. Undefined without triangles. */
function meanExtent(meshes: readonly Triangles[]): number | undefined {
  let sum = 0;
  let count = 0;
  for (const { positions, indices } of meshes) {
    for (let corner = 0; corner < indices.length; corner += 3 * MEASURED_STRIDE) {
      const a = indices[corner]! * 3;
      const b = indices[corner + 1]! * 3;
      const c = indices[corner + 2]! * 3;
      let extent = 0;
      for (let axis = 0; axis < 3; axis++) {
        const p = positions[a + axis]!;
        const q = positions[b + axis]!;
        const r = positions[c + axis]!;
        extent = Math.max(extent, Math.max(p, q, r) - Math.min(p, q, r));
      }
      sum += extent;
      count++;
    }
  }
  return count > 0 ? sum / count : undefined;
}
