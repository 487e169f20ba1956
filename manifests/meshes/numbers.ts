/** What visitors are told of a scan. Lengths in metres. */
export interface MeshNumbers {
  triangles: number;
  vertices: number;
  /** Width, height and depth with y up. */
  size: readonly [number, number, number];
  /** The file does not say what its numbers mean, and nobody else did. */
  unitIsGuess: boolean;
  area: number;
  /** Only of a closed surface. */
  volume?: number;
  /** Whether the surface has no open edge; absent where nobody looked. */
  closed?: boolean;
  /** Objects, groups or nodes that its file has. */
  parts: number;
  /** Of all its pictures. */
  texturePixels: number;
}

/** From what a worker noted of a mesh; what it did not, is 0. */
export function meshNumbers(technical: Readonly<Record<string, unknown>>): MeshNumbers {
  const { size, volume, unitFrom, closed } = technical;
  const [width, height, depth] = Array.isArray(size) ? size : [];
  return {
    triangles: finite(technical['triangles']),
    vertices: finite(technical['vertices']),
    size: [finite(width), finite(height), finite(depth)],
    unitIsGuess: unitFrom === 'guess',
    area: finite(technical['area']),
    ...(finite(volume) > 0 && { volume: finite(volume) }),
    ...(typeof closed === 'boolean' && { closed }),
    parts: finite(technical['parts']),
    texturePixels: finite(technical['texturePixels']),
  };
}

const finite = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
