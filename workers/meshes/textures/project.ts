import type { Picture, TileSurface, TileTexture } from '../surface.ts';
import type { MeshGroup } from '../tilemesh.ts';
import type { BakeAtlas } from './bake-atlas.ts';
import { codeOf, FULL, LIGHT } from './light.ts';
import type { Mips } from './mips.ts';
import { wrapped } from './texel-reader.ts';
import { TriangleScan } from './scan.ts';

/** Cosine of the angle to a chart's normal from which on a triangle of the finer level is drawn on it. */
const FACES = 0.15;

/** What a layer of the atlas is drawn from. */
export interface LayerSource {
  mips?: Mips;
  wrap: TileTexture['wrap'];
  /** Linear light of the base colour, or 1; with opacity. */
  factor: readonly [number, number, number, number];
  colour: boolean;
}

/**
 * Draws a group of a finer level onto the charts of an atlas: each triangle along the normal of every chart that passes
 * near it, texel by texel where it is the nearest of all to the coarse surface. Forward, because a triangle's texels need
 * one projection: looking for the nearest point of the finer level from each texel takes ten times as long.
 */
export function project(
  { mesh }: TileSurface,
  group: MeshGroup,
  atlas: BakeAtlas,
  sources: readonly LayerSource[],
): void {
  const { positions, texcoords, colours, indices } = mesh;
  const { grid, density, packing, lefts, tops, widths: wides, heights: highs, depths, distances, layers } = atlas;
  const { us, vs, normals } = atlas.charts.frames;
  const { width, height } = packing;
  const scan = new TriangleScan();
  const farthest = grid.cell;
  const at = new Float64Array(9);
  const normal = new Float64Array(3);
  const texel = new Float32Array(4);
  const tint = new Float64Array(12);
  const levels: (Picture | undefined)[] = [];
  for (let i = group.start; i < group.start + group.count; i += 3) {
    const [ia, ib, ic] = [indices[i]!, indices[i + 1]!, indices[i + 2]!];
    setNormal(normal, positions, ia * 3, ib * 3, ic * 3);
    grid.find(positions, ia * 3, ib * 3, ic * 3);
    for (let found = 0; found < grid.found; found++) {
      const chart = grid.near[found]!;
      const a = chart * 3;
      if (!(normal[0]! * normals[a]! + normal[1]! * normals[a + 1]! + normal[2]! * normals[a + 2]! > FACES)) continue;
      const left = lefts[chart]!;
      const top = tops[chart]!;
      for (let k = 0; k < 3; k++) {
        const p = indices[i + k]! * 3;
        const x = positions[p]!;
        const y = positions[p + 1]!;
        const z = positions[p + 2]!;
        at[k * 3] = (us[a]! * x + us[a + 1]! * y + us[a + 2]! * z) * density + left;
        at[k * 3 + 1] = (vs[a]! * x + vs[a + 1]! * y + vs[a + 2]! * z) * density + top;
        at[k * 3 + 2] = normals[a]! * x + normals[a + 1]! * y + normals[a + 2]! * z;
      }
      const x0 = at[0]!;
      const y0 = at[1]!;
      const z0 = at[2]!;
      const x1 = at[3]! - x0;
      const y1 = at[4]! - y0;
      const x2 = at[6]! - x0;
      const y2 = at[7]! - y0;
      const px = packing.x[chart]!;
      const py = packing.y[chart]!;
      if (Math.max(x0, at[3]!, at[6]!) < px || Math.min(x0, at[3]!, at[6]!) > px + wides[chart]!) continue;
      if (Math.max(y0, at[4]!, at[7]!) < py || Math.min(y0, at[4]!, at[7]!) > py + highs[chart]!) continue;
      if (!scan.set(at, 0, width, height)) continue;
      const z1 = at[5]! - z0;
      const z2 = at[8]! - z0;
      const dzx = (z1 * y2 - z2 * y1) / scan.area;
      const dzy = (z2 * x1 - z1 * x2) / scan.area;
      let dux = 0;
      let duy = 0;
      let dvx = 0;
      let dvy = 0;
      let u0 = 0;
      let v0 = 0;
      if (texcoords) {
        u0 = texcoords[ia * 2]!;
        v0 = texcoords[ia * 2 + 1]!;
        const u1 = texcoords[ib * 2]! - u0;
        const u2 = texcoords[ic * 2]! - u0;
        const v1 = texcoords[ib * 2 + 1]! - v0;
        const v2 = texcoords[ic * 2 + 1]! - v0;
        dux = (u1 * y2 - u2 * y1) / scan.area;
        duy = (u2 * x1 - u1 * x2) / scan.area;
        dvx = (v1 * y2 - v2 * y1) / scan.area;
        dvy = (v2 * x1 - v1 * x2) / scan.area;
      }
      if (colours) setTint(tint, colours, ia, ib, ic, x1, y1, x2, y2, scan.area);
      const footprint = Math.abs(dux * dvy - duy * dvx);
      for (let layer = 0; layer < sources.length; layer++) levels[layer] = levelOf(sources[layer]!, footprint);
      for (let y = scan.top; y <= scan.bottom; y++) {
        if (!scan.row(y)) continue;
        const dy = y + 0.5 - y0;
        for (let x = scan.from, to = y * width + scan.from; x <= scan.to; x++, to++) {
          const dx = x + 0.5 - x0;
          const distance = Math.abs(z0 + dzx * dx + dzy * dy - depths[to]!);
          // Also false where the texel is not wanted, and the depth NaN.
          if (!(distance < distances[to]! && distance < farthest)) continue;
          distances[to] = distance;
          const u = u0 + dux * dx + duy * dy;
          const v = v0 + dvx * dx + dvy * dy;
          for (let layer = 0; layer < sources.length; layer++) {
            const { wrap, factor, colour } = sources[layer]!;
            const level = levels[layer];
            if (level) sample(level, u, v, wrap, colour, texel);
            else texel.fill(FULL).fill(1, 3);
            const { channels, pixels } = layers[layer]!.picture;
            const out = to * channels;
            if (colour) {
              let red = texel[0]! * factor[0];
              let green = texel[1]! * factor[1];
              let blue = texel[2]! * factor[2];
              let opacity = texel[3]! * factor[3];
              if (colours && layer === 0) {
                red *= tint[0]! + tint[1]! * dx + tint[2]! * dy;
                green *= tint[3]! + tint[4]! * dx + tint[5]! * dy;
                blue *= tint[6]! + tint[7]! * dx + tint[8]! * dy;
                opacity *= tint[9]! + tint[10]! * dx + tint[11]! * dy;
              }
              pixels[out] = codeOf(red);
              pixels[out + 1] = codeOf(green);
              pixels[out + 2] = codeOf(blue);
              if (channels === 4) pixels[out + 3] = Math.min(1, Math.max(0, opacity)) * 255 + 0.5;
            } else {
              pixels[out] = texel[0]! + 0.5;
              pixels[out + 1] = texel[1]! + 0.5;
              pixels[out + 2] = texel[2]! + 0.5;
            }
          }
        }
      }
    }
  }
}

/**
 * The level whose texels are nearest to a half of the atlas' in size, so that the linear filter takes in about what a
 * texel of the atlas covers. `footprint`: what one of these covers, of the whole picture.
 */
function levelOf({ mips }: LayerSource, footprint: number): Picture | undefined {
  if (!mips) return undefined;
  const { width, height } = mips.level(0);
  const texels = footprint * width * height;
  return texels < 8 ? mips.level(0) : mips.level(Math.floor(Math.log2(texels) / 2 - 0.5));
}

/** Linear between four texels, weighted by their opacity where they have any, which is 0…1. Colours as light. */
function sample(
  { width, height, channels, pixels }: Picture,
  u: number,
  v: number,
  wrap: TileTexture['wrap'],
  colour: boolean,
  out: Float32Array,
): void {
  const x = u * width - 0.5;
  const y = v * height - 0.5;
  let x0 = Math.floor(x);
  let y0 = Math.floor(y);
  const right = x - x0;
  const down = y - y0;
  let x1 = x0 + 1;
  let y1 = y0 + 1;
  if (x0 < 0 || y0 < 0 || x1 >= width || y1 >= height) {
    x0 = wrapped(x0, width, wrap);
    x1 = wrapped(x1, width, wrap);
    y0 = wrapped(y0, height, wrap);
    y1 = wrapped(y1, height, wrap);
  }
  const a = (y0 * width + x0) * channels;
  const b = (y0 * width + x1) * channels;
  const c = (y1 * width + x0) * channels;
  const d = (y1 * width + x1) * channels;
  let wa = (1 - right) * (1 - down);
  let wb = right * (1 - down);
  let wc = (1 - right) * down;
  let wd = right * down;
  out[3] = 1;
  if (channels === 4) {
    wa *= pixels[a + 3]!;
    wb *= pixels[b + 3]!;
    wc *= pixels[c + 3]!;
    wd *= pixels[d + 3]!;
    const sum = wa + wb + wc + wd;
    out[3] = sum / 255;
    const scale = sum > 0 ? 1 / sum : 0;
    wa *= scale;
    wb *= scale;
    wc *= scale;
    wd *= scale;
  }
  if (colour) {
    out[0] = wa * LIGHT[pixels[a]!]! + wb * LIGHT[pixels[b]!]! + wc * LIGHT[pixels[c]!]! + wd * LIGHT[pixels[d]!]!;
    out[1] =
      wa * LIGHT[pixels[a + 1]!]! +
      wb * LIGHT[pixels[b + 1]!]! +
      wc * LIGHT[pixels[c + 1]!]! +
      wd * LIGHT[pixels[d + 1]!]!;
    out[2] =
      wa * LIGHT[pixels[a + 2]!]! +
      wb * LIGHT[pixels[b + 2]!]! +
      wc * LIGHT[pixels[c + 2]!]! +
      wd * LIGHT[pixels[d + 2]!]!;
  } else {
    out[0] = wa * pixels[a]! + wb * pixels[b]! + wc * pixels[c]! + wd * pixels[d]!;
    out[1] = wa * pixels[a + 1]! + wb * pixels[b + 1]! + wc * pixels[c + 1]! + wd * pixels[d + 1]!;
    out[2] = wa * pixels[a + 2]! + wb * pixels[b + 2]! + wc * pixels[c + 2]! + wd * pixels[d + 2]!;
  }
}

/** NaN for triangles without area, which face nowhere. */
function setNormal(normal: Float64Array, positions: Int32Array, a: number, b: number, c: number): void {
  const ux = positions[b]! - positions[a]!;
  const uy = positions[b + 1]! - positions[a + 1]!;
  const uz = positions[b + 2]! - positions[a + 2]!;
  const vx = positions[c]! - positions[a]!;
  const vy = positions[c + 1]! - positions[a + 1]!;
  const vz = positions[c + 2]! - positions[a + 2]!;
  const x = uy * vz - uz * vy;
  const y = uz * vx - ux * vz;
  const z = ux * vy - uy * vx;
  const scale = 1 / Math.sqrt(x * x + y * y + z * z);
  normal[0] = x * scale;
  normal[1] = y * scale;
  normal[2] = z * scale;
}

/** The vertices' colours as planes over the atlas: value at the first corner, slope in x, slope in y, of each channel. */
function setTint(
  tint: Float64Array,
  colours: Uint8Array,
  a: number,
  b: number,
  c: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  area: number,
): void {
  for (let k = 0; k < 4; k++) {
    const first = k < 3 ? LIGHT[colours[a * 4 + k]!]! / FULL : colours[a * 4 + k]! / 255;
    const d1 = (k < 3 ? LIGHT[colours[b * 4 + k]!]! / FULL : colours[b * 4 + k]! / 255) - first;
    const d2 = (k < 3 ? LIGHT[colours[c * 4 + k]!]! / FULL : colours[c * 4 + k]! / 255) - first;
    tint[k * 3] = first;
    tint[k * 3 + 1] = (d1 * y2 - d2 * y1) / area;
    tint[k * 3 + 2] = (d2 * x1 - d1 * x2) / area;
  }
}
