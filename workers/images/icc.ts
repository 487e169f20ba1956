/** The description of an ICC profile (ICC.1:2022, 7.2 and 10), as cataloguers know it: "Adobe RGB (1998)". */
export function profileName(profile: Buffer): string | undefined {
  try {
    const count = Math.min(profile.readUInt32BE(128), 100);
    for (let at = 132; at < 132 + count * 12; at += 12) {
      if (profile.toString('latin1', at, at + 4) !== 'desc') continue;
      const start = profile.readUInt32BE(at + 4);
      return text(profile.subarray(start, start + profile.readUInt32BE(at + 8)));
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
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
