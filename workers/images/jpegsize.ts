import type { Size } from '../../manifests/derivatives/levels.ts';

/** The size in the frame header of a JPEG (ITU-T T.81, B.2.2), or undefined when its first bytes hold none. */
export function jpegSize(head: Buffer): Size | undefined {
  if (head.length < 2 || head.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= head.length; at += 2 + head.readUInt16BE(at + 2)) {
    const marker = head.readUInt16BE(at);
    if (marker >= 0xffc0 && marker <= 0xffc2) {
      return { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    }
    if (marker < 0xffc0) return undefined;
  }
  return undefined;
}
