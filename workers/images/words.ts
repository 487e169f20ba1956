import { LimitError, UnreadableError, VitrineError } from '../../manifests/errors.ts';

const MAX_QUOTE = 200;

/** libtiff's remarks on tags of its own registry, a dozen of which would hide the line that matters. */
const NOISE = /TIFF_SETGET_UNDEFINED|pseudo-tag|unknown field/i;

const REASONS: readonly [RegExp, string][] = [
  [
    /premature end|end of (gif|file|image)|not enough data|read error|bad seek|unexpected end|truncat|unknown error|invalid tiff|read past/i,
    'The file is damaged or incomplete: its image data cannot be read to the end.',
  ],
  [/jp2kload: (?!components differ)/, 'The JPEG 2000 file is damaged or incomplete: it cannot be read to the end.'],
  [/components differ/, 'The parts of this JPEG 2000 image differ in size, which is not read yet.'],
  [/unsupported image format/i, 'The file is damaged: it begins like an image, but no image can be read from it.'],
  [
    /corrupt header|bad header|unable to parse|not defined|corrupt|bad code word/i,
    'The file is damaged: what it says about the image contradicts itself.',
  ],
  [/not configured|not supported|unsupported|blocked/i, 'The image is stored in a way that is not read yet.'],
];

/** What libvips said, on one line, without repetitions and without the paths of this machine. */
export function quote(message: string, paths: readonly string[]): string {
  const bare = paths.reduce((text, path) => text.replaceAll(path, 'the file'), message);
  const lines = bare
    .replace(/(^|[\s"'(:])\/[^\s:"')]+/g, '$1the file')
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '));
  const text = [...new Set(lines)].filter((line) => line !== '' && !NOISE.test(line)).join('; ');
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text;
}

/**
 * An error of reading an image in a curator's words, with libvips's own in parentheses. Errors of this program and of
 * the disk are no fault of the file and come back as they are.
 */
export function inWords(error: unknown, paths: readonly string[]): unknown {
  if (!(error instanceof Error) || error instanceof VitrineError || error.constructor !== Error) return error;
  if ('code' in error || /no space left|unable to (write|open) to target|write (error|failed)/i.test(error.message))
    return error;
  const words =
    quote(error.message.replace(/^Input (file|buffer) has corrupt header:/, ''), paths) || 'no more is known';
  if (/pixel limit/i.test(error.message)) return new LimitError(`The image is too large to be read (${words}).`);
  const reason = REASONS.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'The image cannot be read.';
  return new UnreadableError(`${reason} (${words})`, { cause: error });
}
