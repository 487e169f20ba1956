import type { Picture, TileMaterial, TileSurface, TileTexture } from '../surface.ts';
import type { MeshGroup, TileMesh } from '../tilemesh.ts';
import { BakeAtlas } from './bake-atlas.ts';
import type { AtlasOptions } from './bake-atlas.ts';
import { classOf } from './classes.ts';
import type { MaterialClasses } from './classes.ts';
import { Mips } from './mips.ts';
import { project } from './project.ts';
import type { LayerSource } from './project.ts';

export interface BakeOptions extends AtlasOptions {
  classes: MaterialClasses;
}

/** Two texels of border: coarser levels are replaced by finer ones before they are seen at a quarter of their size. */
export const BAKE_DEFAULTS: Readonly<Omit<AtlasOptions, 'density'>> = { border: 2, maxSide: 4096 };

/** A node of a coarser level from its children; their density halved gives it a quarter of their texels. */
export function bakeNode(coarse: TileMesh, fine: readonly TileSurface[], options: BakeOptions): TileSurface {
  const bake = new Bake(coarse, options);
  for (const surface of fine) bake.add(surface);
  return bake.finish();
}

/**
 * Gives a coarse mesh, whose groups' materials are numbers of `classes`, textures of its own: new planar charts, on which
 * the surfaces of a finer level are drawn. These may come one after the other, so that only one need be in memory.
 */
export class Bake {
  readonly #coarse: TileMesh;
  readonly #classes: MaterialClasses;
  /** One of each group; undefined for what is not baked. */
  readonly #atlases: (BakeAtlas | undefined)[];

  constructor(coarse: TileMesh, { classes, ...options }: BakeOptions) {
    this.#coarse = coarse;
    this.#classes = classes;
    this.#atlases = coarse.groups.map(({ material, start, count }) => {
      const kind = classes.list[material]!;
      if (!kind.baked || count === 0) return undefined;
      return new BakeAtlas(kind, coarse.positions, coarse.indices.subarray(start, start + count), options);
    });
  }

  add(surface: TileSurface): void {
    const mips = new Map<string, Mips>();
    for (const group of surface.mesh.groups) {
      const material = surface.materials[group.material]!;
      const { key } = classOf(material);
      for (const atlas of this.#atlases) {
        if (atlas?.kind.key !== key) continue;
        const sources = atlas.layers.map(({ slot }): LayerSource => {
          const colour = slot === 'baseColourTexture' || slot === 'emissiveTexture';
          const texture = material[slot];
          const factor = slot === 'baseColourTexture' ? material.baseColour : ([1, 1, 1, 1] as const);
          return { factor, colour, wrap: 'clamp', ...(texture && sourceOf(texture, surface.pictures, colour, mips)) };
        });
        project(surface, group, atlas, sources);
      }
    }
  }

  finish(): TileSurface {
    const pictures: Picture[] = [];
    const materials: TileMaterial[] = [];
    const groups: MeshGroup[] = [];
    for (const [i, { material, start, count }] of this.#coarse.groups.entries()) {
      const textures = (this.#atlases[i]?.finish() ?? []).map(({ slot, picture }): [string, TileTexture] => {
        return [slot, { picture: pictures.push(picture) - 1, wrap: 'clamp' }];
      });
      groups.push({ material: materials.length, start, count });
      materials.push({ ...this.#classes.list[material]!.material, ...Object.fromEntries(textures) });
    }
    return { mesh: { ...this.#split(), groups }, materials, pictures };
  }

  /** The coarse mesh with a vertex of its own for each chart that meets there, equal in everything but its place in it. */
  #split(): Omit<TileMesh, 'groups'> {
    const { positions, normals, colours, indices, groups } = this.#coarse;
    const vertices = positions.length / 3;
    const heads = new Int32Array(vertices).fill(-1);
    const [from, own, following] = [
      new Uint32Array(indices.length),
      new Int32Array(indices.length),
      new Int32Array(indices.length),
    ];
    const texcoords = new Float32Array(indices.length * 2);
    const split = new Uint32Array(indices.length);
    let [made, charts] = [0, 0];
    for (const [i, { start, count }] of groups.entries()) {
      const atlas = this.#atlases[i];
      for (let k = start; k < start + count; k++) {
        const vertex = indices[k]!;
        const chart = atlas ? atlas.charts.of[Math.floor((k - start) / 3)]! : -1;
        let found = heads[vertex]!;
        while (found !== -1 && own[found] !== chart + charts) found = following[found]!;
        if (found === -1) {
          found = made++;
          from[found] = vertex;
          own[found] = chart + charts;
          following[found] = heads[vertex]!;
          heads[vertex] = found;
          if (atlas) place(atlas, chart, positions, vertex * 3, texcoords, found * 2);
        }
        split[k] = found;
      }
      // The number before the first is that of groups without charts.
      charts += 1 + (atlas?.charts.frames.count ?? 0);
    }
    const mesh: Omit<TileMesh, 'groups'> = {
      positions: new Int32Array(made * 3),
      normals: new Float32Array(made * 3),
      texcoords: texcoords.slice(0, made * 2),
      indices: split,
    };
    for (let i = 0; i < made; i++)
      for (let k = 0; k < 3; k++) {
        mesh.positions[i * 3 + k] = positions[from[i]! * 3 + k]!;
        mesh.normals[i * 3 + k] = normals[from[i]! * 3 + k]!;
      }
    if (!this.#atlases.some((atlas) => atlas)) delete mesh.texcoords;
    // Where something was baked, the vertices' colours are in its texture.
    if (colours && this.#atlases.includes(undefined)) mesh.colours = this.#colours(colours, split, from, made);
    return mesh;
  }

  #colours(colours: Uint8Array, split: Uint32Array, from: Uint32Array, made: number): Uint8Array {
    const white = new Uint8Array(made * 4).fill(255);
    for (const [i, { start, count }] of this.#coarse.groups.entries()) {
      if (this.#atlases[i]) continue;
      for (const vertex of split.subarray(start, start + count))
        for (let k = 0; k < 4; k++) white[vertex * 4 + k] = colours[from[vertex]! * 4 + k]!;
    }
    return white;
  }
}

function sourceOf(
  { picture: number, wrap }: TileTexture,
  pictures: readonly Picture[],
  colour: boolean,
  known: Map<string, Mips>,
): Pick<LayerSource, 'mips' | 'wrap'> {
  const key = `${number} ${colour}`;
  const mips = known.get(key) ?? new Mips(pictures[number]!, colour);
  known.set(key, mips);
  return { mips, wrap };
}

function place(
  atlas: BakeAtlas,
  chart: number,
  positions: Int32Array,
  at: number,
  texcoords: Float32Array,
  to: number,
): void {
  const { us, vs } = atlas.charts.frames;
  const a = chart * 3;
  const [x, y, z] = [positions[at]!, positions[at + 1]!, positions[at + 2]!];
  const u = us[a]! * x + us[a + 1]! * y + us[a + 2]! * z;
  const v = vs[a]! * x + vs[a + 1]! * y + vs[a + 2]! * z;
  texcoords[to] = (u * atlas.density + atlas.lefts[chart]!) / atlas.packing.width;
  texcoords[to + 1] = (v * atlas.density + atlas.tops[chart]!) / atlas.packing.height;
}
