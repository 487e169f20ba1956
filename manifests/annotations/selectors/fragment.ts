/** A media fragment (https://www.w3.org/TR/media-frags/, 4.2) as far as places in images and time need it. */
export interface Fragment {
  region?: { unit: 'pixel' | 'percent'; x: number; y: number; width: number; height: number };
  /** Seconds. */
  time?: { start: number; end?: number };
}

const REGION = /^(?:(pixel|percent|pct):)?(.*)$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** Undefined where it holds neither `xywh` nor `t`; 'wrong' where one of them is not understood. */
export function readFragment(value: string): Fragment | 'wrong' | undefined {
  const fragment: Fragment = {};
  for (const part of value.replace(/^#/, '').split('&')) {
    const [name, ...rest] = part.split('=');
    if (name === 'xywh') {
      const region = readRegion(decoded(rest.join('=')));
      if (!region) return 'wrong';
      fragment.region = region;
    } else if (name === 't') {
      const time = readTime(decoded(rest.join('=')));
      if (!time) return 'wrong';
      fragment.time = time;
    }
  }
  return fragment.region || fragment.time ? fragment : undefined;
}

/** An IRI whose fragment says where within it, taken apart; any other fragment belongs to the name and stays. */
export function splitIri(iri: string): { source: string; fragment?: Fragment | 'wrong'; text?: string } {
  const hash = iri.lastIndexOf('#');
  if (hash < 0) return { source: iri };
  const text = iri.slice(hash + 1);
  const fragment = readFragment(text);
  return fragment ? { source: iri.slice(0, hash), fragment, text } : { source: iri };
}

/** `x,y,w,h` with a unit before it or none; IIIF's own `pct:` is found in the wild. Fractions are taken. */
export function readRegion(value: string): Fragment['region'] | undefined {
  const [, unit, numbers] = REGION.exec(value.trim())!;
  const texts = numbers!.split(',').map((text) => text.trim());
  if (texts.length !== 4 || !texts.every((text) => DECIMAL.test(text))) return undefined;
  const [x, y, width, height] = texts.map(Number) as [number, number, number, number];
  if (width < 0 || height < 0 || ![x, y, width, height].every((number) => Math.abs(number) < 1e12)) return undefined;
  return { unit: unit === 'percent' || unit === 'pct' ? 'percent' : 'pixel', x, y, width, height };
}

/** Normal play time: seconds, or hours, minutes and seconds (4.2.1.1). */
function readTime(value: string): Fragment['time'] | undefined {
  const [from = '', to, more] = value.replace(/^npt:/, '').split(',');
  const start = from === '' ? 0 : seconds(from);
  const end = to === undefined ? undefined : seconds(to);
  if (more !== undefined || (from === '' && to === undefined) || Number.isNaN(start)) return undefined;
  if (end === undefined) return { start };
  return end >= start ? { start, end } : undefined;
}

function seconds(text: string): number {
  const match = /^(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:\.\d*)?)$/.exec(text);
  return match ? Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3]) : Number.NaN;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
