import { TiffReader, textOf } from './tiff.ts';
import type { TiffDirectory } from './tiff.ts';

/** What a photographer or a scanner wrote into the file and a curator wants to see beside it. */
export interface Embedded {
  title?: string;
  creator?: string;
  copyright?: string;
  date?: string;
}

export interface EmbeddedBlocks {
  exif?: Buffer | undefined;
  iptc?: Buffer | undefined;
  xmp?: Buffer | undefined;
  /** The first directory, when the image itself is a TIFF. */
  fields?: TiffDirectory['fields'] | undefined;
}

const MAX_TEXT = 500;

/** XMP is the newest and the only one with a sure encoding, so it is believed before IPTC, and IPTC before EXIF. */
export function readEmbedded({ exif, iptc, xmp, fields }: EmbeddedBlocks): Embedded {
  const found = { ...fromFields(fields), ...fromExif(exif), ...fromIptc(iptc), ...fromXmp(xmp) };
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, value.slice(0, MAX_TEXT)]));
}

function entries(values: Readonly<Record<keyof Embedded, string | undefined>>): Embedded {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}

function fromFields(fields: TiffDirectory['fields'] = new Map()): Embedded {
  const [title, creator] = [textOf(fields, 270), textOf(fields, 315)];
  return entries({ title, creator, copyright: textOf(fields, 33432), date: textOf(fields, 306) });
}

function fromExif(block: Buffer | undefined): Embedded {
  if (!block) return {};
  const tiff = block.toString('latin1', 0, 4) === 'Exif' ? block.subarray(6) : block;
  try {
    const reader = new TiffReader((offset, length) => tiff.subarray(offset, offset + length));
    const { fields } = reader.directory(reader.first);
    const pointer = fields.get(0x8769)?.values[0];
    const taken = pointer === undefined ? undefined : textOf(reader.directory(pointer).fields, 0x9003);
    return {
      ...fromFields(fields),
      ...entries({ title: undefined, creator: undefined, copyright: undefined, date: taken }),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return {};
  }
}

/** IPTC-IIM, record 2, with or without Photoshop's resource block around it. */
function fromIptc(block: Buffer | undefined): Embedded {
  const values = new Map<number, string>();
  const bytes = block ?? Buffer.alloc(0);
  let at = bytes.indexOf('\x1c\x02', 0, 'latin1');
  while (at >= 0 && at + 5 <= bytes.length && bytes[at] === 0x1c) {
    const [key, length] = [bytes[at + 2] ?? 0, bytes.readUInt16BE(at + 3)];
    if (!values.has(key)) values.set(key, bytes.toString('utf8', at + 5, at + 5 + length).trim());
    at += 5 + length;
  }
  return entries({ title: values.get(5), creator: values.get(80), copyright: values.get(116), date: values.get(55) });
}

function fromXmp(block: Buffer | undefined): Embedded {
  if (!block) return {};
  const xml = block.toString('utf8').slice(0, 1_000_000);
  const property = (name: string): string | undefined => {
    const element = new RegExp(`<${name}[^>]*>([\\s\\S]{0,4000}?)</${name}>`).exec(xml)?.[1];
    const item = /<rdf:li[^>]*>([^<]*)</.exec(element ?? '')?.[1] ?? (element?.includes('<') ? undefined : element);
    return unescape(item ?? new RegExp(`\\s${name}="([^"]*)"`).exec(xml)?.[1]);
  };
  const [title, creator] = [property('dc:title'), property('dc:creator')];
  const date = property('photoshop:DateCreated') ?? property('xmp:CreateDate');
  return entries({ title, creator, copyright: property('dc:rights'), date });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(value: string | undefined): string | undefined {
  return value?.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '').trim();
}
