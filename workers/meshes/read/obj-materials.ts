import type { Bytes, Finding, Material, MeshFiles, MeshSink, TextureFile } from '../source.ts';
import type { Placement } from './corners.ts';
import type { Findings } from './findings.ts';
import { looksLikeNormals } from './looks-like-normals.ts';
import { fromMtl, isInvisible } from './mtl-material.ts';
import { parseMtl } from './mtl.ts';
import type { MtlMap, MtlMaterial } from './mtl.ts';
import { PLAIN_MATERIAL } from './plain-material.ts';
import { readText } from './read-text.ts';

/** As `prepareTexture` of texture.ts. */
export type PrepareTexture = (
  found: { name: string; bytes: Bytes },
  folder: string,
  wrap: TextureFile['wrap'],
) => Promise<TextureFile | Finding>;

/** More than this is no list of materials. */
const MAX_MTL_BYTES = 8 * 1024 * 1024;
/** Of materials that are not defined; more are looked for anew each time. */
const MAX_NAMES = 65_536;

/** The materials of an OBJ by name. Pictures are prepared when the first face has them: MTLs list many that none has. */
export class ObjMaterials {
  /** Of materials that have one. */
  readonly placements = new Map<number, Placement>();
  readonly #files: MeshFiles;
  readonly #sink: MeshSink;
  readonly #findings: Findings;
  readonly #prepare: PrepareTexture;
  readonly #defined = new Map<string, { mtl: MtlMaterial; from: string }>();
  readonly #numbers = new Map<string, number>();
  #plain: number | undefined;

  constructor(files: MeshFiles, sink: MeshSink, findings: Findings, prepare: PrepareTexture) {
    this.#files = files;
    this.#sink = sink;
    this.#findings = findings;
    this.#prepare = prepare;
  }

  /** Of surfaces that name none. */
  get plain(): number {
    return (this.#plain ??= this.#sink.material(PLAIN_MATERIAL));
  }

  /** Reads the files that a `mtllib` names. */
  async load(names: string): Promise<void> {
    for (const reference of this.#references(names)) {
      const found = this.#files.find(reference);
      if (!found) {
        this.#findings.add(
          'missing-material-file',
          () =>
            `A file of materials is named, but was not uploaded with the mesh: ${short(reference)}. Surfaces are shown without its materials.`,
        );
        continue;
      }
      const text = await readText(found.bytes, MAX_MTL_BYTES);
      if (text === undefined) {
        this.#findings.add(
          'unreadable-material-file',
          () => `A file of materials is larger than 8 MB and left out: ${short(reference)}.`,
        );
        continue;
      }
      for (const [name, mtl] of parseMtl(text)) {
        if (!this.#defined.has(name)) this.#defined.set(name, { mtl, from: found.name });
      }
    }
  }

  /** Its number, if it was used before. */
  known(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  /** Its number, with its pictures prepared. */
  async use(name: string, line: number): Promise<number> {
    const known = this.known(name);
    if (known !== undefined) return known;
    const defined = this.#defined.get(name);
    if (!defined) {
      this.#findings.add(
        'missing-material',
        () =>
          `A material is used, but no file defines it: ${short(name)} in line ${line}. Its surfaces are shown in white.`,
      );
      if (this.#numbers.size < MAX_NAMES) this.#numbers.set(name, this.plain);
      return this.plain;
    }
    const { mtl, from } = defined;
    const number = this.#sink.material(await this.#material(mtl, from));
    this.#numbers.set(name, number);
    const map = mtl.maps.diffuse ?? mtl.maps.normal ?? mtl.maps.bump;
    if (map && [...map.scale, ...map.offset].join() !== '1,1,0,0') this.placements.set(number, map);
    return number;
  }

  async #material(mtl: MtlMaterial, from: string): Promise<Material> {
    const material = fromMtl(mtl);
    if (isInvisible(mtl)) {
      this.#findings.add(
        'invisible-material',
        () => `A material is said to be wholly transparent and is shown opaque: ${short(mtl.name)}.`,
      );
    }
    const { diffuse, emissive, normal, opacity, roughness, metallic } = mtl.maps;
    const base = diffuse && (await this.#texture(diffuse, from));
    if (base) material.baseColourTexture = base;
    const glow = emissive && (await this.#texture(emissive, from));
    if (glow) material.emissiveTexture = glow;
    const relief = normal ? await this.#texture(normal, from) : await this.#bump(mtl, from);
    if (relief) material.normalTexture = relief;
    if (opacity && opacity.file === diffuse?.file) {
      // The alpha of the colours' own picture. A sharp edge, as triangles are not sorted by distance.
      if (material.alphaMode === 'OPAQUE') material.alphaMode = 'MASK';
    } else if (opacity) this.#leaveOut('map_d', mtl);
    if (roughness) this.#leaveOut('map_Pr', mtl);
    if (metallic) this.#leaveOut('map_Pm', mtl);
    return material;
  }

  /** Programs write normal maps as bump maps, which are heights: only the picture tells. */
  async #bump(mtl: MtlMaterial, from: string): Promise<TextureFile | undefined> {
    if (!mtl.maps.bump) return undefined;
    const texture = await this.#texture(mtl.maps.bump, from);
    if (!texture || (await looksLikeNormals(texture.path))) return texture;
    this.#leaveOut('map_Bump', mtl);
    return undefined;
  }

  async #texture(map: MtlMap, from: string): Promise<TextureFile | undefined> {
    const found = this.#files.find(map.file, from);
    if (!found) {
      this.#findings.add(
        'missing-texture',
        () =>
          `A picture is named, but was not uploaded with the mesh: ${short(map.file)}. Its surfaces are shown in their plain colour.`,
      );
      return undefined;
    }
    const texture = await this.#prepare(found, this.#files.folder, map.clamp ? 'clamp' : 'repeat');
    if ('path' in texture) return texture;
    this.#findings.add(texture.code, () => texture.message, texture.count);
    return undefined;
  }

  #leaveOut(statement: string, { name }: MtlMaterial): void {
    this.#findings.add(
      'material-map-left-out',
      () => `A picture of a material is of a kind that is not shown: ${statement} of ${short(name)}.`,
    );
  }

  /** One name with spaces, or several names (Wavefront, "mtllib filename1 filename2 . . ."). */
  #references(names: string): string[] {
    const whole = names.replace(/^"(.*)"$/, '$1');
    if (whole === '' || this.#files.find(whole)) return whole === '' ? [] : [whole];
    const parts = whole.match(/\S.*?\.mtl(?=\s|$)/gi);
    return parts && parts.join(' ').length >= whole.length ? parts : whole.split(/\s+/);
  }
}

const short = (name: string): string => (name.length > 120 ? `${name.slice(0, 120)}…` : name);
