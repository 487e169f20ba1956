import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import { seeded } from '../../random.ts';
import { BlockWriter, cornersOf, shapeOf } from './generate.ts';
import type { Generated } from './generate.ts';
import { fractal } from './noise.ts';

/*
 * The rough surface of generate.ts with a photograph of its own, as photogrammetry gives it: hundreds of charts, which lie
 * in the texture in no order that has to do with space.
 */

/** Charts along each side of the surface and of the texture. */
const CHARTS = 24;
/** Texels around each chart that belong to it. */
const GAP = 8;
/** Side of the square of noise that the texture is made of, at three scales; a power of two. */
const NOISE = 512;
const SCALES = [1, 1 / 8, 1 / 64] as const;
const CONTRAST = [35, 45, 60] as const;
const STONE = [150, 135, 110] as const;
const QUALITY = 92;
const GLTF = { float: 5126, unsignedInt: 5125, array: 34_962, elements: 34_963 } as const;
const GLB = { magic: 0x46546c67, json: 0x4e4f534a, binary: 0x004e4942 } as const;

/** Where each chart lies in the texture, and which part of the surface it shows. */
interface Layout {
  /** Number of the place in the texture of each chart, and the chart at each place. */
  placeOf: Uint32Array;
  chartAt: Uint32Array;
  /** Side of a place, in texels. */
  cell: number;
  /** Texels of it that show something. */
  shown: number;
}

/** Writes about so many triangles as GLB with a JPEG of `texels` × `texels`. */
export async function generateTextured(path: string, triangles: number, texels = 8192, seed = 1): Promise<Generated> {
  const { side, point } = shapeOf(triangles, seed);
  const layout = layOut(texels, seed);
  const picture = await drawTexture(layout, texels, seed);
  const edge = (chart: number): number => Math.round((chart * side) / CHARTS);
  let vertices = 0;
  for (let chart = 0; chart < CHARTS ** 2; chart++) {
    const [column, row] = [chart % CHARTS, Math.floor(chart / CHARTS)];
    vertices += (edge(column + 1) - edge(column) + 1) * (edge(row + 1) - edge(row) + 1);
  }
  const positions = new Float32Array(vertices * 3);
  const texcoords = new Float32Array(vertices * 2);
  const indices = new Uint32Array(side * side * 6);
  let [vertex, corner] = [0, 0];
  for (let chart = 0; chart < CHARTS ** 2; chart++) {
    const [column, row] = [chart % CHARTS, Math.floor(chart / CHARTS)];
    const [left, right, top, bottom] = [edge(column), edge(column + 1), edge(row), edge(row + 1)];
    const place = layout.placeOf[chart]!;
    const x = (place % CHARTS) * layout.cell + GAP;
    const y = Math.floor(place / CHARTS) * layout.cell + GAP;
    const across = right - left + 1;
    for (let j = top; j <= bottom; j++)
      for (let i = left; i <= right; i++, vertex++) {
        positions.set(point(i, j), vertex * 3);
        texcoords[vertex * 2] = (x + ((i - left) / (right - left)) * layout.shown) / texels;
        texcoords[vertex * 2 + 1] = (y + ((j - top) / (bottom - top)) * layout.shown) / texels;
        if (i === right || j === bottom) continue;
        for (const [more, below] of cornersOf(i, j, side)) indices[corner++] = vertex + below * across + more;
      }
  }
  writeGlb(path, positions, texcoords, indices, picture);
  return { triangles: indices.length / 3, vertices };
}

function layOut(texels: number, seed: number): Layout {
  const random = seeded(seed);
  const placeOf = Uint32Array.from({ length: CHARTS ** 2 }, (_, chart) => chart);
  for (let i = placeOf.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [placeOf[i], placeOf[other]] = [placeOf[other]!, placeOf[i]!];
  }
  const chartAt = new Uint32Array(placeOf.length);
  for (const [chart, place] of placeOf.entries()) chartAt[place] = chart;
  const cell = Math.floor(texels / CHARTS);
  return { placeOf, chartAt, cell, shown: cell - 2 * GAP };
}

/** Colours depend on the place on the surface alone, so that they go on from chart to chart. */
function drawTexture({ chartAt, cell, shown }: Layout, texels: number, seed: number): Promise<Buffer> {
  const noise = new Int8Array(NOISE * NOISE);
  for (let i = 0; i < noise.length; i++)
    noise[i] = 63 * fractal((i % NOISE) / 8, Math.floor(i / NOISE) / 8, 0, 3, seed);
  const pixels = Buffer.alloc(texels * texels * 3);
  for (let y = 0, to = 0; y < texels; y++)
    for (let x = 0; x < texels; x++, to += 3) {
      const [column, row] = [Math.min(CHARTS - 1, Math.floor(x / cell)), Math.min(CHARTS - 1, Math.floor(y / cell))];
      const chart = chartAt[row * CHARTS + column]!;
      const u = (chart % CHARTS) * shown + x - column * cell - GAP + NOISE;
      const v = Math.floor(chart / CHARTS) * shown + y - row * cell - GAP + NOISE;
      let light = 0;
      for (let k = 0; k < SCALES.length; k++) {
        const at = (((v * SCALES[k]!) & (NOISE - 1)) * NOISE + ((u * SCALES[k]!) & (NOISE - 1))) | 0;
        light += (noise[at]! * CONTRAST[k]!) / 127;
      }
      for (let k = 0; k < 3; k++) pixels[to + k] = Math.max(0, Math.min(255, STONE[k]! + light));
    }
  return sharp(pixels, { raw: { width: texels, height: texels, channels: 3 } })
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

function writeGlb(
  path: string,
  positions: Float32Array,
  texcoords: Float32Array,
  indices: Uint32Array,
  picture: Buffer,
): void {
  const parts = [bytesOf(positions), bytesOf(texcoords), bytesOf(indices), picture];
  let binary = 0;
  const bufferViews = parts.map(({ length }, i) => {
    const view = { buffer: 0, byteOffset: binary, byteLength: length };
    binary += upToFour(length);
    return i === 3 ? view : { ...view, target: i === 2 ? GLTF.elements : GLTF.array };
  });
  const vertices = positions.length / 3;
  const json = {
    asset: { version: '2.0' },
    scenes: [{ nodes: [0] }],
    scene: 0,
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, TEXCOORD_0: 1 }, indices: 2, material: 0 }] }],
    materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0 } }],
    textures: [{ source: 0, sampler: 0 }],
    samplers: [{ wrapS: 33_071, wrapT: 33_071 }],
    images: [{ bufferView: 3, mimeType: 'image/jpeg' }],
    accessors: [
      { bufferView: 0, componentType: GLTF.float, count: vertices, type: 'VEC3', ...boundsOf(positions) },
      { bufferView: 1, componentType: GLTF.float, count: vertices, type: 'VEC2' },
      { bufferView: 2, componentType: GLTF.unsignedInt, count: indices.length, type: 'SCALAR' },
    ],
    bufferViews,
    buffers: [{ byteLength: binary }],
  };
  const text = Buffer.from(JSON.stringify(json));
  const head = Buffer.alloc(upToFour(text.length), ' ');
  text.copy(head);
  const out = new BlockWriter(path);
  const words = (...values: number[]): void => {
    for (const value of values) out.view.setUint32(out.room(4), value, true);
  };
  words(GLB.magic, 2, 28 + head.length + binary, head.length, GLB.json);
  out.bytes(head);
  words(binary, GLB.binary);
  for (const part of parts) {
    out.bytes(part);
    out.bytes(new Uint8Array(upToFour(part.length) - part.length));
  }
  out.close();
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const upToFour = (length: number): number => Math.ceil(length / 4) * 4;

function boundsOf(positions: Float32Array): { min: number[]; max: number[] } {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (const [i, value] of positions.entries()) {
    const axis = i % 3;
    if (value < min[axis]!) min[axis] = value;
    if (value > max[axis]!) max[axis] = value;
  }
  return { min, max };
}

if (import.meta.main) {
  const [triangles, path] = [Number(process.argv[2]), process.argv[3]];
  if (path === undefined || !(triangles > 0)) throw new Error('Expected a number of triangles and the path of a GLB');
  mkdirSync(dirname(path), { recursive: true });
  console.log(await generateTextured(path, triangles));
}
