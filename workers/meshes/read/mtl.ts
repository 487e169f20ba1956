/** A picture that an MTL names, with those of its options that can be heeded. */
export interface MtlMap {
  file: string;
  clamp: boolean;
  /** Texture coordinates become scale × coordinate + offset. */
  scale: readonly [number, number];
  offset: readonly [number, number];
}

/** A material as the file says it (Wavefront's MTL, and its extension for physically based rendering). */
export interface MtlMaterial {
  name: string;
  diffuse?: readonly number[];
  specular?: readonly number[];
  emissive?: readonly number[];
  /** Ns, 0 … 1000. */
  exponent?: number;
  /** d; 1 is opaque. */
  opacity?: number;
  /** Tr; 0 is opaque. */
  transparency?: number;
  illumination?: number;
  roughness?: number;
  metallic?: number;
  maps: Partial<Record<MtlSlot, MtlMap>>;
}

export type MtlSlot = 'diffuse' | 'opacity' | 'bump' | 'normal' | 'emissive' | 'roughness' | 'metallic';

const SLOTS: Readonly<Record<string, MtlSlot>> = {
  map_kd: 'diffuse',
  map_d: 'opacity',
  map_bump: 'bump',
  bump: 'bump',
  norm: 'normal',
  map_kn: 'normal',
  map_ke: 'emissive',
  map_pr: 'roughness',
  map_pm: 'metallic',
};
const COLOURS: Readonly<Record<string, 'diffuse' | 'specular' | 'emissive'>> = {
  kd: 'diffuse',
  ks: 'specular',
  ke: 'emissive',
};
const NUMBERS: Readonly<
  Record<string, 'exponent' | 'opacity' | 'transparency' | 'illumination' | 'roughness' | 'metallic'>
> = {
  ns: 'exponent',
  d: 'opacity',
  tr: 'transparency',
  illum: 'illumination',
  pr: 'roughness',
  pm: 'metallic',
};
/** Words that follow an option; a picture's name is what comes behind all of them, with its spaces. */
const OPTION_WORDS: Readonly<Record<string, number>> = {
  '-blendu': 1,
  '-blendv': 1,
  '-bm': 1,
  '-boost': 1,
  '-cc': 1,
  '-clamp': 1,
  '-imfchan': 1,
  '-mm': 2,
  '-texres': 1,
  '-type': 1,
};
/** These have one to three numbers. */
const VECTORS: ReadonlySet<string> = new Set(['-o', '-s', '-t']);
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Reads what it understands and passes over the rest. Of two materials of one name the first counts. */
export function parseMtl(text: string): Map<string, MtlMaterial> {
  const materials = new Map<string, MtlMaterial>();
  let material: MtlMaterial | undefined;
  for (const line of text.replaceAll(/\\\r?\n/g, ' ').split(/[\r\n]+/)) {
    const [, word = '', rest = ''] = /^\s*(\S+)\s*(.*?)\s*$/.exec(line) ?? [];
    const key = word.toLowerCase();
    if (key === 'newmtl') {
      material = { name: rest, maps: {} };
      if (!materials.has(rest)) materials.set(rest, material);
    } else if (material && key in SLOTS) {
      const map = parseMap(rest);
      if (map) material.maps[SLOTS[key]!] ??= map;
    } else if (material && key in COLOURS) {
      const colour = parseColour(rest);
      if (colour) material[COLOURS[key]!] = colour;
    } else if (material && key in NUMBERS) {
      // `d -halo 0.5` is opacity that falls towards the outline: its number is the one at the middle.
      const value = Number(rest.split(/\s+/).findLast((part) => NUMBER.test(part)) ?? NaN);
      if (Number.isFinite(value)) material[NUMBERS[key]!] = value;
    }
  }
  return materials;
}

/** One number stands for all three (Wavefront, "Kd r g b": g and b are optional). Spectral files and CIE XYZ are passed over. */
function parseColour(rest: string): readonly number[] | undefined {
  const numbers = rest.split(/\s+/).map((part) => (NUMBER.test(part) ? Number(part) : NaN));
  const [r = NaN, g = r, b = r] = numbers;
  return [r, g, b].every(Number.isFinite) ? [r, g, b] : undefined;
}

function parseMap(rest: string): MtlMap | undefined {
  let left = rest;
  let clamp = false;
  const vectors: Record<string, readonly [number, number]> = {};
  const take = (): string => {
    const [, word = '', after = ''] = /^(\S*)\s*(.*)$/.exec(left) ?? [];
    left = after;
    return word;
  };
  for (;;) {
    const option = /^-\w+/.exec(left)?.[0].toLowerCase();
    if (option === undefined) break;
    if (VECTORS.has(option)) {
      take();
      const numbers: number[] = [];
      while (numbers.length < 3 && NUMBER.test(left.split(/\s/, 1)[0]!)) numbers.push(Number(take()));
      // What is not given is 1 for a scale and 0 for an offset.
      const missing = option === '-s' ? 1 : 0;
      vectors[option] = [numbers[0] ?? missing, numbers[1] ?? missing];
    } else if (option in OPTION_WORDS) {
      take();
      for (let i = 0; i < OPTION_WORDS[option]!; i++) {
        const value = take().toLowerCase();
        if (option === '-clamp') clamp = value === 'on';
      }
    } else break;
  }
  const file = left.replace(/^"(.*)"$/, '$1');
  if (file === '') return undefined;
  return { file, clamp, scale: vectors['-s'] ?? [1, 1], offset: vectors['-o'] ?? [0, 0] };
}
