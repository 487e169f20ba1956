import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Sharp } from 'sharp';
import { UnreadableError } from '../../../manifests/errors.ts';
import { planColour, profileOptions } from '../../images/colour.ts';
import { open } from '../../images/sharp.ts';
import type { Adjustment, Material, TextureFile } from '../source.ts';
import type { TextureSlot } from '../surface.ts';

/** Every texture of a scan, decoded; as it may be written to JSON and read again. */
export interface TexelStore {
  textures: StoredTexture[];
}

export interface StoredTexture {
  /** The picture as it came. */
  source: string;
  /** Colours are sRGB, whatever their profile was; data are the numbers in the file. */
  use: 'colour' | 'data';
  /** What was done to the numbers. */
  adjustment?: Adjustment;
  /** A tiled TIFF without compression. */
  file: string;
}

/**
 * What is not a colour is not to be converted (glTF 2.0, 3.9.2: "texel values … MUST be treated as linear"). Base colour
 * comes first, as it decides in which size the others are laid out.
 */
export const SLOTS: readonly TextureSlot[] = [
  'baseColourTexture',
  'metallicRoughnessTexture',
  'normalTexture',
  'occlusionTexture',
  'emissiveTexture',
];

const useOf = (slot: TextureSlot): StoredTexture['use'] =>
  slot === 'baseColourTexture' || slot === 'emissiveTexture' ? 'colour' : 'data';

/**
 * Side of the squares in which a texture lies on the disk, in texels: 192 kB each. A leaf's charts are some hundreds of
 * texels wide, so that smaller squares would be more reads and larger ones more bytes that nobody asked for.
 */
const SQUARE = 256;

/**
 * Decodes the materials' textures into `folder`, each once and in little memory: libvips streams from decoder to tiles
 * (16384² JPEG: 230 MB resident, 58 megapixels per second). What an ended task has left there complete is used again.
 */
export async function storeTexels(
  materials: readonly Material[],
  folder: string,
  onProgress: (fraction: number) => void,
): Promise<TexelStore> {
  const textures = new Map<string, StoredTexture & { alpha: boolean }>();
  for (const material of materials)
    for (const slot of SLOTS) {
      const picture = material[slot];
      if (picture === undefined) continue;
      const key = keyOf(picture, slot);
      const file = join(folder, `texels-${textures.size}.tif`);
      const { path: source, adjustment } = picture;
      const texture = textures.get(key) ?? {
        source,
        use: useOf(slot),
        ...(adjustment && { adjustment }),
        file,
        alpha: false,
      };
      if (slot === 'baseColourTexture' && material.alphaMode !== 'OPAQUE') texture.alpha = true;
      textures.set(key, texture);
    }
  let done = 0;
  for (const { alpha, ...texture } of textures.values()) {
    if (!existsSync(texture.file)) await decode(texture, alpha);
    onProgress(++done / textures.size);
  }
  return {
    textures: Array.from(textures.values(), ({ source, use, adjustment, file }) => ({
      source,
      use,
      ...(adjustment && { adjustment }),
      file,
    })),
  };
}

/** The number of a slot's texture in the store. */
export function numberIn(store: TexelStore, texture: TextureFile, slot: TextureSlot): number {
  const key = keyOf(texture, slot);
  return store.textures.findIndex(
    ({ source, use, adjustment }) => key === `${use} ${source} ${JSON.stringify(adjustment)}`,
  );
}

const keyOf = ({ path, adjustment }: TextureFile, slot: TextureSlot): string =>
  `${useOf(slot)} ${path} ${JSON.stringify(adjustment)}`;

async function decode({ source, use, adjustment, file }: StoredTexture, alpha: boolean): Promise<void> {
  const part = `${file}.part`;
  try {
    const image = use === 'colour' ? await colours(source, part) : open(source, { ignoreIcc: true });
    if (adjustment) image.linear([...adjustment.factor], [...adjustment.offset]);
    await tiled(alpha ? image : image.removeAlpha(), part);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableError(
      `Expected a texture that can be decoded in ${JSON.stringify(basename(source))} but received ${reason}; ` +
        'save the picture anew and send the scan again.',
      { cause: error },
    );
  }
  await rename(part, file);
}

async function colours(source: string, part: string): Promise<Sharp> {
  const meta = await open(source).metadata();
  const plan = await planColour(source, {}, meta, 'srgb');
  const image = open(source, profileOptions(plan));
  if (meta.space !== 'rgb16' || meta.icc === undefined || plan.ignoreProfile) return image;
  // 16 bits reach sRGB only through 16 bits (see toGamut), so that making them 8 is a step of its own.
  const deep = `${part}.16`;
  await image
    .toColourspace('rgb16')
    .withIccProfile('srgb', { attach: false })
    .tiff({ compression: 'none', tile: true, bigtiff: true })
    .toFile(deep);
  return open(deep, { ignoreIcc: true });
}

const tiled = (image: Sharp, file: string): Promise<unknown> =>
  image
    .toColourspace('srgb')
    .tiff({ compression: 'none', predictor: 'none', tile: true, tileWidth: SQUARE, tileHeight: SQUARE, bigtiff: true })
    .toFile(file);
