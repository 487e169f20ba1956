/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Two numbers of a bell curve (Box–Muller), for swarms. */
export function scatter(random: () => number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  const angle = 2 * Math.PI * random();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** One number from 0 to 1 for each point of the integer lattice. */
export function speckle(x: number, y: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32;
}

/** Smooth noise from 0 to 1 with features about one unit apart. */
export function noise(x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [smooth(x - x0), smooth(y - y0)];
  const top = speckle(x0, y0) * (1 - u) + speckle(x0 + 1, y0) * u;
  const bottom = speckle(x0, y0 + 1) * (1 - u) + speckle(x0 + 1, y0 + 1) * u;
  return top * (1 - v) + bottom * v;
}

/** Noise from 0 to 1 with finer and finer features, each octave half as strong as the one before. */
export function cloud(x: number, y: number, octaves: number): number {
  let sum = 0;
  for (let i = 0, f = 1; i < octaves; i++, f *= 2) sum += noise(x * f + 17 * i, y * f - 31 * i) / f;
  return sum / (2 - 2 ** (1 - octaves));
}

const smooth = (t: number) => t * t * (3 - 2 * t);
