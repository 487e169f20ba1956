/** A number from −1 to 1 for each place of a lattice, the same in every run. */
function lattice(x: number, y: number, z: number, seed: number): number {
  let hash = Math.imul(x, 0x9e37_79b1) ^ Math.imul(y, 0x85eb_ca77) ^ Math.imul(z, 0xc2b2_ae3d) ^ seed;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a_2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 31 - 1;
}

const smooth = (t: number): number => t * t * (3 - 2 * t);
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** Value noise: smooth between the places of the lattice. */
function noise(x: number, y: number, z: number, seed: number): number {
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  const [u, v, w] = [smooth(x - i), smooth(y - j), smooth(z - k)];
  const plane = (at: number): number =>
    mix(
      mix(lattice(i, j, at, seed), lattice(i + 1, j, at, seed), u),
      mix(lattice(i, j + 1, at, seed), lattice(i + 1, j + 1, at, seed), u),
      v,
    );
  return mix(plane(k), plane(k + 1), w);
}

/** Noise of ever finer octaves, each half as strong as the one before: rough like a scan at every distance. */
export function fractal(x: number, y: number, z: number, octaves: number, seed: number): number {
  let sum = 0;
  for (let octave = 0, scale = 1; octave < octaves; octave++, scale *= 2) {
    sum += noise(x * scale, y * scale, z * scale, seed + octave) / scale;
  }
  return sum;
}
