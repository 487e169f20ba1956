import type { Material } from '../source.ts';
import type { Picture, TileMaterial, TileSurface, TileTexture } from '../surface.ts';
import type { MeshGroup, TileMesh } from '../tilemesh.ts';
import { cutPixels } from './cut-pixels.ts';
import { findIslands, usable } from './islands.ts';
import type { Islands } from './islands.ts';
import { layOut, sourcesOf } from './layout.ts';
import type { Layout, LayoutOptions, MaterialSources, SlotSource } from './layout.ts';
import { pack } from './pack.ts';
import type { Packing } from './pack.ts';
import { opaqueOrNot } from './picture.ts';
import type { Rectangle, TexelReader } from './texel-reader.ts';
import { isTextured, untextured } from './tile-material.ts';
import { smoothUnused } from './unused.ts';

export interface CutOptions extends LayoutOptions {
  /** Longest side of a picture; what would be larger is reduced by a whole number. */
  maxSide: number;
}

/**
 * Four texels are right for the full picture and two halvings, after which neighbouring charts begin to mix. From 0.7 of
 * a texture on, borders and gaps make the cut as large as the whole.
 */
export const CUT_DEFAULTS: Readonly<CutOptions> = { border: 4, wholeShare: 0.7, maxSide: 4096 };

/** One material of the leaf on its way. */
interface Part {
  material: Material;
  sources: MaterialSources;
  /** The mesh's groups that have it, and their islands. */
  groups: MeshGroup[];
  islands: Uint32Array;
  layout?: Layout;
}

/** Parts that share a material and an atlas, with where each cluster of each part lies in it. */
interface Atlas {
  parts: Part[];
  reduction: number;
  packing: Packing;
  unit: number;
}

/**
 * Gives a leaf textures of its own: the texels that its triangles show, unscaled and unturned (normal maps keep their
 * tangents), cut out with a border and laid side by side. Materials that differ in their textures alone become one.
 * What is repeated or nearly all used is kept whole, with its wrapping.
 */
export function cutLeaf(
  mesh: TileMesh,
  materials: readonly Material[],
  texels: TexelReader,
  options: CutOptions = CUT_DEFAULTS,
): TileSurface {
  const surface = new SurfaceBuilder(mesh);
  const { texcoords } = mesh;
  const bare = (group: MeshGroup) => !texcoords || !isTextured(materials[group.material]!);
  for (const group of mesh.groups.filter(bare)) surface.add(untextured(materials[group.material]!), [group]);
  if (!texcoords) return surface.done();
  const islands = findIslands(mesh, texcoords);
  const shared = new Map<string, Part[]>();
  for (const part of partsOf(mesh, materials, texels, islands, (group) => !bare(group))) {
    const layout = layOut(part.sources, islands, part.islands, options, 1);
    const ratios = part.sources.slots.map(({ slot, ratio }) => [slot, ratio]);
    const key = layout ? JSON.stringify([untextured(part.material), ratios]) : `whole ${shared.size}`;
    shared.set(key, [...(shared.get(key) ?? []), layout ? { ...part, layout } : part]);
  }
  const moves = new Float64Array(islands.count * 4).map((_, i) => (i % 2 === 0 ? 1 : 0));
  for (const parts of shared.values()) {
    const atlas = parts[0]!.layout ? fit(parts, islands, options) : undefined;
    if (atlas) {
      surface.addAtlas(atlas, texels);
      noteMoves(atlas, moves);
    } else for (const part of parts) surface.addWhole(part, texels, options);
  }
  return surface.done(move(texcoords, islands, moves), options.border);
}

function partsOf(
  mesh: TileMesh,
  materials: readonly Material[],
  texels: TexelReader,
  islands: Islands,
  wanted: (group: MeshGroup) => boolean,
): Part[] {
  const groups = Map.groupBy(mesh.groups.filter(wanted), ({ material }) => material);
  return Array.from(groups, ([number, members]) => {
    const chosen = new Uint8Array(islands.count);
    for (const { start, count } of members)
      for (let i = start; i < start + count; i += 3) chosen[islands.ofVertex[mesh.indices[i]!]!] = 1;
    const material = materials[number]!;
    const numbers = Uint32Array.from({ length: islands.count }, (_, i) => i).filter((i) => chosen[i]);
    return { material, sources: sourcesOf(material, texels), groups: members, islands: numbers };
  });
}

/** Reduces as little as is needed. Undefined where, reduced, it is better kept whole. */
function fit(parts: Part[], islands: Islands, options: CutOptions): Atlas | undefined {
  const unit = Math.max(...parts.map(({ sources }) => sources.unit));
  for (let reduction = 1; ; reduction++) {
    const [widths, heights]: [number[], number[]] = [[], []];
    for (const part of parts) {
      const layout = layOut(part.sources, islands, part.islands, options, reduction);
      if (!layout) return undefined;
      part.layout = layout;
      const { bounds } = layout.clusters;
      for (let i = 0; i < bounds.length; i += 4) {
        widths.push(Math.ceil((bounds[i + 2]! - bounds[i]!) / reduction / unit));
        heights.push(Math.ceil((bounds[i + 3]! - bounds[i + 1]!) / reduction / unit));
      }
    }
    const packing = pack(widths, heights, options.maxSide / unit);
    if (packing) return { parts, reduction, packing, unit };
  }
}

/**
 * Notes how the islands' coordinates become those in the atlas: factor and summand of u and of v, which stay 1 and 0 where
 * the pictures are kept whole.
 */
function noteMoves({ parts, packing, reduction, unit }: Atlas, moves: Float64Array): void {
  const scale = reduction * unit;
  let first = 0;
  for (const { islands, sources, layout } of parts) {
    const { clusters, shifts } = layout!;
    const size = [sources.width, sources.height];
    for (const [i, island] of islands.entries()) {
      const cluster = clusters.of[i]!;
      for (const axis of [0, 1]) {
        const [places, side] = axis === 0 ? [packing.x, packing.width] : [packing.y, packing.height];
        const start = clusters.bounds[cluster * 4 + axis]! + shifts[i * 2 + axis]! * size[axis]!;
        moves[island * 4 + axis * 2] = size[axis]! / scale / side;
        moves[island * 4 + axis * 2 + 1] = (places[first + cluster]! - start / scale) / side;
      }
    }
    first += clusters.bounds.length / 4;
  }
}

function move(texcoords: Float32Array, { ofVertex }: Islands, moves: Float64Array): Float32Array {
  const moved = new Float32Array(texcoords.length);
  for (let i = 0; i < ofVertex.length; i++) {
    const island = ofVertex[i]! * 4;
    if (island < 0) continue;
    moved[i * 2] = usable(texcoords[i * 2]!) * moves[island]! + moves[island + 1]!;
    moved[i * 2 + 1] = usable(texcoords[i * 2 + 1]!) * moves[island + 2]! + moves[island + 3]!;
  }
  return moved;
}

class SurfaceBuilder {
  readonly #mesh: TileMesh;
  readonly #materials: TileMaterial[] = [];
  readonly #pictures: Picture[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #groups: MeshGroup[] = [];
  /** Pictures that were cut out, with the number of the group that uses them. */
  readonly #cut = new Map<number, number>();
  readonly #indices: Uint32Array;
  #filled = 0;

  constructor(mesh: TileMesh) {
    this.#mesh = mesh;
    this.#indices = new Uint32Array(mesh.indices.length);
  }

  /** A material with the groups that have it, which become one. */
  add(material: TileMaterial, groups: readonly MeshGroup[]): void {
    const from = this.#filled;
    for (const { start, count } of groups) {
      this.#indices.set(this.#mesh.indices.subarray(start, start + count), this.#filled);
      this.#filled += count;
    }
    this.#groups.push({ material: this.#materials.length, start: from, count: this.#filled - from });
    this.#materials.push(material);
  }

  addAtlas({ parts, reduction, packing, unit }: Atlas, texels: TexelReader): void {
    const textures = parts[0]!.sources.slots.map(({ slot, ratio }, i): [string, TileTexture] => {
      const sources = parts.map(({ sources: { slots } }) => slots[i]!);
      const key = `${this.#materials.length} ${sources.map(({ texture, wrap }) => [texture, wrap]).join(' ')}`;
      const scale = unit / ratio;
      const picture = this.#picture(
        key,
        channelsOf(parts, sources),
        packing.width * scale,
        packing.height * scale,
        (to) => {
          let cluster = 0;
          for (const [number, { sources: layout, layout: laid }] of parts.entries()) {
            const { bounds } = laid!.clusters;
            for (let b = 0; b < bounds.length; b += 4, cluster++) {
              const size = [bounds[b + 2]! - bounds[b]!, bounds[b + 3]! - bounds[b + 1]!] as const;
              const stride = to.width * to.channels;
              const at = packing.y[cluster]! * scale * stride + packing.x[cluster]! * scale * to.channels;
              const rectangle: Rectangle = [bounds[b]!, bounds[b + 1]!, ...size];
              const target = { pixels: to.pixels, at, stride, channels: to.channels };
              cutPixels(texels, sources[number]!, layout, rectangle, reduction, target);
            }
          }
        },
      );
      this.#cut.set(picture, this.#groups.length);
      return [slot, { picture, wrap: 'clamp' }];
    });
    const groups = parts.flatMap((part) => part.groups);
    this.add({ ...untextured(parts[0]!.material), ...Object.fromEntries(textures) }, groups);
  }

  addWhole(part: Part, texels: TexelReader, { maxSide }: CutOptions): void {
    const textures = part.sources.slots.map((source): [string, TileTexture] => {
      const { width, height, texture, wrap, slot } = source;
      const reduction = Math.ceil(Math.max(width, height) / maxSide);
      const channels = channelsOf([part], [source]);
      const [across, down] = [Math.floor(width / reduction) || 1, Math.floor(height / reduction) || 1];
      const picture = this.#picture(`whole ${texture} ${channels}`, channels, across, down, (to) => {
        const target = { pixels: to.pixels, at: 0, stride: across * channels, channels };
        cutPixels(texels, { ...source, ratio: 1 }, source, [0, 0, width, height], reduction, target);
      });
      return [slot, { picture, wrap }];
    });
    this.add({ ...untextured(part.material), ...Object.fromEntries(textures) }, part.groups);
  }

  /** `border`: texels around the triangles that are theirs as well. */
  done(texcoords?: Float32Array, border = 0): TileSurface {
    const mesh: TileMesh = { ...this.#mesh, indices: this.#indices, groups: this.#groups };
    if (texcoords && this.#pictures.length > 0) mesh.texcoords = texcoords;
    else delete mesh.texcoords;
    for (const [picture, group] of this.#cut)
      smoothUnused(this.#pictures[picture]!, mesh, this.#groups[group]!, border);
    return { mesh, materials: this.#materials, pictures: this.#pictures };
  }

  /** Number of the picture of that key, made where it is the first. */
  #picture(key: string, channels: 3 | 4, width: number, height: number, draw: (to: Picture) => void): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const picture = { width, height, channels, pixels: new Uint8Array(width * height * channels) };
    draw(picture);
    this.#pictures.push(opaqueOrNot(picture));
    this.#numbers.set(key, this.#pictures.length - 1);
    return this.#pictures.length - 1;
  }
}

/** Opacity is of the base colour, and of no opaque material (glTF 2.0, 3.9.4). */
function channelsOf(parts: readonly Part[], sources: readonly SlotSource[]): 3 | 4 {
  const opaque = parts[0]!.material.alphaMode === 'OPAQUE' || sources[0]!.slot !== 'baseColourTexture';
  return !opaque && sources.some(({ channels }) => channels === 4) ? 4 : 3;
}
