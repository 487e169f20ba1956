/** What is wrong with edges. An edge is two places, whatever the attributes of its vertices. */
export interface EdgeCounts {
  /** Of one face only. */
  open: number;
  /** Of more than two faces. */
  nonManifold: number;
  /** Along which faces do not run equally often in both directions: a surface without any encloses a volume. */
  unbalanced: number;
}

export const noEdges = (): EdgeCounts => ({ open: 0, nonManifold: 0, unbalanced: 0 });

/** `faces` have the edge; `direction` is how many run from its one end to the other less those that run back. */
export function countEdge(counts: EdgeCounts, faces: number, direction: number): void {
  if (faces === 1) counts.open++;
  if (faces > 2) counts.nonManifold++;
  if (direction !== 0) counts.unbalanced++;
}

/**
 * Gives each edge of a mesh once, from the place of the lower number to that of the higher. Edges are sorted by their
 * lower place and then counted by a mark on the higher one: linear, whatever the mesh.
 */
export function forEachEdge(
  indices: Uint32Array,
  places: Uint32Array,
  placeCount: number,
  take: (low: number, high: number, faces: number, direction: number) => void,
): void {
  const starts = new Uint32Array(placeCount + 1);
  for (let at = 0; at < indices.length; at += 3) {
    const a = places[indices[at]!]!;
    const b = places[indices[at + 1]!]!;
    const c = places[indices[at + 2]!]!;
    starts[(a < b ? a : b) + 1]!++;
    starts[(b < c ? b : c) + 1]!++;
    starts[(c < a ? c : a) + 1]!++;
  }
  for (let place = 0; place < placeCount; place++) starts[place + 1]! += starts[place]!;
  const next = starts.slice();
  const ends = new Uint32Array(indices.length);
  // The lowest bit is the direction.
  for (let at = 0; at < indices.length; at += 3) {
    const a = places[indices[at]!]!;
    const b = places[indices[at + 1]!]!;
    const c = places[indices[at + 2]!]!;
    if (a < b) ends[next[a]!++] = b * 2;
    else ends[next[b]!++] = a * 2 + 1;
    if (b < c) ends[next[b]!++] = c * 2;
    else ends[next[c]!++] = b * 2 + 1;
    if (c < a) ends[next[c]!++] = a * 2;
    else ends[next[a]!++] = c * 2 + 1;
  }
  const faces = new Uint32Array(placeCount);
  const directions = new Int32Array(placeCount);
  for (let low = 0; low < placeCount; low++) {
    const begin = starts[low]!;
    const end = starts[low + 1]!;
    for (let at = begin; at < end; at++) {
      const high = ends[at]! >>> 1;
      faces[high]!++;
      directions[high]! += ends[at]! & 1 ? -1 : 1;
    }
    for (let at = begin; at < end; at++) {
      const high = ends[at]! >>> 1;
      if (faces[high] === 0) continue;
      take(low, high, faces[high]!, directions[high]!);
      faces[high] = directions[high] = 0;
    }
  }
}
