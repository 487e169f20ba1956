import type { Adjustment, Material, MeshSink, TextureFile } from '../../source.ts';
import type { Findings } from '../findings.ts';
import type { Document } from './document.ts';
import { JsonObject, wrong } from './document.ts';
import type { Images } from './images.ts';

/** Which texture coordinates a material is mapped by, and how they are moved: u′ = a·u + b·v + c, v′ = d·u + e·v + f. */
export interface Mapping {
  set: number;
  transform: readonly [number, number, number, number, number, number];
}

export interface Dressed {
  /** What the sink gave. */
  material: number;
  /** Absent: nothing of it is mapped. */
  mapping?: Mapping;
}

type Slot = 'baseColourTexture' | 'metallicRoughnessTexture' | 'normalTexture' | 'occlusionTexture' | 'emissiveTexture';

const IDENTITY: Mapping['transform'] = [1, 0, 0, 0, 1, 0];

/** Tells the sink of materials when they are first used. */
export class Materials {
  readonly #document: Document;
  readonly #images: Images;
  readonly #turned: ReadonlySet<number>;
  readonly #sink: MeshSink;
  readonly #findings: Findings;
  readonly #known = new Map<string, Dressed>();

  /** `turned`: numbers of the materials whose normal map has green growing downwards. */
  constructor(document: Document, images: Images, turned: ReadonlySet<number>, sink: MeshSink, findings: Findings) {
    this.#document = document;
    this.#images = images;
    this.#turned = turned;
    this.#sink = sink;
    this.#findings = findings;
  }

  /** The material of a primitive with these sets of texture coordinates. `from` points at its number. */
  async dress(index: number | undefined, sets: ReadonlySet<number>, from: string): Promise<Dressed> {
    const key = `${index} ${[...sets].toSorted((a, b) => a - b).join(' ')}`;
    const known = this.#known.get(key);
    if (known) return known;
    // Without a material, that of a material without properties (3.9.6).
    const json = index === undefined ? new JsonObject({}, '') : this.#document.get('materials', index, from);
    const { textures, mapping } = await this.#textures(json, sets, index !== undefined && this.#turned.has(index));
    const material = this.#sink.material({ ...plain(json), ...textures });
    const dressed = mapping ? { material, mapping } : { material };
    this.#known.set(key, dressed);
    return dressed;
  }

  async #textures(
    json: JsonObject,
    sets: ReadonlySet<number>,
    turned: boolean,
  ): Promise<{ textures: Partial<Record<Slot, TextureFile>>; mapping: Mapping | undefined }> {
    const rough = json.object('pbrMetallicRoughness');
    const glossy = json.extension('KHR_materials_pbrSpecularGlossiness');
    const infos: [Slot, JsonObject | undefined][] = [
      ['baseColourTexture', glossy ? glossy.object('diffuseTexture') : rough?.object('baseColorTexture')],
      ['metallicRoughnessTexture', glossy ? undefined : rough?.object('metallicRoughnessTexture')],
      ['normalTexture', json.object('normalTexture')],
      ['occlusionTexture', json.object('occlusionTexture')],
      ['emissiveTexture', json.object('emissiveTexture')],
    ];
    if (glossy) {
      this.#findings.add(
        'approximated-materials',
        () => `${glossy.pointer}: a material of specular and glossiness is shown by its diffuse colour and roughness.`,
      );
    }
    const textures: Partial<Record<Slot, TextureFile>> = {};
    let mapping: Mapping | undefined;
    for (const [slot, info] of infos) {
      if (!info) continue;
      const own = mappingOf(info);
      if (!sets.has(own.set)) {
        this.#findings.add(
          'missing-texture-coordinates',
          () =>
            `${info.pointer}: a picture needs TEXCOORD_${own.set}, which a primitive does not have; it is left out there.`,
        );
        continue;
      }
      if (mapping && !alike(mapping, own)) {
        this.#findings.add(
          'texture-mappings',
          () => `${info.pointer}: a picture is mapped differently from the others of its material, and is left out.`,
        );
        continue;
      }
      const texture = await this.#images.texture(info.needInteger('index'), info.at('index'));
      if (!texture) continue;
      const adjustment = adjustmentOf(slot, info, turned);
      textures[slot] = adjustment ? { ...texture, adjustment } : texture;
      mapping ??= own;
    }
    return { textures, mapping };
  }
}

/** All but the textures. */
function plain(json: JsonObject): Material {
  const rough = json.object('pbrMetallicRoughness') ?? new JsonObject({}, '');
  const glossy = json.extension('KHR_materials_pbrSpecularGlossiness');
  const strength = json.extension('KHR_materials_emissive_strength')?.number('emissiveStrength', 1) ?? 1;
  const alphaMode = json.string('alphaMode') ?? 'OPAQUE';
  if (alphaMode !== 'OPAQUE' && alphaMode !== 'MASK' && alphaMode !== 'BLEND') {
    throw wrong('OPAQUE, MASK or BLEND', json.at('alphaMode'), alphaMode);
  }
  const [red, green, blue, alpha] = glossy
    ? glossy.numbers('diffuseFactor', [1, 1, 1, 1])
    : rough.numbers('baseColorFactor', [1, 1, 1, 1]);
  const [r, g, b] = json.numbers('emissiveFactor', [0, 0, 0]);
  return {
    name: (json.string('name') ?? '').slice(0, 200),
    baseColour: [within(red), within(green), within(blue), within(alpha)],
    metallic: glossy ? 0 : within(rough.number('metallicFactor', 1)),
    roughness: glossy ? 1 - within(glossy.number('glossinessFactor', 1)) : within(rough.number('roughnessFactor', 1)),
    emissive: [r * strength, g * strength, b * strength],
    alphaMode,
    alphaCutoff: json.number('alphaCutoff', 0.5),
    doubleSided: json.boolean('doubleSided'),
    unlit: json.extension('KHR_materials_unlit') !== undefined,
  };
}

function within(value: number): number {
  return Math.max(0, Math.min(1, value));
}

/**
 * Makes of a picture what it is with the factor of its material (3.9.3), so that nobody after it need know that: occlusion is
 * 1 + strength × (red − 1), and a normal of (x × scale, y × scale, z) has the direction of (x, y, z / scale).
 */
function adjustmentOf(slot: Slot, info: JsonObject, turned: boolean): Adjustment | undefined {
  if (slot === 'occlusionTexture') {
    const strength = within(info.number('strength', 1));
    if (strength === 1) return undefined;
    return { factor: [strength, 1, 1], offset: [255 * (1 - strength), 0, 0] };
  }
  if (slot !== 'normalTexture') return undefined;
  const scale = info.number('scale', 1);
  if (scale === 1 && !turned) return undefined;
  const sideways = Math.max(-1, Math.min(1, scale));
  const factor = [sideways, turned ? -sideways : sideways, 1 / Math.max(1, Math.abs(scale))] as const;
  // 127.5 is nothing to either side.
  const offset = factor.map((part) => 127.5 * (1 - part)) as [number, number, number];
  return { factor, offset };
}

export function mappingOf(info: JsonObject): Mapping {
  const set = info.integer('texCoord') ?? 0;
  const moved = info.extension('KHR_texture_transform');
  if (!moved) return { set, transform: IDENTITY };
  const [x, y] = moved.numbers('offset', [0, 0]);
  const [width, height] = moved.numbers('scale', [1, 1]);
  const angle = moved.number('rotation', 0);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // Against the clock in a picture whose v grows downwards: all programs do so, the extension's listing has the
  // opposite sign (KhronosGroup/glTF#1563).
  return {
    set: moved.integer('texCoord') ?? set,
    transform: [cos * width, sin * height, x, -sin * width, cos * height, y],
  };
}

function alike(one: Mapping, other: Mapping): boolean {
  return one.set === other.set && one.transform.every((value, i) => value === other.transform[i]);
}
