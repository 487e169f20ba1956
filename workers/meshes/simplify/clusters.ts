/** Where clusters are divided: not in the middle, so that their borders, which stay, lie elsewhere on the next level. */
const DIVISION = 0.42;

/** Divides triangles into clusters of so many at most, by their middles along the longest axis. Each keeps its order. */
export function clustersOf(positions: Int32Array, triangles: Uint32Array, limit: number): Uint32Array[] {
  const count = triangles.length / 3;
  if (count <= limit) return count > 0 ? [triangles] : [];
  const middles = new Float64Array(count * 3);
  for (let triangle = 0; triangle < count; triangle++)
    for (let axis = 0; axis < 3; axis++)
      for (let corner = 0; corner < 3; corner++)
        middles[triangle * 3 + axis]! += positions[triangles[triangle * 3 + corner]! * 3 + axis]!;
  const axis = longestAxis(middles);
  // Middle and number in one float: 23 and 30 bits. Sorted natively, without a function to compare.
  const keys = new Float64Array(count);
  for (let triangle = 0; triangle < count; triangle++)
    keys[triangle] = middles[triangle * 3 + axis]! * 2 ** 30 + triangle;
  keys.sort();
  const division = Math.max(1, Math.floor(count * DIVISION));
  return [keys.subarray(0, division), keys.subarray(division)].flatMap((part) => {
    const numbers = Uint32Array.from(part, (key) => key % 2 ** 30).toSorted();
    const own = new Uint32Array(numbers.length * 3);
    for (let at = 0; at < numbers.length; at++)
      for (let corner = 0; corner < 3; corner++) own[at * 3 + corner] = triangles[numbers[at]! * 3 + corner]!;
    return clustersOf(positions, own, limit);
  });
}

function longestAxis(points: Float64Array): number {
  let longest = 0;
  let most = -1;
  for (let axis = 0; axis < 3; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (let at = axis; at < points.length; at += 3) {
      low = Math.min(low, points[at]!);
      high = Math.max(high, points[at]!);
    }
    if (high - low > most) {
      most = high - low;
      longest = axis;
    }
  }
  return longest;
}
