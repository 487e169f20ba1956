import { expected } from '../../manifests/errors.ts';
import { formatDecimal, isMoreThan, parseDecimal } from './decimal.ts';
import { fault } from './request.ts';
import type { Fault, Format, ImageRequest, Parameter, Quality, RegionForm, SizeForm } from './request.ts';

/** The longest canonical request is below 60 characters; what is longer than this is no request. */
const LONGEST = 300;

/** Beyond any image, and small enough that sums stay exact. */
const HUGE = 2 ** 48;

const FULL: RegionForm = { form: 'full' };
const SQUARE: RegionForm = { form: 'square' };

const QUALITIES: ReadonlyMap<string, Quality> = new Map([
  ['default', 'default'],
  ['color', 'default'],
  ['gray', 'gray'],
  ['bitonal', 'bitonal'],
]);

export type Parsed = ({ ok: true } & ImageRequest) | Fault;

/** The one part in which the versions differ. */
export interface SizeGrammar {
  /** The forms, for people who used none of them. */
  forms: string;
  parse(text: string): SizeForm | undefined;
}

/**
 * Parses `{region}/{size}/{rotation}/{quality}.{format}` of Image API 2.1 and 3.0, section 4. The path is as it stands in
 * the URL, still percent-encoded. Scans characters, without regular expressions: every tile request passes here.
 */
export function parseRequest(path: string, sizes: SizeGrammar, formats: readonly Format[]): Parsed {
  if (path.length > LONGEST) return fault('path', expected(`at most ${LONGEST} characters`, 'the request', path));
  const parts = path.includes('%') ? decodeAll(path.split('/')) : path.split('/');
  const [regionText, sizeText, rotationText, last] = parts;
  if (!regionText || !sizeText || !rotationText || !last || parts.length > 4) {
    return fault('path', expected('{region}/{size}/{rotation}/{quality}.{format} or info.json', 'the request', path));
  }
  const region = parseRegion(regionText);
  if (!region) return wrong('region', 'full, square, x,y,w,h or pct:x,y,w,h', regionText);
  const size = sizes.parse(sizeText);
  if (!size) return wrong('size', sizes.forms, sizeText);
  const mirror = rotationText.charCodeAt(0) === 33;
  const rotation = parseRotation(mirror ? rotationText.slice(1) : rotationText);
  if (rotation === undefined)
    return wrong('rotation', 'degrees from 0 to 360, with or without ! before them,', rotationText);

  const point = last.lastIndexOf('.');
  if (point < 0) return wrong('format', '{quality}.{format}', last);
  const quality = QUALITIES.get(last.slice(0, point));
  if (!quality) return wrong('quality', 'default, color, gray or bitonal', last.slice(0, point));
  const extension = last.slice(point + 1);
  const format = formats.find((name) => name === extension);
  if (!format) return wrong('format', `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}`, extension);
  return { ok: true, region, size, mirror, rotation, quality, format };
}

function wrong(parameter: Parameter, what: string, came: string): Fault {
  return fault(parameter, expected(what, parameter, came));
}

/** Encoding what needs none introduces no ambiguity (section 9), and clients do encode `^`, `!`, `,` and `:`. */
function decodeAll(parts: string[]): string[] {
  try {
    return parts.map((part) => decodeURIComponent(part));
  } catch {
    // As it stands it matches nothing, and the message about it quotes it.
    return parts;
  }
}

function parseRegion(text: string): RegionForm | undefined {
  if (text === 'full') return FULL;
  if (text === 'square') return SQUARE;
  const percent = text.startsWith('pct:');
  const first = text.indexOf(',');
  const second = text.indexOf(',', first + 1);
  const third = text.indexOf(',', second + 1);
  if (first < 0 || second < 0 || third < 0) return undefined;
  if (percent) {
    const x = parseDecimal(text.slice(4, first));
    const y = parseDecimal(text.slice(first + 1, second));
    const width = parseDecimal(text.slice(second + 1, third));
    const height = parseDecimal(text.slice(third + 1));
    return x && y && width && height && { form: 'percent', x, y, width, height };
  }
  const x = whole(text, 0, first);
  const y = whole(text, first + 1, second);
  const width = whole(text, second + 1, third);
  const height = whole(text, third + 1, text.length);
  return x < 0 || y < 0 || width < 0 || height < 0 ? undefined : { form: 'pixels', x, y, width, height };
}

/** `w,`, `,h`, `w,h`, `!w,h` and `pct:n`, from `start` to the end. */
export function parseScaled(text: string, start: number, enlarge: boolean): SizeForm | undefined {
  if (text.startsWith('pct:', start)) {
    const percent = parseDecimal(text.slice(start + 4));
    return percent && { form: 'percent', enlarge, percent };
  }
  const confined = text.charCodeAt(start) === 33;
  const first = confined ? start + 1 : start;
  const comma = text.indexOf(',', first);
  if (comma < 0) return undefined;
  if (comma === text.length - 1 && !confined) {
    const width = whole(text, first, comma);
    return width < 0 ? undefined : { form: 'width', enlarge, width };
  }
  const height = whole(text, comma + 1, text.length);
  if (height < 0) return undefined;
  if (comma === first && !confined) return { form: 'height', enlarge, height };
  const width = whole(text, first, comma);
  return width < 0 ? undefined : { form: confined ? 'confined' : 'exact', enlarge, width, height };
}

function parseRotation(text: string): string | undefined {
  if (text === '0') return text;
  const degrees = parseDecimal(text);
  if (!degrees || isMoreThan(degrees, 360)) return undefined;
  const canonical = formatDecimal(degrees);
  return canonical === '360' ? '0' : canonical;
}

/** A non-negative integer, -1 where there is none. */
function whole(text: string, start: number, end: number): number {
  if (start >= end) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value > HUGE) value = HUGE;
  }
  return value;
}
