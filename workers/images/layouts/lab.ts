import { UnreadableError } from '../../../manifests/errors.ts';
import { open } from '../sharp.ts';
import { numberOf } from '../tiff.ts';
import type { TiffDirectory } from '../tiff.ts';
import type { Changes, NewField, TiffCopy } from './copy.ts';
import { appendStrips, inStrips } from './strips.ts';
import { srgbOf } from '../../srgb.ts';

const TAG = { bitsPerSample: 258, photometric: 262, samples: 277, profile: 34675 } as const;
const CIE_LAB = 8;
const RGB: NewField = { type: 3, values: [2] };

/** Whether the page is in CIE L*a*b* with 8 bits (TIFF 6.0, section 23), which libvips takes for an encoding of its own. */
export function isLab({ fields }: TiffDirectory): boolean {
  return numberOf(fields, TAG.photometric, 1) === CIE_LAB && numberOf(fields, TAG.bitsPerSample, 1) === 8;
}

/** Stores a page in CIE L*a*b* as sRGB. Its numbers are decoded under the name of RGB, which changes none of them. */
export async function rewriteLab(copy: TiffCopy, { fields, offset }: TiffDirectory): Promise<Changes> {
  const samples = numberOf(fields, TAG.samples, 1);
  if (samples !== 3) {
    throw new UnreadableError(
      `This TIFF is in the CIELab colour space with ${samples} channels, of which only three are read. Save it as RGB.`,
    );
  }
  const named: [number, NewField | undefined][] = [
    [TAG.photometric, RGB],
    [TAG.profile, undefined],
  ];
  await copy.setDirectories([{ offset, changes: new Map(named) }]);
  const image = open(copy.file);
  const { height } = await image.metadata();
  const strips = await appendStrips(copy, { image, height, sampleBytes: 1, convert: labToSrgb });
  return new Map([...named, ...inStrips(copy, [strips])]);
}

/** From XYZ under D50 to linear sRGB under D65, adapted by Bradford (CSS Color 4, section 19). */
const XYZ_TO_LINEAR = [
  [3.1341359569958707, -1.6173863321612538, -0.4906619460083532],
  [-0.978795502912089, 1.916254567259524, 0.03344273116131949],
  [0.07195537988411677, -0.2289768264158322, 1.405386058324125],
] as const;
/** XYZ of D50, which L*a*b* are relative to. */
const WHITE = [0.3457 / 0.3585, 1, (1 - 0.3457 - 0.3585) / 0.3585] as const;
const ROWS = XYZ_TO_LINEAR.map(([x, y, z]) => Float64Array.of(x * WHITE[0], y * WHITE[1], z * WHITE[2]));

const STEPS = 8192;
/** From linear light in steps to sRGB. The steepest part of it is half of one of 255 for a step. */
const ENCODED = Uint8Array.from({ length: STEPS + 1 }, (_, i) => Math.round(255 * srgbOf(i / STEPS)));

/** CIE 15:2018, section 8.2.1: the inverse of f. */
function relative(f: number): number {
  return f > 6 / 29 ? f * f * f : 3 * (6 / 29) * (6 / 29) * (f - 4 / 29);
}

function encode(row: Float64Array | undefined, x: number, y: number, z: number): number {
  if (!row) return 0;
  const light = (row[0] ?? 0) * x + (row[1] ?? 0) * y + (row[2] ?? 0) * z;
  return ENCODED[Math.round(Math.min(1, Math.max(0, light)) * STEPS)] ?? 0;
}

/** Pixels of L* from 0 to 255 for 0 to 100 and signed a* and b*, relative to D50 as in ICC profiles, become sRGB in place. */
export function labToSrgb(pixels: Buffer): void {
  const [red, green, blue] = ROWS;
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const fy = (((pixels[at] ?? 0) * 100) / 255 + 16) / 116;
    const x = relative(fy + pixels.readInt8(at + 1) / 500);
    const y = relative(fy);
    const z = relative(fy - pixels.readInt8(at + 2) / 200);
    pixels[at] = encode(red, x, y, z);
    pixels[at + 1] = encode(green, x, y, z);
    pixels[at + 2] = encode(blue, x, y, z);
  }
}
