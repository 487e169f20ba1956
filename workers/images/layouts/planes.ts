import { UnreadableError } from '../../../manifests/errors.ts';
import { open } from '../sharp.ts';
import { numberOf } from '../tiff.ts';
import type { TiffDirectory } from '../tiff.ts';
import type { Changes, NewField, TiffCopy, Variant } from './copy.ts';
import { appendStrips, inStrips } from './strips.ts';
import type { Strips } from './strips.ts';

const TAG = {
  height: 257,
  bitsPerSample: 258,
  photometric: 262,
  samples: 277,
  planes: 284,
  colourMap: 320,
  tileOffsets: 324,
  tileBytes: 325,
  extraSamples: 338,
  sampleFormat: 339,
  profile: 34675,
} as const;

const BLACK_IS_ZERO = 1;
/** White or black is zero, RGB, CMYK: the planes of the others are not all of one size or kind. */
const READ_PHOTOMETRICS: ReadonlySet<number> = new Set([0, 1, 2, 5]);
const READ_BITS: ReadonlySet<number> = new Set([8, 16, 32, 64]);

/** Whether the colours are separate planes (TIFF 6.0, section 8: PlanarConfiguration 2) in tiles, which libvips does not read. */
export function hasPlanesOfTiles({ fields }: TiffDirectory): boolean {
  return fields.has(TAG.tileOffsets) && numberOf(fields, TAG.planes, 1) === 2 && numberOf(fields, TAG.samples, 1) > 1;
}

/**
 * Stores a page of tiles in separate planes as separate planes in strips, which libvips reads: every plane is first made
 * a page of one grey channel, decoded as such and added uncompressed.
 */
export async function rewritePlanes(copy: TiffCopy, { fields, offset }: TiffDirectory): Promise<Changes> {
  const samples = numberOf(fields, TAG.samples, 1);
  const bits = numberOf(fields, TAG.bitsPerSample, 1);
  const [offsets, bytes] = [TAG.tileOffsets, TAG.tileBytes].map((tag) => fields.get(tag)?.values ?? []);
  const perPlane = (offsets?.length ?? 0) / samples;
  const photometric = numberOf(fields, TAG.photometric, BLACK_IS_ZERO);
  const alike = fields.get(TAG.bitsPerSample)?.values.every((each) => each === bits) ?? false;
  if (!READ_PHOTOMETRICS.has(photometric) || !READ_BITS.has(bits) || !alike) {
    throw new UnreadableError(
      `This TIFF keeps colours of kind ${photometric} with ${bits} bits as separate planes in tiles, which is not read yet. Save it with its colours together.`,
    );
  }
  if (perPlane < 1 || !Number.isInteger(perPlane) || bytes?.length !== offsets?.length) {
    throw new UnreadableError('This TIFF is damaged: it does not hold as many tiles for each of its colours.');
  }
  const variants = Array.from({ length: samples }, (_, i): Variant => {
    const slice = (all: readonly number[] = []): NewField => ({
      type: copy.offsets,
      values: all.slice(i * perPlane, (i + 1) * perPlane),
    });
    const first = fields.get(TAG.sampleFormat)?.values[i];
    const changes = new Map<number, NewField | undefined>([
      [TAG.bitsPerSample, { type: 3, values: [bits] }],
      [TAG.photometric, { type: 3, values: [BLACK_IS_ZERO] }],
      [TAG.samples, { type: 3, values: [1] }],
      [TAG.planes, { type: 3, values: [1] }],
      [TAG.tileOffsets, slice(offsets)],
      [TAG.tileBytes, slice(bytes)],
      [TAG.sampleFormat, first === undefined ? undefined : { type: 3, values: [first] }],
      ...[TAG.colourMap, TAG.extraSamples, TAG.profile].map((tag): [number, undefined] => [tag, undefined]),
    ]);
    return { offset, changes };
  });
  await copy.setDirectories(variants);
  const planes: Strips[] = [];
  for (let page = 0; page < samples; page++) {
    const plane = open(copy.file, { page });
    const { space, height } = await plane.metadata();
    const image = plane.toColourspace(space);
    planes.push(await appendStrips(copy, { image, height, sampleBytes: bits / 8 }));
  }
  return new Map(inStrips(copy, planes));
}
