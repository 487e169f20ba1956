import type { Metadata, Sharp } from 'sharp';
import { isWiderThanSrgb } from './gamut.ts';
import type { Gamut } from './gamut.ts';
import { profileSpace } from './icc.ts';
import type { PageOptions } from './pages.ts';
import { open } from './sharp.ts';

/** How a page's numbers become those of a screen: decided from its header, told to the curator where it is a choice. */
export interface ColourPlan {
  /** The profile does not fit the image's channels and is left aside. */
  ignoreProfile: boolean;
  /** Measured values beyond what a screen shows: stretched from their least to their greatest. */
  stretch: { a: number; b: number } | undefined;
  /** Only the first channel is shown. */
  firstChannel: boolean;
  gamut: Gamut;
  warnings: string[];
}

const PROFILE_SPACES: Readonly<Record<string, string>> = {
  srgb: 'RGB ',
  rgb: 'RGB ',
  rgb16: 'RGB ',
  'b-w': 'GRAY',
  grey16: 'GRAY',
  cmyk: 'CMYK',
};

/** Side of the grid of pixels that is looked at for the least and the greatest value; smaller images are looked at whole. */
const SAMPLES = 1024;

/** `widest` is what may be kept of a profile that is wider than sRGB. */
export async function planColour(
  input: string | Buffer,
  page: PageOptions,
  meta: Metadata,
  widest: Gamut,
): Promise<ColourPlan> {
  const warnings: string[] = [];
  const expected = PROFILE_SPACES[meta.space];
  const ignoreProfile = meta.icc !== undefined && expected !== undefined && profileSpace(meta.icc) !== expected;
  if (ignoreProfile)
    warnings.push('The colour profile in the file is broken or meant for another kind of image, and was left aside.');
  const firstChannel = meta.channels > 4 && meta.space !== 'cmyk';
  if (firstChannel) warnings.push(`The image has ${meta.channels} channels; the first is shown, in grey.`);
  const measured = meta.depth !== 'uchar' && meta.depth !== 'ushort';
  const stretch = measured ? await measureRange(input, page, meta, warnings) : undefined;
  const wide = !ignoreProfile && expected === 'RGB ' && !measured && !firstChannel && isWide(meta);
  return { ignoreProfile, stretch, firstChannel, gamut: wide ? widest : 'srgb', warnings };
}

function isWide({ icc }: Metadata): boolean {
  return icc !== undefined && isWiderThanSrgb(icc);
}

async function measureRange(
  input: string | Buffer,
  page: PageOptions,
  meta: Metadata,
  warnings: string[],
): Promise<ColourPlan['stretch']> {
  const sample = await open(input, page)
    .removeAlpha()
    .resize({ width: SAMPLES, height: SAMPLES, fit: 'inside', kernel: 'nearest', withoutEnlargement: true })
    .toColourspace(meta.space)
    .raw({ depth: 'float' })
    .toBuffer();
  const values = new Float32Array(sample.buffer, sample.byteOffset, sample.length / 4);
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    // GIS files fill what they know nothing of with −9999, −32768 or the lowest float; NaN and infinities likewise.
    if (!Number.isFinite(value) || value === -9999 || value === -32768 || value < -1e30) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (greatest < least) [least, greatest] = [0, 0];
  // Three channels of floats are taken by libvips for linear light from 0 to 1; then there is nothing to stretch.
  const linear = meta.space === 'scrgb';
  if (linear && least >= 0 && greatest <= 1) return undefined;
  warnings.push(
    `The values of this image are measurements from ${shown(least)} to ${shown(greatest)}; they are shown stretched from black to white.`,
  );
  const span = greatest > least ? greatest - least : 1;
  const a = (linear ? 1 : 255) / span;
  return { a, b: -least * a };
}

function shown(value: number): string {
  return Number(value.toPrecision(6)).toString();
}

/** How the page is to be opened, so that its profile is applied only where that is meant. */
export function profileOptions({ ignoreProfile, gamut }: ColourPlan): { ignoreIcc: boolean } {
  // sharp takes 8 bits through sRGB, which would cut off what is to be kept. Told to ignore the profile it does not, and
  // the output's profile is then reached from the embedded one in a single step.
  return { ignoreIcc: ignoreProfile || gamut === 'p3' };
}

/** Adds to the image what makes it opaque and 8-bit, in the plan's gamut, when it is written as JPEG. */
export function toGamut(image: Sharp, meta: Metadata, plan: ColourPlan): Sharp {
  let out = image;
  if (plan.firstChannel) out = out.extractChannel(0);
  else if (meta.hasAlpha) out = plan.stretch ? out.removeAlpha() : out.flatten({ background: '#ffffff' });
  if (plan.stretch) out = out.linear(plan.stretch.a, plan.stretch.b);
  if (plan.gamut === 'p3') return out.toColourspace(meta.space === 'rgb16' ? 'rgb16' : 'srgb').withIccProfile('p3');
  // sharp takes 16-bit images through Display P3, and without an output profile writes those numbers as if they were
  // sRGB: reds and greens come out duller by up to 20 of 255.
  const throughP3 = meta.space === 'rgb16' && meta.icc !== undefined && !plan.ignoreProfile;
  return throughP3 ? out.toColourspace('rgb16').withIccProfile('srgb', { attach: false }) : out.toColourspace('srgb');
}
