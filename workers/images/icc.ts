/** The description of an ICC profile (ICC.1:2022, 7.2 and 10), as cataloguers know it: "Adobe RGB (1998)". */
export function profileName(profile: Buffer): string | undefined {
  return inTag(profile, 'desc', text);
}

/** What is read from a tag; undefined where there is no such tag, or the profile is cut off. */
function inTag<T>(profile: Buffer, name: string, read: (tag: Buffer) => T): T | undefined {
  try {
    const count = Math.min(profile.readUInt32BE(128), 100);
    for (let at = 132; at < 132 + count * 12; at += 12) {
      if (profile.toString('latin1', at, at + 4) !== name) continue;
      const start = profile.readUInt32BE(at + 4);
      return read(profile.subarray(start, start + profile.readUInt32BE(at + 8)));
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

export type Vector = readonly [number, number, number];

/**
 * The colorants of a profile (ICC.1:2022, 9.2.46 and its like): XYZ of pure red, green and blue, adapted to D50 as every
 * profile has them. Undefined where it describes its colours by tables alone.
 */
export function colorants(profile: Buffer): readonly [Vector, Vector, Vector] | undefined {
  const xyz = (name: string) =>
    inTag(profile, name, (tag): Vector => {
      const at = (offset: number) => tag.readInt32BE(offset) / 65_536;
      return [at(8), at(12), at(16)];
    });
  const [red, green, blue] = [xyz('rXYZ'), xyz('gXYZ'), xyz('bXYZ')];
  return red && green && blue && [red, green, blue];
}

function text(tag: Buffer): string | undefined {
  if (tag.toString('latin1', 0, 4) === 'mluc') {
    const [length, offset] = [tag.readUInt32BE(20), tag.readUInt32BE(24)];
    const units = Buffer.from(tag.subarray(offset, offset + (length & ~1))).swap16();
    return clean(units.toString('utf16le'));
  }
  return clean(tag.toString('latin1', 12, 12 + tag.readUInt32BE(8)));
}

function clean(value: string): string | undefined {
  return (
    value
      .replace(/\0[\s\S]*$/, '')
      .trim()
      .slice(0, 200) || undefined
  );
}

/** What kind of device the profile's numbers belong to: `RGB `, `GRAY`, `CMYK` or another. */
export function profileSpace(profile: Buffer): string {
  return profile.toString('latin1', 16, 20);
}
