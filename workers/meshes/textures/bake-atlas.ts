import type { Picture, TextureSlot } from '../surface.ts';
import { ChartGrid } from './chart-grid.ts';
import { findCharts } from './charts.ts';
import type { Charts } from './charts.ts';
import type { MaterialClass } from './classes.ts';
import { twiceArea } from './density.ts';
import { fillGaps } from './fill.ts';
import { pack } from './pack.ts';
import type { Packing } from './pack.ts';
import { opaqueOrNot } from './picture.ts';
import { TriangleScan } from './scan.ts';

export interface AtlasOptions {
  /** Texels per step of the grid; fewer where the picture would not fit. */
  density: number;
  /** Texels around each chart. */
  border: number;
  /** Longest side of a picture. */
  maxSide: number;
}

/** Share of a picture that is on triangles where charts are large: the most that there will be. */
const FILLED = 0.7;
/** Texels that the triangles of an atlas have at least, where finer levels showed none to measure. */
const LEAST = 256;
/** How much coarser a texture is made at a time until it fits. */
const COARSER = 0.94;
/** Around the triangles, as far as linear filtering reads. */
const AROUND = 1;

/** The charts of one group of a coarse mesh, laid out, with the pictures that are drawn on them. */
export class BakeAtlas {
  readonly kind: MaterialClass;
  readonly charts: Charts;
  readonly grid: ChartGrid;
  readonly density: number;
  readonly packing: Packing;
  /** Width and height of each chart in the picture, with its border. */
  readonly widths: Float64Array;
  readonly heights: Float64Array;
  /** Where each chart's frame has its origin in the picture, in texels. */
  readonly lefts: Float64Array;
  readonly tops: Float64Array;
  /** The pictures, base colour first. */
  readonly layers: { slot: TextureSlot; picture: Picture }[];
  /** Of each texel that is wanted, how far along the chart's normal its surface lies; NaN elsewhere. */
  readonly depths: Float32Array;
  /** How far from that surface lies what was drawn there; Infinity where nothing was. */
  readonly distances: Float32Array;

  constructor(kind: MaterialClass, positions: Int32Array, indices: Uint32Array, options: AtlasOptions) {
    this.kind = kind;
    let area = 0;
    for (let i = 0; i < indices.length; i += 3)
      area += twiceArea(positions, indices[i]! * 3, indices[i + 1]! * 3, indices[i + 2]! * 3) / 2;
    // A first guess, so that charts are chosen for about the texels that they get.
    const most = Math.sqrt((FILLED * options.maxSide ** 2) / Math.max(1, area));
    const wanted = Math.min(Math.max(options.density, Math.sqrt(LEAST / Math.max(1, area))), most);
    this.charts = findCharts(positions, indices, wanted);
    const { frames, of } = this.charts;
    this.grid = new ChartGrid(positions, indices, of, frames.count);
    const fitting = fit(frames.sizes, { ...options, density: wanted });
    const { density, packing } = fitting;
    [this.density, this.packing, this.widths, this.heights] = [density, packing, fitting.widths, fitting.heights];
    const origin = (place: number, corner: number) => place + options.border + 0.5 - corner * density;
    this.lefts = Float64Array.from(packing.x, (x, chart) => origin(x, frames.corners[chart * 2]!));
    this.tops = Float64Array.from(packing.y, (y, chart) => origin(y, frames.corners[chart * 2 + 1]!));
    const { width, height } = this.packing;
    const opacity = kind.material.alphaMode === 'OPAQUE' ? 3 : 4;
    this.layers = (['baseColourTexture', ...kind.slots] as const).map((slot, i) => {
      const channels = i === 0 ? opacity : 3;
      return { slot, picture: { width, height, channels, pixels: new Uint8Array(width * height * channels) } };
    });
    this.depths = new Float32Array(width * height).fill(NaN);
    this.distances = new Float32Array(width * height).fill(Infinity);
    this.#drawDepths(positions, indices, 0);
    this.#drawDepths(positions, indices, AROUND);
  }

  /** Fills what nothing was drawn on, and gives the pictures away. */
  finish(): { slot: TextureSlot; picture: Picture }[] {
    const drawn = new Uint8Array(this.distances.length);
    for (let i = 0; i < drawn.length; i++) drawn[i] = this.distances[i]! < Infinity ? 1 : 0;
    for (const { picture } of this.layers) fillGaps(picture, drawn);
    return this.layers.map(({ slot, picture }) => ({ slot, picture: opaqueOrNot(picture) }));
  }

  /** Marks the texels of the triangles and, `wider` than 0, around them where no other triangle is. */
  #drawDepths(positions: Int32Array, indices: Uint32Array, wider: number): void {
    const { of, frames } = this.charts;
    const { us, vs, normals } = frames;
    const { width, height } = this.packing;
    const { density, depths } = this;
    const scan = new TriangleScan();
    const at = new Float64Array(9);
    for (let i = 0; i < indices.length; i += 3) {
      const chart = of[i / 3]!;
      const a = chart * 3;
      const left = this.lefts[chart]!;
      const top = this.tops[chart]!;
      for (let k = 0; k < 3; k++) {
        const p = indices[i + k]! * 3;
        const [x, y, z] = [positions[p]!, positions[p + 1]!, positions[p + 2]!];
        at[k * 3] = (us[a]! * x + us[a + 1]! * y + us[a + 2]! * z) * density + left;
        at[k * 3 + 1] = (vs[a]! * x + vs[a + 1]! * y + vs[a + 2]! * z) * density + top;
        at[k * 3 + 2] = normals[a]! * x + normals[a + 1]! * y + normals[a + 2]! * z;
      }
      if (!scan.set(at, wider, width, height)) continue;
      const [dz1, dz2] = [at[5]! - at[2]!, at[8]! - at[2]!];
      const dx = (dz1 * (at[7]! - at[1]!) - dz2 * (at[4]! - at[1]!)) / scan.area;
      const dy = (dz2 * (at[3]! - at[0]!) - dz1 * (at[6]! - at[0]!)) / scan.area;
      // Slivers have slopes beyond all measure; outside of them their own depth is good enough.
      const steep = Math.abs(dx) + Math.abs(dy) > 4 / density;
      for (let y = scan.top; y <= scan.bottom; y++) {
        if (!scan.row(y)) continue;
        for (let x = scan.from, texel = y * width + scan.from; x <= scan.to; x++, texel++) {
          if (!Number.isNaN(depths[texel])) continue;
          depths[texel] = steep ? at[2]! : at[2]! + dx * (x + 0.5 - at[0]!) + dy * (y + 0.5 - at[1]!);
        }
      }
    }
  }
}

interface Fitting {
  density: number;
  packing: Packing;
  widths: Float64Array;
  heights: Float64Array;
}

function fit(sizes: Float64Array, options: AtlasOptions): Fitting {
  const { border, maxSide } = options;
  for (let { density } = options; ; density *= COARSER) {
    const sides = Float64Array.from(sizes, (size) => Math.ceil(size * density + 1) + 2 * border);
    const widths = sides.filter((_, i) => i % 2 === 0);
    const heights = sides.filter((_, i) => i % 2 === 1);
    const packing = pack(widths, heights, maxSide);
    if (packing) return { density, packing, widths, heights };
  }
}
