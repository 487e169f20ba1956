import type { Material, TextureFile } from '../source.ts';
import type { TextureSlot } from '../surface.ts';
import { clusterRectangles } from './clusters.ts';
import type { Clusters } from './clusters.ts';
import type { Islands } from './islands.ts';
import type { TexelReader } from './texel-reader.ts';
import { numberIn, SLOTS } from './texel-store.ts';

/** One texture of a material, against the largest of the same material, in whose texels everything is laid out. */
export interface SlotSource {
  slot: TextureSlot;
  /** In the store. */
  texture: number;
  wrap: TextureFile['wrap'];
  width: number;
  height: number;
  channels: 3 | 4;
  /** How many times smaller it is, where that is the same whole number in both directions; otherwise it is scaled to 1. */
  ratio: number;
}

export interface MaterialSources {
  slots: SlotSource[];
  /** Size of the largest texture. */
  width: number;
  height: number;
  wrap: TextureFile['wrap'];
  /** Largest of the ratios: what is cut out lies on multiples of it. */
  unit: number;
}

const RATIOS = new Set([1, 2, 4, 8]);

export function sourcesOf(material: Material, texels: TexelReader): MaterialSources {
  const found = SLOTS.flatMap((slot) => {
    const file = material[slot];
    if (!file) return [];
    const texture = numberIn(texels.store, file, slot);
    return [{ slot, texture, wrap: file.wrap, ...texels.sizeOf(texture) }];
  });
  const [largest] = found.toSorted((a, b) => b.width * b.height - a.width * a.height);
  const { width, height, wrap } = largest ?? { width: 0, height: 0, wrap: 'clamp' };
  const slots = found.map((source): SlotSource => {
    const ratio = width / source.width;
    const whole = RATIOS.has(ratio) && height / source.height === ratio;
    return { ...source, ratio: whole ? ratio : 1 };
  });
  return { slots, width, height, wrap, unit: Math.max(1, ...slots.map(({ ratio }) => ratio)) };
}

export interface LayoutOptions {
  /** Texels around each chart that are cut out with it. */
  border: number;
  /** Share of a texture from which on it is kept whole. */
  wholeShare: number;
}

/** What is cut out of a material's textures. */
export interface Layout {
  /** In texels of the largest texture, on multiples of the material's unit times the reduction. */
  clusters: Clusters;
  /** Whole pictures by which each island is moved: u, v. */
  shifts: Int32Array;
}

/**
 * Finds the rectangles that hold a material's islands with their borders; undefined where the textures are to be kept
 * whole, because they are repeated or nearly all of them is used.
 */
export function layOut(
  { width, height, wrap, unit }: MaterialSources,
  { bounds }: Islands,
  chosen: Uint32Array,
  { border, wholeShare }: LayoutOptions,
  reduction: number,
): Layout | undefined {
  const shifts = new Int32Array(chosen.length * 2);
  const rectangles = new Int32Array(chosen.length * 4);
  const size = [width, height];
  const step = unit * reduction;
  const around = Math.max(border * reduction, 2 * step);
  for (const [i, island] of chosen.entries()) {
    for (const axis of [0, 1]) {
      const [least, greatest] = [bounds[island * 4 + axis]!, bounds[island * 4 + 2 + axis]!];
      if (greatest - least > 1 || (wrap === 'clamp' && (least < -1 || greatest > 2))) return undefined;
      const shift = shiftOf((least + greatest) / 2, wrap);
      const texels = size[axis]!;
      shifts[i * 2 + axis] = shift;
      rectangles[i * 4 + axis] = Math.floor(((least - shift) * texels - around) / step) * step;
      rectangles[i * 4 + 2 + axis] = Math.ceil(((greatest - shift) * texels + around) / step) * step;
    }
  }
  const clusters = clusterRectangles(rectangles);
  return areaOf(clusters.bounds) < wholeShare * width * height ? { clusters, shifts } : undefined;
}

function shiftOf(middle: number, wrap: TextureFile['wrap']): number {
  if (wrap === 'clamp') return 0;
  return wrap === 'repeat' ? Math.floor(middle) : 2 * Math.floor(middle / 2);
}

function areaOf(rectangles: Int32Array): number {
  let area = 0;
  for (let i = 0; i < rectangles.length; i += 4)
    area += (rectangles[i + 2]! - rectangles[i]!) * (rectangles[i + 3]! - rectangles[i + 1]!);
  return area;
}
